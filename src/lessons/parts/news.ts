import type { LabSession } from '../../lab/session';
import type { NewsItem } from '../../protocol/messages/answers';
import { allTraffic, type Exchange, exchangesOf, type Traffic } from '../traffic';

/** A piece of news as it passed: when it happened at the server, and when the server wrote it to this connection. */
interface Delivery {
  readonly id: number;
  readonly happenedAt: number;
  readonly writtenAt: number;
  /** Of the piece itself, as JSON. */
  readonly bytes: number;
  readonly exchange: Exchange;
}

/** What a way of getting news has cost. */
interface NewsMeasures {
  readonly requests: number;
  /** Answered with nothing new. */
  readonly empty: number;
  readonly news: readonly Delivery[];
  /** All bytes of these requests and responses that are not news. */
  readonly overheadBytes: number;
  readonly newsBytes: number;
  /** The median from happening to writing, in microseconds. Null without news. */
  readonly latenessMicros: number | null;
}

const ITEM = /\{"id":(\d+),"atMicros":(\d+),"text":"[^"]*"\}/g;

/** Each piece of news once, in the order in which it was written. */
export function deliveriesOf(traffic: Traffic): readonly Delivery[] {
  const { decoder } = traffic.capture;
  const found = new Map<number, Delivery>();
  for (const exchange of exchangesOf(traffic)) {
    if (!exchange.response || !exchange.asked?.target?.includes('/news')) continue;
    for (const write of decoder.carriersOf(exchange.response)) {
      const text = new TextDecoder().decode(decoder.bytesOf(write));
      for (const [whole, id, atMicros] of text.matchAll(ITEM)) {
        const item = { id: Number(id), happenedAt: Number(atMicros), writtenAt: write.at, exchange };
        if (!found.has(item.id)) found.set(item.id, { ...item, bytes: whole.length });
      }
    }
  }
  return [...found.values()];
}

export function measureNews(traffic: Traffic): NewsMeasures {
  const exchanges = exchangesOf(traffic).filter(({ asked }) => asked?.target?.includes('/news'));
  const news = deliveriesOf(traffic);
  const newsBytes = news.reduce((sum, { bytes }) => sum + bytes, 0);
  const allBytes = exchanges.reduce(
    (sum, { request, response }) => sum + sizeOf(request) + sizeOf(response),
    0,
  );
  const late = news.map(({ happenedAt, writtenAt }) => writtenAt - happenedAt).sort((a, b) => a - b);
  return {
    requests: exchanges.length,
    empty: exchanges.filter(({ answered }) => answered?.status === 204).length,
    news,
    newsBytes,
    overheadBytes: Math.max(0, allBytes - newsBytes),
    latenessMicros: late[Math.floor((late.length - 1) / 2)] ?? null,
  };
}

const sizeOf = (unit: { readonly start: number; readonly end: number } | null) =>
  unit ? unit.end - unit.start : 0;

/** Asks once; returns the id of the newest piece known then. */
async function ask(lab: LabSession, after: number, waitMs: number): Promise<number> {
  const response = await lab.fetch(`news?after=${after}${waitMs > 0 ? `&waitMs=${waitMs}` : ''}`);
  if (response.status !== 200) return after;
  const { news } = (await response.json()) as { readonly news: readonly NewsItem[] };
  return news.at(-1)?.id ?? after;
}

/** The id of the newest piece this page has; 0 for none. */
function newest({ capture }: LabSession): number {
  return Math.max(0, ...deliveriesOf(allTraffic(capture)).map(({ id }) => id));
}

/** Has the browser open one response that does not end. */
export function subscribe(lab: LabSession): void {
  lab.openEvents(`news?after=${newest(lab)}`);
}

/** Asks `times` times, `everyMs` apart. */
export async function pollShort(lab: LabSession, times: number, everyMs: number): Promise<void> {
  let after = newest(lab);
  for (let n = 0; n < times; n++) {
    if (n > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    after = await ask(lab, after, 0);
  }
}

/** Asks `times` times, each answer held until there is news. */
export async function pollLong(lab: LabSession, times: number): Promise<void> {
  let after = newest(lab);
  for (let n = 0; n < times; n++) after = await ask(lab, after, 20_000);
}
