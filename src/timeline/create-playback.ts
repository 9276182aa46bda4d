import { type MotionValue, motionValue } from 'framer-motion';
import type { Capture } from '../capture/capture';
import { type Frames, pageFrames, prefersReducedMotion } from './frames';
import type { Playback, PlaybackState, Speed } from './playback';
import { REST_MS } from './scene';
import { stepFrom } from './step';
import { type Timetable, timetableOf } from './timetable';
import { createWarp, type Warp } from './warp';

/** A longer frame (a hidden tab) does not advance the playhead further. */
const MAX_FRAME_MS = 100;
/** The flight time of a step's unit. */
const STEP_MS = 450;
/** Anything older when the page first gets it is history, not news. */
const NEWS_MICROS = 5_000_000;

interface PlaybackOptions {
  readonly speed?: Speed;
  readonly frames?: Frames;
  readonly isMotionReduced?: () => boolean;
}

/** The playback of a capture. `clock` returns its current time, in microseconds. */
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
  /** How long the stage has stood behind the last moment; null while it has more to show. */
  #restedMs: number | null = 0;
  #seenRevision: number;
  /** Everything so far is history: a long log comes in pieces. */
  #isCatchingUp = true;
  /** A step's flight: stage time `from` to `to`, of which `doneMs` were shown. */
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

  /** Reads what is new in the capture; what was seen stays seen, and nothing new is skipped. */
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

  /** Silence that was already waited for is not shown again: stage time goes on, capture time jumps. */
  #keepStage(): void {
    const { at } = this.timetable.moments;
    const next = this.timetable.moments.countUpTo(this.now.get());
    if (this.#restedMs === null || next === 0 || next === at.length) {
      this.#put(this.now.get());
      return;
    }
    const from = this.warp.toStage(at[next - 1]!);
    const stage = Math.min(from + this.#restedMs, this.warp.toStage(at[next]!));
    // Just before it: otherwise the moment would never be announced.
    const now = Math.min(this.warp.toCapture(stage), at[next]! - 0.001);
    this.now.set(Math.max(now, this.now.get()));
    this.stage.set(stage);
    this.#restedMs = null;
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
    // With reduced motion, the playhead moves from moment to moment.
    if (this.#isMotionReduced() && stage < nextStage) return;
    this.#heldMs = 0;
    // Live at half speed would fall behind for ever if it waited through silence.
    const isLateInSilence = this.state.mode === 'live' && next < at.length && this.#isQuiet(stage, next);
    if (isLateInSilence && nextStage - stage > REST_MS) this.#put(at[next]!);
    else this.#putStage(this.#isMotionReduced() ? nextStage : stage);
  }

  /** Nothing is in flight or at rest. */
  #isQuiet(stage: number, next: number): boolean {
    const before =
      next === 0 ? Number.NEGATIVE_INFINITY : this.warp.toStage(this.timetable.moments.at[next - 1]!);
    return stage - before > REST_MS && !this.timetable.isFlyingAfter(next);
  }

  #put(atMicros: number): void {
    this.now.set(atMicros);
    this.#setStage(this.warp.toStage(atMicros));
  }

  /** Behind the last moment only stage time passes: what comes next is still to be shown, however early it left. */
  #putStage(stageMs: number): void {
    const { endAt } = this.timetable;
    this.now.set(Math.min(this.warp.toCapture(stageMs), Math.max(endAt, this.now.get())));
    this.#setStage(stageMs);
  }

  #setStage(stageMs: number): void {
    const { endAt } = this.timetable;
    this.stage.set(stageMs);
    this.#restedMs = this.now.get() >= endAt ? stageMs - this.warp.toStage(endAt) : null;
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
