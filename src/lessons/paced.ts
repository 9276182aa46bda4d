/** After work that took this long, the next may begin at once: nobody notices it. */
const CHEAP_MS = 4;
/** Dearer work rests this many times as long as it took. */
const REST = 9;

interface Paced {
  /** Does the work at once, or once the rest is over. */
  readonly run: () => void;
  readonly stop: () => void;
}

/** Work that may be asked for often, and takes longer the more there is: it never takes more than a tenth of the time. */
export function paced(work: () => void, nowMs: () => number = () => performance.now()): Paced {
  let restsUntilMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    timer = undefined;
    const startedAtMs = nowMs();
    work();
    const endedAtMs = nowMs();
    const tookMs = endedAtMs - startedAtMs;
    restsUntilMs = tookMs > CHEAP_MS ? endedAtMs + tookMs * REST : 0;
  };
  return {
    run() {
      if (timer !== undefined) return;
      const waitMs = restsUntilMs - nowMs();
      if (waitMs <= 0) begin();
      else timer = setTimeout(begin, waitMs);
    },
    stop: () => clearTimeout(timer),
  };
}
