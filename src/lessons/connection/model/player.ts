import { type MotionValue, motionValue } from 'framer-motion';
import type { Speed } from '../../../timeline';
import { type Frames, pageFrames, prefersReducedMotion } from '../../../timeline/frames';
import { RATES } from '../../../timeline/warp';
import { layoutOf, type ModelLayout } from './layout';
import type { ModelRun } from './model';

/** A frame longer than this (a hidden tab) counts as this long. */
const MAX_FRAME_MS = 100;
/** How far down the ladder the playhead moves per millisecond at reading speed. */
const EXPLAIN_PX = 0.034;
const STEP_MS = 350;
/** Just before the first instant. */
const BEFORE = -1;

export interface PlayerState {
  readonly isPlaying: boolean;
  readonly speed: Speed;
  /** How many instants the playhead has passed. */
  readonly passed: number;
  readonly run: ModelRun;
}

interface PlayerOptions {
  readonly frames?: Frames;
  readonly isMotionReduced?: () => boolean;
}

/** A step under way, `doneMs` of it shown. */
interface Glide {
  readonly from: number;
  readonly to: number;
  doneMs: number;
}

/** Plays a run of the model. Requests no animation frame while it stands still. */
export class ModelPlayer {
  /** The playhead, milliseconds of the model. */
  readonly now: MotionValue<number> = motionValue<number>(BEFORE);
  layout: ModelLayout;
  state: PlayerState;
  readonly #frames: Frames;
  readonly #isMotionReduced: () => boolean;
  readonly #listeners = new Set<() => void>();
  #isRunning = false;
  #lastFrameMs: number | null = null;
  #heldMs = 0;
  #glide: Glide | null = null;

  constructor(
    run: ModelRun,
    { frames = pageFrames(), isMotionReduced = prefersReducedMotion }: PlayerOptions = {},
  ) {
    this.#frames = frames;
    this.#isMotionReduced = isMotionReduced;
    this.layout = layoutOf(run);
    this.state = { isPlaying: false, speed: 'explain', passed: 0, run };
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Loads another run, at its start. */
  load(run: ModelRun): void {
    this.#stop();
    this.layout = layoutOf(run);
    this.#put(BEFORE);
    this.#change({ run, isPlaying: false });
  }

  /** Plays from the playhead, or from the start when it is at the end. */
  play(): void {
    this.#glide = null;
    if (this.now.get() >= this.state.run.endsAt) this.#put(BEFORE);
    this.#change({ isPlaying: true });
    this.#wake();
  }

  pause(): void {
    this.#stop();
    this.#change({ isPlaying: false });
  }

  /** Moves to the next or previous instant, and pauses. */
  step(direction: 1 | -1): void {
    if (this.#glide) this.#put(this.#glide.to);
    this.#stop();
    const { moments } = this.layout;
    const now = this.now.get();
    const to =
      direction === 1 ? moments.find((at) => at > now) : (moments.findLast((at) => at < now) ?? BEFORE);
    this.#change({ isPlaying: false });
    if (to === undefined) return;
    if (direction === -1 || this.#isMotionReduced()) {
      this.seek(to);
    } else {
      this.#glide = { from: now, to, doneMs: 0 };
      this.#wake();
    }
  }

  seek(atMs: number): void {
    this.#glide = null;
    this.#put(Math.min(this.state.run.endsAt, Math.max(BEFORE, atMs)));
    this.#change({});
  }

  setSpeed(speed: Speed): void {
    this.#change({ speed });
  }

  #wake(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#lastFrameMs = null;
    this.#frames.start(this.#tick);
  }

  #stop(): void {
    this.#glide = null;
    this.#heldMs = 0;
    if (this.#isRunning) this.#frames.stop();
    this.#isRunning = false;
  }

  readonly #tick = (timeMs: number) => {
    const passedMs = Math.min(MAX_FRAME_MS, timeMs - (this.#lastFrameMs ?? timeMs));
    this.#lastFrameMs = timeMs;
    if (this.#glide) this.#glideOn(this.#glide, passedMs);
    else this.#advance(passedMs);
    if (this.state.isPlaying && this.now.get() >= this.state.run.endsAt) return this.pause();
    if (!this.state.isPlaying && !this.#glide) this.#stop();
    this.#change({});
  };

  #glideOn(glide: Glide, passedMs: number): void {
    glide.doneMs += passedMs;
    const share = Math.min(1, glide.doneMs / STEP_MS);
    if (share === 1) this.#glide = null;
    const [from, to] = [this.layout.toY(glide.from), this.layout.toY(glide.to)];
    this.#put(share === 1 ? glide.to : this.layout.toTime(from + (to - from) * share));
  }

  #advance(passedMs: number): void {
    this.#heldMs += passedMs;
    const to = this.#timeAfter(this.#heldMs);
    // Under reduced motion, the playhead jumps from instant to instant.
    const next = this.layout.moments.find((at) => at > this.now.get()) ?? this.state.run.endsAt;
    if (this.#isMotionReduced() && to < next) return;
    this.#heldMs = 0;
    this.#put(this.#isMotionReduced() ? next : to);
  }

  /** Where the playhead is after `ms` milliseconds of watching. */
  #timeAfter(ms: number): number {
    const now = this.now.get();
    const { speed, run } = this.state;
    if (speed !== 'explain') return Math.min(run.endsAt, now + ms * RATES[speed]);
    if (now < 0) return 0;
    return this.layout.toTime(this.layout.toY(now) + ms * EXPLAIN_PX);
  }

  #put(atMs: number): void {
    this.now.set(atMs);
  }

  #change(change: Partial<PlayerState>): void {
    const now = this.now.get();
    const after = this.layout.moments.findIndex((at) => at > now);
    const passed = after === -1 ? this.layout.moments.length : after;
    const next = { ...this.state, ...change, passed };
    const { isPlaying, speed, run } = this.state;
    const isSame = next.isPlaying === isPlaying && next.speed === speed && next.run === run;
    if (isSame && passed === this.state.passed) return;
    this.state = next;
    for (const listener of [...this.#listeners]) listener();
  }
}
