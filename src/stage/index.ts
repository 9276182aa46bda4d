/** The stage: what draws the capture at the playhead. */
export { Announcer } from './announcer';
export { Ladder, type LadderProps } from './ladder/ladder';
export { ScrubLine, type ScrubLineProps } from './transport/scrub-line';
export { TransportBar, type TransportBarProps } from './transport/transport-bar';
export { TransportControls, type TransportControlsProps } from './transport/transport-controls';
export { useWidthOf } from './transport/use-width';
export { WireView, type WireViewProps } from './wire/wire-view';
