import type { WebSocket } from 'ws';
import { encodeFeed, type FeedRecord } from '../src/protocol/feed';
import type { Lab } from './lab';
import type { Limits } from './limits';
import type { Cursor } from './log';

/** Carries the logs of labs to their viewers. The tap never waits for it. */
interface Feed {
  /** Sends the lab's records to this viewer: those after number `after`, then new ones as they come. */
  watch(lab: Lab, viewer: WebSocket, after: number): void;
  /** Sends all viewers what is left, and closes their connections. */
  close(): void;
}

interface Viewer {
  readonly socket: WebSocket;
  readonly cursor: Cursor;
}

/** The endpoint ends (RFC 6455 §7.4.1). */
const GOING_AWAY = 1001;

/**
 * Viewers pull from the log with a cursor, in rounds: one message holds everything that has come since the last round. A slow viewer
 * is skipped until it has caught up, and is told what the log has lost meanwhile.
 */
export function createFeed(limits: Limits): Feed {
  return new LabFeed(limits);
}

class LabFeed implements Feed {
  readonly #limits: Limits;
  readonly #rounds: Rounds;
  readonly #viewersOf = new Map<Lab, Set<Viewer>>();
  /** Labs with records that are not sent yet. */
  readonly #grown = new Set<Lab>();

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#rounds = new Rounds(limits.feedGapMs, () => this.#sendGrown());
  }

  watch(lab: Lab, socket: WebSocket, after: number): void {
    const viewer = { socket, cursor: lab.log.cursorAfter(after) };
    const viewers = this.#viewersOf.get(lab) ?? new Set();
    this.#viewersOf.set(lab, viewers.add(viewer));
    socket.on('close', () => {
      viewers.delete(viewer);
      if (viewers.size > 0) return;
      this.#viewersOf.delete(lab);
      lab.log.onGrow = null;
    });
    const hello: FeedRecord = {
      type: 'hello',
      lab: lab.id,
      nowMicros: lab.nowMicros,
      epochMs: lab.epochMs,
      lastSeq: lab.log.lastSeq,
    };
    this.#send(viewer, encodeFeed([hello]));
    this.#wake(lab);
  }

  close(): void {
    this.#rounds.stop();
    for (const [lab, viewers] of this.#viewersOf) {
      for (const viewer of viewers) {
        this.#pump(lab, viewer);
        viewer.socket.close(GOING_AWAY, 'the server ends');
      }
      lab.log.onGrow = null;
    }
    this.#viewersOf.clear();
  }

  #wake(lab: Lab): void {
    // Its records wait in the log until the next round: the lab has nothing more to report before that.
    lab.log.onGrow = null;
    this.#grown.add(lab);
    this.#rounds.request();
  }

  #sendGrown(): void {
    const labs = [...this.#grown];
    this.#grown.clear();
    for (const lab of labs) {
      const viewers = this.#viewersOf.get(lab);
      for (const viewer of viewers ?? []) this.#pump(lab, viewer);
      lab.log.onGrow = viewers ? () => this.#wake(lab) : null;
    }
  }

  #pump(lab: Lab, viewer: Viewer): void {
    while (viewer.socket.readyState === viewer.socket.OPEN && !this.#isBehind(viewer)) {
      const lost = lab.log.skipLost(viewer.cursor);
      if (lost) this.#send(viewer, encodeFeed([lost]));
      const records = lab.log.read(viewer.cursor);
      if (!records) return;
      this.#send(viewer, records);
    }
  }

  #send(viewer: Viewer, message: Uint8Array): void {
    // The callback runs when the bytes have left: a viewer that was skipped goes on from there.
    viewer.socket.send(message, () => {
      if (this.#isBehind(viewer)) return;
      for (const [lab, viewers] of this.#viewersOf) {
        if (viewers.has(viewer) && viewer.cursor.seq <= lab.log.lastSeq) this.#wake(lab);
      }
    });
  }

  #isBehind({ socket }: Viewer): boolean {
    return socket.bufferedAmount > this.#limits.viewerUnsentBytes;
  }
}

/** Rounds of sending may take this share of the time; the rest is for the traffic itself. */
const SHARE = 1 / 4;
const MAX_GAP_MS = 100;

/** Rounds of work on request. The first after a pause begins at once; under load they keep a distance. */
class Rounds {
  readonly #minGapMs: number;
  readonly #work: () => void;
  #gapMs: number;
  #lastAtMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;

  constructor(minGapMs: number, work: () => void) {
    this.#minGapMs = minGapMs;
    this.#gapMs = minGapMs;
    this.#work = work;
  }

  request(): void {
    if (this.#timer || this.#immediate) return;
    const waitMs = this.#lastAtMs + this.#gapMs - performance.now();
    if (waitMs <= 0) this.#immediate = setImmediate(() => this.#run());
    else this.#timer = setTimeout(() => this.#run(), waitMs);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#immediate) clearImmediate(this.#immediate);
  }

  #run(): void {
    this.#timer = null;
    this.#immediate = null;
    const startedAtMs = performance.now();
    this.#work();
    this.#lastAtMs = performance.now();
    const pauseMs = (this.#lastAtMs - startedAtMs) * (1 / SHARE - 1);
    this.#gapMs = Math.max(this.#minGapMs, Math.min(pauseMs, MAX_GAP_MS));
  }
}
