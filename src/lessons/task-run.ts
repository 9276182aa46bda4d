import type { Capture } from '../capture/capture';
import type { LabEvents, LabSocket, RawConnection } from '../lab/session';
import type { LabSocketIo } from '../lab/socket-io';
import { Attempt } from './attempt';

/** The count of the try that met a challenge, and the record before. */
export interface Tally {
  readonly tried: number;
  readonly before: number | null;
}

/** What one task has opened and caused in this lab, and how it was judged. */
export class TaskRun {
  /** What its own action has caused. */
  readonly own: Attempt;
  /** What "show me" has caused. */
  readonly demonstrated: Attempt;
  readonly open = new Set<LabSocket | RawConnection | LabEvents | LabSocketIo>();
  isBusy = false;
  tally: Tally | null = null;
  /** Already done, and being repeated for a better count. */
  isRetry = false;
  failure: string | null = null;
  /** What its own controls have shown besides traffic: a model's run. */
  witnessed: unknown = null;
  readonly #capture: Capture;

  constructor(capture: Capture) {
    this.#capture = capture;
    this.own = new Attempt(capture);
    this.demonstrated = new Attempt(capture);
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
    this.own.stopWaiting();
    this.demonstrated.stopWaiting();
  }

  /** Whether its own action has caused or shown anything that can be judged. */
  get hasBegun(): boolean {
    return this.own.hasBegun || this.witnessed !== null;
  }

  /** Releases it, and forgets what its own action did. */
  forgetOwn(): void {
    this.release();
    this.own.forget();
    this.witnessed = null;
    this.tally = null;
  }

  #isOpen(opener: number): boolean {
    return this.#capture.connections.some(
      ({ openedBy, closedAt }) => openedBy === opener && closedAt === null,
    );
  }
}
