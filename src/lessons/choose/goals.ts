import { capitalised, inWords, milliseconds, outOf } from '../prose/say';
import { exchangesOf, type Traffic } from '../traffic';
import { measureWay, microsOf } from './measure';

/** Prices of the ticker, and the delay that the lab adds each way. */
export const PRICES = 20;
export const TICKER_DELAY_MS = 50;
/** The oldest that a price may be when the server writes it to its socket, after the lab's delay. */
export const OLDEST_MS = 200;

/** Null once all prices have come by one request, in time and without 101, otherwise what is missing. */
export function missingTicker(traffic: Traffic): string | null {
  const { messages, requests, latency } = measureWay(traffic);
  if (requests === 0) return 'No way has been tried yet.';
  if (exchangesOf(traffic).some(({ answered }) => answered?.status === 101)) {
    return 'There was a 101 on the wire: the goal is to do without an upgrade.';
  }
  const count = messages.server.length;
  if (count < PRICES) return `${capitalised(outOf(count, PRICES))} prices have come.`;
  if (requests > 1) return `All prices have come, with ${inWords(requests)} requests: one must be enough.`;
  const slowest = latency.server?.p99;
  if (slowest && microsOf(slowest) > OLDEST_MS * 1000) {
    return `One request, but the slowest price was ${milliseconds(0, microsOf(slowest))} old: ${OLDEST_MS} ms is the limit.`;
  }
  return null;
}
