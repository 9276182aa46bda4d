/** Counts what each key did in its current minute. */
export interface RateLimit {
  /** False when the key has had its share of this minute. */
  take(key: string): boolean;
  /** Forgets minutes that are over. */
  forget(): void;
}

/** `perMinute` takes for each key in a minute that begins with its first take. */
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
