import { randomBytes } from 'node:crypto';
import { Lab } from './lab';
import type { Limits } from './limits';
import type { LogBudget } from './log';
import { createRateLimit } from './rate';

/** All labs of the server. */
export interface Labs {
  /** A new lab, or the sentence that says which limit forbids it and the status that goes with it. */
  create(address: string): Lab | { readonly status: 429 | 503; readonly error: string };
  find(id: string): Lab | undefined;
  all(): Iterable<Lab>;
  readonly size: number;
  /** How long the lab will live if nobody watches it from now on, in milliseconds. */
  expiresInMs(lab: Lab): number;
  viewerCame(lab: Lab): void;
  viewerLeft(lab: Lab): void;
  /** Ends the labs that nobody has watched for too long. */
  expire(): void;
  close(): void;
}

/** `nowMs`: any clock in milliseconds that never jumps back. */
export function createLabs(limits: Limits, nowMs: () => number = () => performance.now()): Labs {
  const labs = new Map<string, Lab>();
  const ofAddress = new Map<string, number>();
  const budget: LogBudget = {
    maxBytes: limits.logBytesInTotal,
    shareBytes: Math.floor(limits.logBytesInTotal / limits.labs),
    usedBytes: 0,
    logs: new Set(),
  };
  const rate = createRateLimit(limits.labsPerMinute, nowMs);

  const expiresInMs = (lab: Lab) =>
    lab.viewers > 0 ? limits.labIdleMs : Math.max(0, lab.idleSinceMs + limits.labIdleMs - nowMs());

  const countIn = (address: string, change: 1 | -1) => {
    const count = (ofAddress.get(address) ?? 0) + change;
    if (count > 0) ofAddress.set(address, count);
    else ofAddress.delete(address);
  };
  const end = (lab: Lab) => {
    labs.delete(lab.id);
    countIn(lab.address, -1);
    lab.close();
  };
  /** Where all places are taken: ends the lab that is missed least, if there is one that nobody uses. */
  const makeRoom = (): boolean => {
    let least: Lab | null = null;
    for (const lab of labs.values()) {
      const isInUse = lab.viewers > 0 || lab.connections > 0;
      if (isInUse || nowMs() - lab.idleSinceMs < limits.labSettleMs) continue;
      if (least === null || isLessMissed(lab, least)) least = lab;
    }
    if (least !== null) end(least);
    return least !== null;
  };

  return {
    create(address) {
      if ((ofAddress.get(address) ?? 0) >= limits.labsPerAddress) {
        const error = `Your address has ${limits.labsPerAddress} labs here, the most that one address may have: close some pages, or wait until their labs end.`;
        return { status: 429, error };
      }
      if (!rate.take(address)) {
        const error = `Your address may make ${limits.labsPerMinute} labs a minute: try again in a minute.`;
        return { status: 429, error };
      }
      if (labs.size >= limits.labs && !makeRoom()) {
        const error = `This server holds ${limits.labs} labs at a time, and all are in use: try again in some minutes.`;
        return { status: 503, error };
      }
      const id = randomBytes(16).toString('hex');
      const lab = new Lab(id, address, { maxBytes: limits.logBytes, budget }, nowMs());
      labs.set(id, lab);
      countIn(address, 1);
      return lab;
    },
    find: (id) => labs.get(id),
    all: () => labs.values(),
    get size() {
      return labs.size;
    },
    expiresInMs,
    viewerCame(lab) {
      lab.viewers++;
      lab.wasWatched = true;
      lab.log.isWatched = true;
    },
    viewerLeft(lab) {
      lab.viewers--;
      lab.log.isWatched = lab.viewers > 0;
      lab.idleSinceMs = nowMs();
    },
    expire() {
      rate.forget();
      for (const lab of labs.values()) {
        if (lab.viewers === 0 && expiresInMs(lab) === 0) end(lab);
      }
    },
    close() {
      for (const lab of labs.values()) lab.close();
      labs.clear();
    },
  };
}

/** A lab that nobody ever watched goes before one that somebody may come back to; then the longest idle. */
function isLessMissed(one: Lab, other: Lab): boolean {
  if (one.wasWatched !== other.wasWatched) return !one.wasWatched;
  return one.idleSinceMs < other.idleSinceMs;
}
