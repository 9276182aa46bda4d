/** The stage draws the capture at the playhead. */

export { Announcer } from './announcer';
export type { Chapter } from './ladder/chapters';
export { Ladder, ladder } from './ladder/later-ladder';
export { ScrubLine } from './transport/scrub-line';
export { TransportBar } from './transport/transport-bar';
export { TransportControls } from './transport/transport-controls';
export { useWidthOf } from './transport/use-width';
export { WireView } from './wire/wire-view';
