/** Units in time: the playback clock, and what is visible at any instant. */

export { type ConnectionTimeline, clientOf } from './connection-timeline';
export { createPlayback } from './create-playback';
export { connectionOfMark, countUpTo, countWhile } from './moments';
export { openingFaultOf } from './opening-fault';
export * from './playback';
export * from './pointing';
export * from './scene';
export { stepFrom } from './step';
export { type Timetable, timetableOf } from './timetable';
export type { Turn } from './turn';
export { usePlaybackMode, usePlaybackState, useScene } from './use-playback';
export * from './viewing';
export { createWarp } from './warp';
