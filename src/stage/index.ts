/** The stage: what draws the capture at the playhead. Needs framer-motion's `LazyMotion` with `domAnimation` around it. */
export { Announcer } from './announcer';
export { Ladder, type LadderProps } from './ladder/ladder';
export { TransportBar, type TransportBarProps } from './transport/transport-bar';
export { WireView, type WireViewProps } from './wire/wire-view';
