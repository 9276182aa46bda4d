import type { LabSession } from '../../lab/session';
import type { NewsItem } from '../../protocol/messages/answers';
import { openSocket } from '../parts/opened';
import { openClient } from '../parts/socket-io';
import { type Hearing, type Opener, pause } from './converse';
import type { Way } from './ways';

/** Between an answer and the next question, in short polling. */
export const POLL_MS = 100;
/** As long as the server holds a question. */
export const HELD_MS = 20_000;

export const OPENERS: Readonly<Record<Way, Opener>> = {
  short: (lab, hearing) => openPolling(lab, hearing, 0),
  long: (lab, hearing) => openPolling(lab, hearing, HELD_MS),
  events: openEvents,
  websocket: openWebSocket,
  socketio: openSocketIo,
};

/** Asks again and again. Each message of the browser is a request of its own. */
async function openPolling(lab: LabSession, { hear, fail, after, isDone }: Hearing, waitMs: number) {
  let isOver = false;
  const poll = async () => {
    while (!isOver) {
      for (const item of await ask(lab, after(), waitMs)) hear(item);
      if (isDone()) return;
      if (waitMs === 0) await pause(POLL_MS);
    }
  };
  const leaving = new AbortController();
  const asking = poll().catch((error: unknown) => {
    if (!isOver) fail(error);
  });
  return {
    send: (text: string) => post(lab, text),
    async close() {
      isOver = true;
      leaving.abort();
      await asking;
    },
  };

  async function ask(asked: LabSession, last: number, heldMs: number): Promise<readonly NewsItem[]> {
    const query = heldMs > 0 ? `&waitMs=${heldMs}` : '';
    const response = await asked.fetch(`news?after=${last}${query}`, { signal: leaving.signal });
    if (response.status !== 200) return [];
    return ((await response.json()) as { readonly news: readonly NewsItem[] }).news;
  }
}

async function openEvents(lab: LabSession, { hear, after }: Hearing) {
  const events = lab.openEvents(`news?after=${after()}`);
  events.source.addEventListener('message', ({ data }: MessageEvent<string>) => hear(JSON.parse(data)));
  await new Promise<void>((resolve, reject) => {
    events.source.addEventListener('open', () => resolve(), { once: true });
    events.source.addEventListener('error', () => reject(new Error('The EventSource was refused.')), {
      once: true,
    });
  });
  return { send: (text: string) => post(lab, text), close: () => events.close() };
}

async function openWebSocket(lab: LabSession, { hear }: Hearing) {
  const { socket } = await openSocket(lab, { path: 'ws?echo=0&news=1' });
  socket.socket.addEventListener('message', ({ data }: MessageEvent<string>) => hear(JSON.parse(data)));
  return { send: (text: string) => socket.send(text), close: () => socket.close(1000) };
}

async function openSocketIo(lab: LabSession, { hear }: Hearing) {
  // The lab's own server, in case a program of another lesson stands there.
  await lab.runServer(null);
  const client = await openClient(lab, { query: { news: '1' } });
  client.io.on('news', hear);
  return {
    send: (text: string) => void client.io.emit('note', JSON.parse(text)),
    close: () => client.close(),
  };
}

/** One message as a request of its own; the server answers 204. */
async function post(lab: LabSession, body: string): Promise<void> {
  await (await lab.fetch('echo?echo=0', { method: 'POST', body })).text();
}
