import type { WebSocket } from 'ws';
import { encodeFeed, type FeedRecord } from '../src/protocol/feed';
import type { Lab } from './lab';
import type { Limits } from './limits';
import type { Cursor } from './log';

/** Carries the logs of labs to those who watch them. The tap never waits for it. */
export interface Feed {
  /** Sends the lab's records to this viewer: those after number `after`, then what comes. */
  watch(lab: Lab, viewer: WebSocket, after: number): void;
  /** Tells all viewers the last there is to tell. */
  close(): void;
}

interface Viewer {
  readonly socket: WebSocket;
  readonly cursor: Cursor;
}

/** A round of sending may take this share of the time at most: the rest is for the traffic itself. */
const SHARE = 1 / 4;
const MAX_GAP_MS = 100;
/** The endpoint ends (RFC 6455 §7.4.1). */
const GOING_AWAY = 1001;

/**
 * Viewers pull from the log with a cursor, in rounds: one message holds all that has come since the last round. The
 * first record after a pause goes out at once; under load the rounds keep a distance. A slow viewer is skipped until
 * it has caught up, and is told what the log has lost meanwhile.
 */
export function createFeed(limits: Limits): Feed {
  const viewersOf = new Map<Lab, Set<Viewer>>();
  const grown = new Set<Lab>();
  let lastRoundAtMs = 0;
  let gapMs = limits.feedGapMs;
  let timer: NodeJS.Timeout | null = null;
  let immediate: NodeJS.Immediate | null = null;

  const send = (viewer: Viewer, message: Uint8Array) => {
    // Called when the bytes have left: a viewer that was skipped goes on from there.
    viewer.socket.send(message, () => {
      if (isBehind(viewer)) return;
      for (const [lab, viewers] of viewersOf) if (viewers.has(viewer) && lags(lab, viewer)) wake(lab);
    });
  };
  const isBehind = (viewer: Viewer) => viewer.socket.bufferedAmount > limits.viewerUnsentBytes;
  const lags = (lab: Lab, viewer: Viewer) => viewer.cursor.seq <= lab.log.lastSeq;

  const pump = (lab: Lab, viewer: Viewer) => {
    while (viewer.socket.readyState === viewer.socket.OPEN && !isBehind(viewer)) {
      const lost = lab.log.skipLost(viewer.cursor);
      if (lost) send(viewer, encodeFeed([lost]));
      const records = lab.log.read(viewer.cursor);
      if (!records) return;
      send(viewer, records);
    }
  };

  const round = () => {
    timer = null;
    immediate = null;
    const startedAtMs = performance.now();
    const labs = [...grown];
    grown.clear();
    for (const lab of labs) {
      const viewers = viewersOf.get(lab) ?? [];
      for (const viewer of viewers) pump(lab, viewer);
      lab.log.onGrow = viewersOf.has(lab) ? () => wake(lab) : null;
    }
    lastRoundAtMs = performance.now();
    const pauseMs = (lastRoundAtMs - startedAtMs) * (1 / SHARE - 1);
    gapMs = Math.max(limits.feedGapMs, Math.min(pauseMs, MAX_GAP_MS));
  };

  const wake = (lab: Lab) => {
    // Until the next round there is nothing more to say about this lab: its records wait in the log.
    lab.log.onGrow = null;
    grown.add(lab);
    if (timer || immediate) return;
    const waitMs = lastRoundAtMs + gapMs - performance.now();
    if (waitMs <= 0) immediate = setImmediate(round);
    else timer = setTimeout(round, waitMs);
  };

  return {
    watch(lab, socket, after) {
      const viewer = { socket, cursor: lab.log.cursorAfter(after) };
      const viewers = viewersOf.get(lab) ?? new Set();
      viewersOf.set(lab, viewers.add(viewer));
      socket.on('close', () => {
        viewers.delete(viewer);
        if (viewers.size > 0) return;
        viewersOf.delete(lab);
        lab.log.onGrow = null;
      });
      const hello: FeedRecord = {
        type: 'hello',
        lab: lab.id,
        nowMicros: lab.nowMicros,
        epochMs: lab.epochMs,
        lastSeq: lab.log.lastSeq,
      };
      send(viewer, encodeFeed([hello]));
      wake(lab);
    },
    close() {
      if (timer) clearTimeout(timer);
      if (immediate) clearImmediate(immediate);
      for (const [lab, viewers] of viewersOf) {
        for (const viewer of viewers) {
          pump(lab, viewer);
          viewer.socket.close(GOING_AWAY, 'the server ends');
        }
        lab.log.onGrow = null;
      }
      viewersOf.clear();
    },
  };
}
