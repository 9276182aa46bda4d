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
  const budget: LogBudget = { maxBytes: limits.logBytesInTotal, usedBytes: 0 };
  const rate = createRateLimit(limits.labsPerMinute, nowMs);

  const expiresInMs = (lab: Lab) =>
    lab.viewers > 0 ? limits.labIdleMs : Math.max(0, lab.idleSinceMs + limits.labIdleMs - nowMs());

  return {
    create(address) {
      if (labs.size >= limits.labs) {
        const error = `This server holds ${limits.labs} labs at a time, and all are taken: try again in some minutes.`;
        return { status: 503, error };
      }
      if (!rate.take(address)) {
        const error = `Your address may make ${limits.labsPerMinute} labs a minute: try again in a minute.`;
        return { status: 429, error };
      }
      const id = randomBytes(16).toString('hex');
      const lab = new Lab(id, { maxBytes: limits.logBytes, budget }, nowMs());
      labs.set(id, lab);
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
    },
    viewerLeft(lab) {
      lab.viewers--;
      lab.idleSinceMs = nowMs();
    },
    expire() {
      rate.forget();
      for (const lab of labs.values()) {
        if (lab.viewers > 0 || expiresInMs(lab) > 0) continue;
        labs.delete(lab.id);
        lab.close();
      }
    },
    close() {
      for (const lab of labs.values()) lab.close();
      labs.clear();
    },
  };
}
