/** What the sentences of a lesson are made of. */
export { Phrase } from './phrase';
export { bytes, capitalised, count, milliseconds, outOf } from './say';
export { Term } from './term';
export { terms } from './terms';
