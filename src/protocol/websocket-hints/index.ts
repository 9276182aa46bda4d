export { closeCodeHint, oneByteHint } from './close-hints';
export { cutHint, frameHint } from './frame-hints';
export { deflateHint, textHint } from './message-hints';
export { OTHER_DATA } from './other-data';
export { unfinished } from './unfinished';
export { WITH_ANSWER } from './with-answer';
