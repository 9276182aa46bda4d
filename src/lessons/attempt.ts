import type { Capture } from '../capture/capture';
import { type ProgramRun, type Traffic, trafficOf } from './traffic';

/** What some traffic amounts to, judged while it was the newest. */
export interface Judgement {
  readonly traffic: Traffic;
  readonly isMet: boolean;
  /** What is still awaited or missing, in one sentence; null when nothing is, or nothing is said of it. */
  readonly lacks: string | null;
  /** The key of the answer that the wire gave; null while it gave none. */
  readonly wire: string | null;
  /** Its count in a challenge that has golf. */
  readonly count: number | null;
}

/** What one way of doing a task has caused, and how much of that the stage has shown. */
export class Attempt {
  /** The calls that it made. */
  readonly openers = new Set<number>();
  /** The programs that it ran. */
  readonly runs: ProgramRun[] = [];
  /** The newest judgement of traffic that the stage has shown to its end. */
  told: Judgement | null = null;
  /** A judgement that waits for the stage, and what stops it. */
  pending: { readonly judgement: Judgement; readonly cancel: () => void } | null = null;
  /** Some told judgement has met the task. */
  isMet = false;
  /** What the told judgement lacks is no longer what the traffic lacks, as the stage has yet to show. */
  isOutdated = false;
  readonly #capture: Capture;
  readonly #nothing: Traffic;
  #cache: { readonly key: string; readonly traffic: Traffic } | null = null;

  constructor(capture: Capture) {
    this.#capture = capture;
    this.#nothing = { capture, units: [], calls: [], code: [] };
  }

  /** All that it has caused so far, whether or not the stage has shown it. */
  get traffic(): Traffic {
    const key = [this.#capture.revision, ...this.openers, '/', this.runs.length].join(' ');
    if (this.#cache?.key !== key) {
      this.#cache = { key, traffic: trafficOf(this.#capture, this.openers, this.runs) };
    }
    return this.#cache.traffic;
  }

  /** What of it the stage has shown: texts and numbers rest on this. */
  get shown(): Traffic {
    return this.told?.traffic ?? this.#nothing;
  }

  /** Whether it has caused anything. */
  get hasBegun(): boolean {
    return this.openers.size + this.runs.length > 0;
  }

  /** Stops waiting for the stage. */
  stopWaiting(): void {
    this.pending?.cancel();
    this.pending = null;
  }

  forget(): void {
    this.stopWaiting();
    this.openers.clear();
    this.runs.length = 0;
    this.told = null;
    this.isMet = false;
    this.isOutdated = false;
  }
}
