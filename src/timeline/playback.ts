import type { MotionValue } from 'framer-motion';
import type { Timetable } from './timetable';
import type { Warp } from './warp';

/** `explain` gives every unit time to be read; the other speeds are true to the clock. */
export type Speed = 'real' | 'half' | 'tenth' | 'explain';

export interface PlaybackState {
  /** `live`: follows what happens. `playing`: replays from the playhead. `paused`: stands still; the wire goes on. */
  readonly mode: 'live' | 'playing' | 'paused';
  readonly speed: Speed;
  /** Units that have happened after the playhead. */
  readonly waiting: number;
}

/**
 * The playback clock. `now` is the playhead in capture time (microseconds), a MotionValue outside React.
 * No animation frame is requested while nothing moves.
 */
export interface Playback {
  readonly now: MotionValue<number>;
  /** The same instant in stage time (milliseconds of watching): what positions derive from. */
  readonly stage: MotionValue<number>;
  /** How capture time becomes stage time at the present speed. */
  readonly warp: Warp;
  readonly timetable: Timetable;
  readonly state: PlaybackState;
  /** The capture's clock now, microseconds: where the wire is, whatever the playhead does. */
  clockMicros(): number;
  subscribe(listener: () => void): () => void;
  play(): void;
  pause(): void;
  goLive(): void;
  /** To the next or previous unit on the wire; pauses. */
  step(direction: 1 | -1): void;
  seek(atMicros: number): void;
  setSpeed(speed: Speed): void;
  dispose(): void;
}
