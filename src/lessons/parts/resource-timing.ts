import { callNumberIn } from '../../capture/call-number';

/** The browser's own measurements of one of the page's requests. */
export interface BrowserTiming {
  /** Making the connection; 0 when an open one was used. */
  readonly connectMs: number;
  /** From sending the request to the first byte of the response. */
  readonly waitMs: number;
}

type Entry = Pick<
  PerformanceResourceTiming,
  'name' | 'connectStart' | 'connectEnd' | 'requestStart' | 'responseStart'
>;

/** The browser's own Resource Timing of a call, found by the number in its URL; null when it has none (yet). */
export function timingOf(call: number, entries: readonly Entry[] = resourceEntries()): BrowserTiming | null {
  const entry = entries.findLast(({ name }) => callNumberIn(name) === call);
  if (!entry || entry.responseStart === 0) return null;
  return {
    connectMs: Math.max(0, entry.connectEnd - entry.connectStart),
    waitMs: Math.max(0, entry.responseStart - entry.requestStart),
  };
}

/** Makes room: a browser keeps the first 250 entries, and drops what comes after. */
export function forgetTimings(): void {
  if (typeof performance.clearResourceTimings === 'function') performance.clearResourceTimings();
}

function resourceEntries(): readonly Entry[] {
  return performance.getEntriesByType('resource') as PerformanceResourceTiming[];
}
