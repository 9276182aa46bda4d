import { createRateLimit } from '../rate';

export interface AdmissionLimits {
  /** Programs that a lab, and all labs of one address, start in a minute. */
  readonly startsPerMinute: { readonly lab: number; readonly address: number };
  /** Programs of a lab, and of an address, that had to be ended because others waited for them, in a minute: of more, the next run apart. */
  readonly slowPerMinute: { readonly lab: number; readonly address: number };
}

/** Who asks for a program to be run. */
export interface Asker {
  readonly labId: string;
  readonly address: string;
}

/** Who may start a program, and who is to run apart from the others. */
interface Admission {
  /** A sentence when it may not be. Whoever enters leaves, when the program has started or not. */
  enter(asker: Asker): string | null;
  leave(asker: Asker): void;
  /** A program of it was ended because others waited. */
  wasSlow(asker: Asker): void;
  /** A program of it took its process with it. */
  wasFatal(asker: Asker): void;
  isSuspect(asker: Asker): boolean;
  /** Forgets minutes that are over. */
  forget(): void;
}

/** How long an address, or a lab, is suspected after its last program that others waited for. */
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
      if (starting.has(labId)) return 'A program of this lab is just being started: wait until it runs.';
      if (!ofLabs.take(labId))
        return `A lab starts ${startsPerMinute.lab} programs a minute: try again in a minute.`;
      if (!ofAddresses.take(address))
        return `Your address starts ${startsPerMinute.address} programs a minute: try again in a minute.`;
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
