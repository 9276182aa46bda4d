import type { Capture } from '../capture/capture';
import type { LabEvents, LabSocket, RawConnection } from '../lab/session';
import type { LabSocketIo } from '../lab/socket-io';
import { type ProgramRun, type Traffic, trafficOf } from './traffic';

/** The count of the try that met a challenge, and the record before. */
export interface Tally {
  readonly tried: number;
  readonly before: number | null;
}

/** What one task has opened and caused in this lab, and how it was judged. */
export class TaskRun {
  /** The calls that its own action made; what "show me" made is kept apart. */
  readonly openers = new Set<number>();
  readonly shownOpeners = new Set<number>();
  /** The programs that its own action ran; those of "show me" are kept apart. */
  readonly runs: ProgramRun[] = [];
  readonly shownRuns: ProgramRun[] = [];
  readonly open = new Set<LabSocket | RawConnection | LabEvents | LabSocketIo>();
  isBusy = false;
  isMet = false;
  isShownMet = false;
  tally: Tally | null = null;
  /** Already done, and being repeated for a better count. */
  isRetry = false;
  failure: string | null = null;
  /** What its own controls have shown besides traffic: a model's run. */
  witnessed: unknown = null;
  /** Stops waiting for the stage, while a met condition is unreported. */
  waiting: (() => void) | null = null;
  readonly #capture: Capture;
  #cache: { readonly key: string; readonly own: Traffic; readonly shown: Traffic } | null = null;

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  get own(): Traffic {
    return this.#traffic().own;
  }

  get shown(): Traffic {
    return this.#traffic().shown;
  }

  /** Closes what it has opened, and stops waiting. */
  release(): void {
    for (const client of this.open) {
      if ('io' in client) client.close();
      else if ('socket' in client) client.close(1000);
      else if ('source' in client) client.close();
      // It may have just ended by itself: then nothing is left to end.
      else if (this.#isOpen(client.opener)) void client.end().catch(() => {});
    }
    this.open.clear();
    this.waiting?.();
    this.waiting = null;
  }

  /** Whether its own action has caused or shown anything that can be judged. */
  get hasBegun(): boolean {
    return this.openers.size + this.runs.length > 0 || this.witnessed !== null;
  }

  /** Whether "show me" has caused anything. */
  get wasShown(): boolean {
    return this.shownOpeners.size + this.shownRuns.length > 0;
  }

  /** Releases it, and forgets what its own action did. */
  forgetOwn(): void {
    this.release();
    this.openers.clear();
    this.runs.length = 0;
    this.witnessed = null;
    this.tally = null;
    this.isMet = false;
  }

  /** Forgets what "show me" has caused. */
  forgetShown(): void {
    this.shownOpeners.clear();
    this.shownRuns.length = 0;
    this.isShownMet = false;
  }

  #traffic() {
    const key = [
      this.#capture.revision,
      ...this.openers,
      '/',
      ...this.shownOpeners,
      '/',
      this.runs.length,
      this.shownRuns.length,
    ].join(' ');
    if (this.#cache?.key !== key) {
      const own = trafficOf(this.#capture, this.openers, this.runs);
      this.#cache = { key, own, shown: trafficOf(this.#capture, this.shownOpeners, this.shownRuns) };
    }
    return this.#cache;
  }

  #isOpen(opener: number): boolean {
    return this.#capture.connections.some(
      ({ openedBy, closedAt }) => openedBy === opener && closedAt === null,
    );
  }
}
