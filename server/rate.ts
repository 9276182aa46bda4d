/** Limits how often each key may do something in a minute. */
export interface RateLimit {
  /** False when the key has used up its share of the current minute. */
  take(key: string): boolean;
  /** Forgets minutes that are over. */
  forget(): void;
}

/** Allows each key `perMinute` takes in a minute that begins with its first take. */
export function createRateLimit(perMinute: number, nowMs: () => number): RateLimit {
  const minutes = new Map<string, { readonly since: number; taken: number }>();
  const isOver = (minute: { readonly since: number }) => nowMs() - minute.since >= 60_000;
  return {
    take(key) {
      const minute = minutes.get(key);
      if (!minute || isOver(minute)) {
        minutes.set(key, { since: nowMs(), taken: 1 });
        return perMinute > 0;
      }
      if (minute.taken >= perMinute) return false;
      minute.taken++;
      return true;
    },
    forget() {
      for (const [key, minute] of minutes) if (isOver(minute)) minutes.delete(key);
    },
  };
}
