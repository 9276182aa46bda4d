import type { Capture } from '../../capture/capture';
import type { LabSession } from '../../lab/session';
import type { NewsItem } from '../../protocol/messages/answers';
import { evenText } from '../../protocol/messages/even-text';
import { deliveriesOf } from '../parts/news';
import { allTraffic } from '../traffic';

/** What the two ends say: some messages each, perhaps a silence, and more messages. */
export interface Shape {
  readonly halves: readonly { readonly client: number; readonly server: number }[];
  /** From one message to the next: exactly at the browser, on average at the server. */
  readonly gapMs: number;
  readonly silenceMs: number;
}

/** A way that is open in both directions. */
export interface Channel {
  /** Hands one message over; resolves when the browser has done with it. */
  send(text: string): Promise<void> | void;
  close(): Promise<void> | void;
}

export interface Hearing {
  /** Called with each piece of news, once or more often. */
  readonly hear: (item: NewsItem) => void;
  /** Something broke. */
  readonly fail: (error: unknown) => void;
  /** The newest piece of news before this conversation. */
  readonly after: () => number;
  /** Whether all has been heard: then nobody need ask again. */
  readonly isDone: () => boolean;
}

/** Opens a way; resolves when messages can be sent. */
export type Opener = (lab: LabSession, hearing: Hearing) => Promise<Channel>;

/** How long a half of the conversation may take beyond its own length. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 10;

/** The newest piece of news that the page has heard in a lab, by whatever way. */
const newestHeard = new WeakMap<Capture, number>();

/** Has both ends say their messages over one way. Resolves when all have arrived at the page, or early when it is no longer wanted. */
export async function converse(
  lab: LabSession,
  open: Opener,
  { halves, gapMs, silenceMs, isWanted }: Shape & { readonly isWanted: () => boolean },
): Promise<void> {
  const { capture } = lab;
  let newest = newestHeard.get(capture) ?? newestFetched(capture);
  const total = halves.reduce((sum, { server }) => sum + server, 0);
  let heard = 0;
  let sent = 0;
  let failure: unknown = null;
  const channel = await open(lab, {
    hear({ id }) {
      if (id <= newest) return;
      newest = id;
      heard += 1;
      newestHeard.set(capture, id);
    },
    fail(error) {
      failure = error;
    },
    after: () => newest,
    isDone: () => heard >= total,
  });
  const say = async (count: number) => {
    const done: (Promise<void> | void)[] = [];
    for (let n = 0; n < count && isWanted(); n++) {
      if (n > 0) await pause(gapMs);
      sent += 1;
      done.push(channel.send(messageText(sent, lab.nowMicros().at)));
    }
    await Promise.all(done);
  };
  const listen = async (due: number) => {
    const endMs = performance.now() + due * gapMs * 2 + PATIENCE_MS;
    while (heard < due && isWanted()) {
      if (failure !== null) throw failure;
      if (performance.now() > endMs) throw new Error('Not every message arrived within 20 s: do it again.');
      await pause(LOOK_MS);
    }
  };
  try {
    let due = 0;
    for (const [place, { client, server }] of halves.entries()) {
      if (place > 0) await pause(silenceMs);
      if (!isWanted()) break;
      due += server;
      await Promise.all([
        say(client),
        server > 0 ? lab.makeNews({ everyMs: gapMs, count: server }) : null,
        listen(due),
      ]);
    }
  } finally {
    await channel.close();
  }
}

/** A message of the browser, in the form and size of the server's news. */
export function messageText(id: number, at: number): string {
  const atMicros = Math.round(at);
  return JSON.stringify({ id, atMicros, text: evenText('Note', id, atMicros) });
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function newestFetched(capture: Capture): number {
  return Math.max(0, ...deliveriesOf(allTraffic(capture)).map(({ id }) => id));
}
