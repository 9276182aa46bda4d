import type { Capture } from '../../capture/capture';
import { type LabAddresses, type LabSession, pathAtServer } from '../../lab/session';
import type { LessonRun } from '../lesson-run';
import { countOpeners } from '../tracked-lab';
import { exchangesOf, type Traffic, trafficOf } from '../traffic';
import { fetchFonts } from './fonts';
import { type HttpMeasures, measureHttp } from './http-measures';
import { type BrowserTiming, forgetTimings, timingOf } from './resource-timing';

/** How a page and its objects are fetched. */
export type Way = 'close' | 'one' | 'parallel' | 'pipelined';

/** As many as a browser opens to one host. */
const MAX_CONNECTIONS = 6;

export const WAY_NAMES: Readonly<Record<Way, string>> = {
  close: 'A connection each',
  one: 'One by one, kept open',
  parallel: 'The browser in parallel',
  pipelined: 'Pipelined',
};

interface PageOrder {
  readonly way: Way;
  readonly objects: number;
  /** Added by the lab, one way. */
  readonly delayMs: number;
}

/** One load of the page, and the calls that made it. */
export interface PageLoad extends PageOrder {
  readonly number: number;
  readonly openers: ReadonlySet<number>;
  readonly isDone: boolean;
  /** The browser's own times, in the order of the requests; none for a raw client's. */
  readonly timings: readonly BrowserTiming[];
}

/** The loads of one run of a lesson: kept while the student tries one way after the other. */
class LoadBook {
  loads: readonly PageLoad[] = [];
  isBusy = false;
  #made = 0;

  begin(order: PageOrder, openers: ReadonlySet<number>): number {
    const number = ++this.#made;
    this.isBusy = true;
    this.loads = [...this.loads, { ...order, number, openers, isDone: false, timings: [] }];
    return number;
  }

  finish(number: number, timings: readonly BrowserTiming[]): void {
    this.isBusy = false;
    this.loads = this.loads.map((load) =>
      load.number === number ? { ...load, isDone: true, timings } : load,
    );
  }

  clear(): void {
    this.loads = this.loads.filter(({ isDone }) => !isDone);
  }
}

const books = new WeakMap<LessonRun, LoadBook>();

/** The loads that were made in this run. */
export function loadsOf(run: LessonRun): LoadBook {
  const book = books.get(run) ?? new LoadBook();
  books.set(run, book);
  return book;
}

/** The run's loads in this traffic. */
export function loadsIn({ calls }: Traffic, run: LessonRun): readonly PageLoad[] {
  const ids = new Set(calls.map(({ opener }) => opener));
  return loadsOf(run).loads.filter(
    ({ openers }) => openers.size > 0 && [...openers].every((id) => ids.has(id)),
  );
}

/** A load's own traffic, and what it cost. */
export function measureLoad(capture: Capture, { openers }: PageLoad): HttpMeasures {
  return measureHttp(trafficOf(capture, openers));
}

/** Whether all its requests, for document and objects, were answered. */
export function isComplete({ objects }: PageLoad, { answered }: HttpMeasures): boolean {
  return answered === objects + 1;
}

/**
 * Loads the lab's page and its objects. Sets the delay for every connection, open or future, and removes it afterwards, so that no other
 * step meets it. Stops early when the student has left the step.
 */
export async function loadPage(lab: LabSession, run: LessonRun, order: PageOrder): Promise<void> {
  const { lab: tracked, openers } = countOpeners(lab);
  const book = loadsOf(run);
  const number = book.begin(order, openers);
  const step = run.progress.step?.id;
  const isWanted = () => run.progress.step?.id === step;
  await fetchFonts();
  forgetTimings();
  try {
    await lab.impair('all', { delayMs: order.delayMs });
    await endIdleConnections(lab);
    await LOADERS[order.way](tracked, order.objects, isWanted);
  } finally {
    book.finish(
      number,
      [...openers].map((call) => timingOf(call)).filter((one) => one !== null),
    );
    await lab.impair('all', { delayMs: 0 });
  }
}

/**
 * Has the server end the connections that the browser keeps for later, so that every way begins with none. Sent with
 * plain fetch, these requests are not the load's traffic. One after another: for several at once a browser may open connections
 * that it then keeps unused.
 */
export async function endIdleConnections(
  { addresses }: LabSession,
  atMost: number = MAX_CONNECTIONS,
): Promise<void> {
  if (!addresses) return;
  for (let n = 0; n < atMost; n++) {
    await (await fetch(`${addresses.http}?connection=close&n=${n}`, { cache: 'no-store' })).text();
  }
}

/** How many of the browser's connections are open, and in HTTP. */
export function openHttp({ connections, decoder }: Capture): number {
  return connections.filter(
    ({ id, via, closedAt }) =>
      via === 'direct' && closedAt === null && decoder.connection(id)?.switchedAt === null,
  ).length;
}

type Loader = (lab: LabSession, objects: number, isWanted: () => boolean) => Promise<void>;

const LOADERS: Readonly<Record<Way, Loader>> = {
  async close(lab, objects, isWanted) {
    for (const path of await document(lab, `page?objects=${objects}&connection=close`)) {
      if (isWanted()) await get(lab, path);
    }
  },
  async one(lab, objects, isWanted) {
    for (const path of await document(lab, `page?objects=${objects}`)) if (isWanted()) await get(lab, path);
  },
  async parallel(lab, objects) {
    const paths = await document(lab, `page?objects=${objects}`);
    await Promise.all(paths.map((path) => get(lab, path)));
  },
  async pipelined(lab, objects) {
    if (!lab.addresses) return;
    const paths = Array.from({ length: objects }, (_, n) => `object/${n + 1}`);
    await pipeline(lab, [`page?objects=${objects}`, ...paths]);
  },
};

/** Writes all requests at once on one raw connection, and waits for all answers, or for the connection's end. */
export async function pipeline(lab: LabSession, paths: readonly string[]): Promise<void> {
  const { addresses, capture } = lab;
  if (!addresses) return;
  const requests = paths.map((path, n) => requestText(addresses, path, n === paths.length - 1));
  const { opener } = await lab.openRaw(new TextEncoder().encode(requests.join('')));
  await untilTrue(capture, () => {
    const exchanges = exchangesOf(trafficOf(capture, new Set([opener])));
    const done = exchanges.filter(({ response }) => response !== null && !response.partial);
    return done.length === paths.length || exchanges.some(({ connection }) => connection.closedAt !== null);
  });
}

/** A GET of HTTP/1.1 with what it must have (RFC 9112 §3.2), and `Connection: close` when it is the last. */
export function requestText(
  addresses: LabAddresses,
  path: string,
  isLast: boolean,
  version = 'HTTP/1.1',
): string {
  const { host } = new URL(addresses.http);
  const close = isLast ? 'Connection: close\r\n' : '';
  return `GET ${pathAtServer(addresses)}/${path} ${version}\r\nHost: ${host}\r\n${close}\r\n`;
}

/** Resolves once `isSo` holds, looking whenever the capture changes. */
export function untilTrue(capture: Capture, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      if (!isSo()) return;
      stop();
      resolve();
    };
    stop = capture.subscribe(look);
    look();
  });
}

/** Fetches the document, and reads the addresses of its objects from it, as a browser does. */
async function document(lab: LabSession, path: string): Promise<readonly string[]> {
  const html = await get(lab, path);
  return [...html.matchAll(/src="([^"]+)"/g)].map(([, source]) => source!);
}

/** Reads the body to its end: only then is the connection free for the next request. */
async function get(lab: LabSession, path: string): Promise<string> {
  return (await lab.fetch(path)).text();
}
