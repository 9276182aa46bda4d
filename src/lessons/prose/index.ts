/** What the sentences of a lesson are made of. */
export { Phrase } from './phrase';
export { bytes, count, milliseconds } from './say';
export { Term } from './term';
