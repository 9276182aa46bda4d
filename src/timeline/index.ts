/** Units in time: the playback clock, and what is to be seen at any instant. */

export { createPlayback, type PlaybackOptions } from './create-playback';
export type { Lane, Line } from './line';
export { countUpTo, countWhile, lineOfMark } from './moments';
export * from './playback';
export * from './pointing';
export * from './scene';
export { type Step, stepFrom } from './step';
export { flightOf, type Timetable, timetableOf } from './timetable';
export type { Turn } from './turn';
export { usePlaybackMode, usePlaybackState, useScene } from './use-playback';
export * from './viewing';
export { createWarp, FOLD_MS, READING_MS, type Warp } from './warp';
