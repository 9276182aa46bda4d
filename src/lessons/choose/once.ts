import type { LabSession } from '../../lab/session';
import type { Unit } from '../../protocol/unit';
import { openSocket } from '../parts/opened';
import { endIdleConnections } from '../parts/page-loads';
import { exchangesOf, type Traffic } from '../traffic';

/** Added each way. */
export const DELAY_MS = 100;

const FORM = 'seats=2';

/** What it took to get one form to the server and the answer back, at the server’s tap. */
export interface Once {
  readonly tookMicros: number;
  readonly bytes: number;
  readonly first: Unit;
  readonly answer: Unit;
}

/** Sends one form as a request, on a connection that the page has from before, and then over a WebSocket of its own. */
export async function sendOnce(lab: LabSession): Promise<void> {
  await endIdleConnections(lab);
  await lab.impair('all', { delayMs: DELAY_MS });
  try {
    // The page: what the browser opens for it, the form can use.
    await (await lab.fetch('page')).text();
    await (await lab.fetch('echo', { method: 'POST', body: FORM })).text();
    const { socket } = await openSocket(lab);
    const answered = new Promise((resolve) => {
      socket.socket.addEventListener('message', resolve, { once: true });
      socket.socket.addEventListener('close', resolve, { once: true });
    });
    socket.send(FORM);
    await answered;
    socket.close(1000);
  } finally {
    await lab.impair('all', { delayMs: 0 });
  }
}

/** The form as a request; null until it is answered. */
export function measurePost(traffic: Traffic): Once | null {
  const found = exchangesOf(traffic).find(({ asked }) => asked?.method === 'POST');
  if (!found?.response || found.response.partial) return null;
  const { request, response } = found;
  return {
    tookMicros: response.until - request.at,
    bytes: request.end - request.start + response.end - response.start,
    first: request,
    answer: response,
  };
}

/** The form over a WebSocket, from the opening handshake to the answer; null until it is there. */
export function measureSocket(traffic: Traffic): Once | null {
  const opened = exchangesOf(traffic).find(({ answered }) => answered?.status === 101);
  if (!opened?.response) return null;
  const { request, response, connection } = opened;
  const frames = traffic.units.filter(
    (unit) => unit.layer === 'websocket' && unit.inside === null && unit.connection === connection.id,
  );
  const answer = frames.find(
    ({ kind, sender, partial }) => kind === 'text' && sender === 'server' && !partial,
  );
  if (!answer) return null;
  return {
    tookMicros: answer.until - request.at,
    bytes: [request, response, ...frames].reduce((sum, { start, end }) => sum + end - start, 0),
    first: request,
    answer,
  };
}

/** Which answer came sooner; null until both are there. Less than a quarter’s difference counts as none. */
export function sooner(traffic: Traffic): 'post' | 'websocket' | 'alike' | null {
  const [post, socket] = [measurePost(traffic), measureSocket(traffic)];
  if (!post || !socket) return null;
  const ratio = socket.tookMicros / post.tookMicros;
  if (ratio > 1.25) return 'post';
  return ratio < 0.8 ? 'websocket' : 'alike';
}
