import { type MotionValue, motionValue } from 'framer-motion';
import type { Capture } from '../capture/capture';
import { type Frames, pageFrames, prefersReducedMotion } from './frames';
import type { Playback, PlaybackState, Speed } from './playback';
import { REST_MS } from './scene';
import { stepFrom } from './step';
import { type Timetable, timetableOf } from './timetable';
import { createWarp, type Warp } from './warp';

/** Longer frames than this (a hidden tab) do not carry the playhead along. */
const MAX_FRAME_MS = 100;
/** How long one step's unit flies. */
const STEP_MS = 450;
/** What is older than this when the page first gets it is history, not news. */
const NEWS_MICROS = 5_000_000;

export interface PlaybackOptions {
  readonly speed?: Speed;
  readonly frames?: Frames;
  readonly isMotionReduced?: () => boolean;
}

/** The playback of a capture. `clock` gives the capture's time now, in microseconds. */
export function createPlayback(
  capture: Capture,
  clock: () => number,
  options: PlaybackOptions = {},
): Playback {
  return new Player(capture, clock, options);
}

class Player implements Playback {
  readonly now: MotionValue<number>;
  readonly stage: MotionValue<number>;
  readonly timetable: Timetable;
  warp: Warp;
  state: PlaybackState;
  readonly clockMicros: () => number;
  readonly #frames: Frames;
  readonly #isMotionReduced: () => boolean;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #isRunning = false;
  #lastFrameMs: number | null = null;
  #heldMs = 0;
  #seenRevision: number;
  /** All that has come so far is history: a long log comes in many pieces. */
  #isCatchingUp = true;
  /** The flight of a step: from stage time `from` to `to`, `doneMs` of it shown. */
  #glide: { from: number; to: number; at: number; doneMs: number } | null = null;

  constructor(capture: Capture, clock: () => number, options: PlaybackOptions) {
    this.timetable = timetableOf(capture);
    this.clockMicros = clock;
    this.#frames = options.frames ?? pageFrames();
    this.#isMotionReduced = options.isMotionReduced ?? prefersReducedMotion;
    const speed = options.speed ?? 'explain';
    this.warp = createWarp(speed, this.timetable);
    this.now = motionValue(this.timetable.endAt);
    this.stage = motionValue(this.warp.toStage(this.timetable.endAt));
    this.state = { mode: 'live', speed, waiting: 0 };
    this.#seenRevision = this.timetable.revision;
    this.#unsubscribe = capture.subscribe(this.#follow);
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  play(): void {
    this.#glide = null;
    if (this.now.get() >= this.timetable.endAt) {
      this.goLive();
    } else {
      this.#change({ mode: 'playing' });
      this.#wake();
    }
  }

  pause(): void {
    this.#glide = null;
    this.#change({ mode: 'paused' });
    this.#rest();
  }

  goLive(): void {
    this.#glide = null;
    if (this.timetable.endAt > this.now.get()) this.#put(this.timetable.endAt);
    this.#change({ mode: 'live' });
    this.#wake();
  }

  step(direction: 1 | -1): void {
    if (this.#glide) this.#put(this.#glide.at);
    this.#glide = null;
    const step = stepFrom(this.timetable, this.now.get(), direction);
    this.#change({ mode: 'paused' });
    if (step === null) return;
    if (direction === -1 || step.flight === null || this.#isMotionReduced()) {
      this.#put(step.at);
      this.#change({});
    } else {
      const from = Math.max(this.stage.get(), this.warp.leaveOf(step.flight));
      this.#glide = { from, to: this.warp.landOf(step.flight), at: step.at, doneMs: 0 };
      this.#wake();
    }
  }

  seek(atMicros: number): void {
    this.#glide = null;
    const first = this.timetable.moments.at[0] ?? 0;
    this.#put(Math.min(this.timetable.endAt, Math.max(first - 1, atMicros)));
    if (this.state.mode === 'live') this.#change({ mode: 'paused' });
    else this.#change({});
    this.#wake();
  }

  setSpeed(speed: Speed): void {
    if (speed === this.state.speed) return;
    if (this.#glide) this.#put(this.#glide.at);
    this.#glide = null;
    this.warp = createWarp(speed, this.timetable);
    this.#put(this.now.get());
    this.#change({ speed });
    this.#wake();
  }

  dispose(): void {
    this.#unsubscribe();
    this.#rest();
    this.#listeners.clear();
  }

  /** Takes in what the capture has got; what has been seen stays seen, and nothing new is skipped. */
  readonly #follow = () => {
    this.#takeIn();
    this.#change({});
    this.#wake();
  };

  #takeIn(): void {
    this.timetable.update();
    if (this.#seenRevision === this.timetable.revision) return;
    this.#seenRevision = this.timetable.revision;
    if (this.#isHistory()) this.#put(this.timetable.endAt);
    else if (this.state.mode === 'live' && !this.#isOnClock()) this.#keepStage();
    else this.#put(this.now.get());
  }

  #isHistory(): boolean {
    if (this.timetable.moments.at.length === 0) return false;
    this.#isCatchingUp =
      this.#isCatchingUp &&
      this.state.mode === 'live' &&
      this.clockMicros() - this.timetable.endAt > NEWS_MICROS;
    return this.#isCatchingUp;
  }

  /** Silence that was already waited for in front of the stage is not shown again: stage time goes on, capture time jumps. */
  #keepStage(): void {
    const { at } = this.timetable.moments;
    const next = this.timetable.moments.countUpTo(this.now.get());
    if (next === at.length) return;
    const from = next === 0 ? Number.NEGATIVE_INFINITY : this.warp.toStage(at[next - 1]!);
    const stage = Math.max(from, Math.min(this.stage.get(), this.warp.toStage(at[next]!)));
    // Just before it: a moment that was never ahead of the playhead would never be announced.
    const now = Math.min(this.warp.toCapture(stage), at[next]! - 0.001);
    this.now.set(Math.max(now, this.now.get()));
    this.stage.set(stage);
  }

  #isOnClock(): boolean {
    return this.state.mode === 'live' && this.state.speed === 'real';
  }

  get #endStage(): number {
    return this.warp.toStage(this.timetable.endAt) + REST_MS;
  }

  #isMoving(): boolean {
    if (this.#glide) return true;
    return this.state.mode !== 'paused' && this.stage.get() < this.#endStage;
  }

  #wake(): void {
    if (this.#isRunning || !this.#isMoving()) return;
    this.#isRunning = true;
    this.#lastFrameMs = null;
    this.#frames.start(this.#tick);
  }

  #rest(): void {
    this.#heldMs = 0;
    if (this.#isRunning) this.#frames.stop();
    this.#isRunning = false;
  }

  readonly #tick = (timeMs: number) => {
    const passedMs = Math.min(MAX_FRAME_MS, timeMs - (this.#lastFrameMs ?? timeMs));
    this.#lastFrameMs = timeMs;
    this.#takeIn();
    if (this.#glide) this.#glideOn(passedMs);
    else if (this.#isOnClock()) this.#put(Math.max(this.now.get(), this.clockMicros()));
    else this.#advance(passedMs);
    if (this.state.mode === 'playing' && this.stage.get() >= this.#endStage) this.#change({ mode: 'live' });
    else this.#change({});
    if (!this.#isMoving()) this.#rest();
  };

  #glideOn(passedMs: number): void {
    const glide = this.#glide!;
    glide.doneMs += passedMs;
    if (glide.doneMs >= STEP_MS) {
      this.#put(glide.at);
      this.#glide = null;
    } else {
      this.#putStage(glide.from + (glide.to - glide.from) * (glide.doneMs / STEP_MS));
    }
  }

  #advance(passedMs: number): void {
    const { at } = this.timetable.moments;
    const next = this.timetable.moments.countUpTo(this.now.get());
    const nextStage = next < at.length ? this.warp.toStage(at[next]!) : this.#endStage;
    this.#heldMs += passedMs;
    const stage = this.stage.get() + this.#heldMs;
    // With less motion asked for, the playhead goes from moment to moment.
    if (this.#isMotionReduced() && stage < nextStage) return;
    this.#heldMs = 0;
    // What is live at half speed would fall behind for ever if it sat through silence too.
    const isLateInSilence = this.state.mode === 'live' && next < at.length && this.#isQuiet(stage, next);
    if (isLateInSilence && nextStage - stage > REST_MS) this.#put(at[next]!);
    else this.#putStage(this.#isMotionReduced() ? nextStage : stage);
  }

  /** Nothing is in flight and whatever arrived has had its rest. */
  #isQuiet(stage: number, next: number): boolean {
    const before =
      next === 0 ? Number.NEGATIVE_INFINITY : this.warp.toStage(this.timetable.moments.at[next - 1]!);
    return stage - before > REST_MS && !this.timetable.isFlyingAfter(next);
  }

  #put(atMicros: number): void {
    this.now.set(atMicros);
    this.stage.set(this.warp.toStage(atMicros));
  }

  #putStage(stageMs: number): void {
    this.now.set(this.warp.toCapture(stageMs));
    this.stage.set(stageMs);
  }

  #change(change: Partial<PlaybackState>): void {
    const { mode, speed, waiting } = this.state;
    const next = { mode, speed, waiting: 0, ...change };
    if (next.mode !== 'live' || next.speed !== 'real')
      next.waiting = this.timetable.countAfter(this.now.get());
    if (next.mode === mode && next.speed === speed && next.waiting === waiting) return;
    this.state = next;
    for (const listener of this.#listeners) listener();
  }
}
