/** What the sentences of a lesson are made of. */
export { Phrase } from './phrase';
export { bytes, capitalised, inWords, milliseconds, outOf } from './say';
export { Spoken } from './spoken';
export { Term } from './term';
export { terms } from './terms';
