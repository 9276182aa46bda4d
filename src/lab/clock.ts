/** One question to the lab's clock: when it was asked and answered on the page's clock, and the answer. */
export interface ClockSample {
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly labMicros: number;
}

/** The lab's clock as the page estimates it. */
interface LabClock {
  /** Adds an answer; the one with the shortest round trip counts. */
  add(sample: ClockSample): void;
  /** The lab's time in microseconds at this instant of the page; uncertain by half of the best round trip. */
  at(pageMs: number): { readonly at: number; readonly uncertaintyMicros: number };
  /** Forgets all answers: another lab, another clock. */
  reset(): void;
}

/** Two clocks, on one machine or two, drift apart by up to about 50 µs a second. */
const DRIFT_MICROS_PER_MS = 0.05;

/** Reads 0, with infinite uncertainty, until the first answer. */
export function createLabClock(): LabClock {
  let best: ClockSample | null = null;
  const uncertaintyOf = (sample: ClockSample, nowMs: number) =>
    ((sample.answeredMs - sample.askedMs) * 1000) / 2 + (nowMs - sample.answeredMs) * DRIFT_MICROS_PER_MS;
  const offsetOf = (sample: ClockSample) =>
    sample.labMicros - ((sample.askedMs + sample.answeredMs) / 2) * 1000;

  return {
    add(sample) {
      const now = sample.answeredMs;
      if (best === null || uncertaintyOf(sample, now) <= uncertaintyOf(best, now) || disagree(best, sample)) {
        best = sample;
      }
      /** While a machine sleeps its page's clock stops, but not the lab's: the old answer is void. */
      function disagree(a: ClockSample, b: ClockSample): boolean {
        return Math.abs(offsetOf(a) - offsetOf(b)) > uncertaintyOf(a, now) + uncertaintyOf(b, now);
      }
    },
    at(pageMs) {
      if (best === null) return { at: 0, uncertaintyMicros: Number.POSITIVE_INFINITY };
      return {
        at: pageMs * 1000 + offsetOf(best),
        uncertaintyMicros: uncertaintyOf(best, Math.max(pageMs, best.answeredMs)),
      };
    },
    reset() {
      best = null;
    },
  };
}
