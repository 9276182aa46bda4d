import { createRateLimit } from '../rate';

export interface AdmissionLimits {
  /** Programs that one lab, and all labs of one address, may start in a minute. */
  readonly startsPerMinute: { readonly lab: number; readonly address: number };
  /** Programs of one lab, and of one address, that may be ended in a minute for keeping others waiting; beyond that, their next run apart. */
  readonly slowPerMinute: { readonly lab: number; readonly address: number };
}

/** Who asks to run a program. */
export interface Asker {
  readonly labId: string;
  readonly address: string;
}

/** Decides who may start a program, and whose programs run apart from the others. */
interface Admission {
  /** Null when a program may start, otherwise a sentence. After null, call `leave` when the program has started or failed to. */
  enter(asker: Asker): string | null;
  leave(asker: Asker): void;
  /** A program of this asker was ended because it kept others waiting. */
  wasSlow(asker: Asker): void;
  /** A program of this asker brought down its process. */
  wasFatal(asker: Asker): void;
  isSuspect(asker: Asker): boolean;
  /** Forgets minutes that are over. */
  forget(): void;
}

/** How long an address or a lab is suspected after its last program that kept others waiting. */
const SUSPECTED_MS = 10 * 60_000;

export function createAdmission(
  { startsPerMinute, slowPerMinute }: AdmissionLimits,
  nowMs: () => number = () => performance.now(),
): Admission {
  const starting = new Set<string>();
  const ofLabs = createRateLimit(startsPerMinute.lab, nowMs);
  const ofAddresses = createRateLimit(startsPerMinute.address, nowMs);
  const slowOfLabs = createRateLimit(slowPerMinute.lab, nowMs);
  const slowOfAddresses = createRateLimit(slowPerMinute.address, nowMs);
  const suspectedUntil = new Map<string, number>();
  const suspect = (key: string) => suspectedUntil.set(key, nowMs() + SUSPECTED_MS);
  const isSuspected = (key: string) => (suspectedUntil.get(key) ?? 0) > nowMs();

  return {
    enter({ labId, address }) {
      if (starting.has(labId)) return 'A program of this lab is starting already: wait until it runs.';
      if (!ofLabs.take(labId))
        return `A lab may start ${startsPerMinute.lab} programs a minute: try again in a minute.`;
      if (!ofAddresses.take(address))
        return `Your address may start ${startsPerMinute.address} programs a minute: try again in a minute.`;
      starting.add(labId);
      return null;
    },
    leave: ({ labId }) => void starting.delete(labId),
    wasSlow({ labId, address }) {
      if (!slowOfLabs.take(labId)) suspect(labId);
      if (!slowOfAddresses.take(address)) suspect(address);
    },
    wasFatal: ({ labId }) => void suspect(labId),
    isSuspect: ({ labId, address }) => isSuspected(labId) || isSuspected(address),
    forget() {
      for (const rate of [ofLabs, ofAddresses, slowOfLabs, slowOfAddresses]) rate.forget();
      for (const key of suspectedUntil.keys()) if (!isSuspected(key)) suspectedUntil.delete(key);
    },
  };
}
