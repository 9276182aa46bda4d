/** Units in time: the playback clock, and what is to be seen at any instant. */

export type { ConnectionTimeline, Lane } from './connection-timeline';
export { createPlayback, type PlaybackOptions } from './create-playback';
export { connectionOfMark, countUpTo, countWhile } from './moments';
export * from './playback';
export * from './pointing';
export * from './scene';
export { type Step, stepFrom } from './step';
export { flightOf, type Timetable, timetableOf } from './timetable';
export type { Turn } from './turn';
export { usePlaybackMode, usePlaybackState, useScene } from './use-playback';
export * from './viewing';
export { createWarp, FOLD_MS, READING_MS, type Warp } from './warp';
