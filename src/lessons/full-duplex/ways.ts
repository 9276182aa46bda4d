import type { Capture } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import type { LabSession } from '../../lab/session';
import type { Peer } from '../../protocol/unit';
import { deliveriesOf, pollLong } from '../parts/news';
import { type OpenSocket, openSocket } from '../parts/opened';
import { allTraffic, exchangesOf, type Traffic } from '../traffic';

/** Messages of each side, and the delay that is added each way. */
export const MESSAGES = 10;
export const DELAY_MS = 100;

/** What it took to get the messages of both sides across. */
export interface WayMeasures {
  readonly messages: number;
  /** From the first sending to the last arrival. */
  readonly tookMicros: number;
  /** Bytes on the wire that are not message text. */
  readonly overheadBytes: number;
}

/** A WebSocket whose server sends nothing back, with this delay each way. */
export async function openSilent(lab: LabSession, delayMs: number): Promise<OpenSocket> {
  const open = await openSocket(lab, { isSilent: true });
  await lab.impair(open.connection.id, { delayMs });
  return open;
}

/** Both ends send all they have at once. */
export async function burst(lab: LabSession): Promise<void> {
  const { socket, connection } = await openSilent(lab, DELAY_MS);
  const said = lab.say(connection.id, { text: 'from the server {n}', count: MESSAGES });
  for (let n = 1; n <= MESSAGES; n++) socket.send(`from the client ${n}`);
  await said;
}

/** The same with requests and responses: each request and each response carries one message. */
export async function askOneByOne(lab: LabSession): Promise<void> {
  await lab.impair('all', { delayMs: DELAY_MS });
  try {
    for (let n = 1; n <= MESSAGES; n++) {
      const response = await lab.fetch('echo', { method: 'POST', body: `from the client ${n}` });
      await response.text();
    }
  } finally {
    await lab.impair('all', { delayMs: 0 });
  }
}

/** The server's messages by long polling, the client's by a request each. */
export async function pollAndPost(lab: LabSession): Promise<void> {
  await lab.impair('all', { delayMs: DELAY_MS });
  try {
    await lab.makeNews({ everyMs: 50, count: MESSAGES });
    const post = async () => {
      for (let n = 1; n <= MESSAGES; n++) {
        await (await lab.fetch('echo', { method: 'POST', body: `from the client ${n}` })).text();
      }
    };
    const poll = async () => {
      while (newsSince(lab) < MESSAGES) await pollLong(lab, 1);
    };
    const first = deliveredIds(lab).at(-1) ?? 0;
    const newsSince = (session: LabSession) => deliveredIds(session).filter((id) => id > first).length;
    await Promise.all([post(), poll()]);
  } finally {
    await lab.impair('all', { delayMs: 0 });
  }
}

function deliveredIds({ capture }: LabSession): readonly number[] {
  return deliveriesOf(allTraffic(capture)).map(({ id }) => id);
}

/** Measures a burst over WebSocket at the server's tap; null until all have arrived. */
export function measureBurst({ capture, calls, units }: Traffic): WayMeasures | null {
  const { decoder } = capture;
  const frames = units.filter(
    ({ layer, kind, partial }) => layer === 'websocket' && kind === 'text' && !partial,
  );
  const fromClient = frames.filter(({ sender }) => sender === 'client');
  const fromServer = frames.filter(({ sender }) => sender === 'server');
  const heard = calls.filter(({ kind }) => kind === 'message').length;
  if (fromClient.length < MESSAGES || fromServer.length < MESSAGES || heard < MESSAGES) return null;
  const left = [
    ...fromClient.map(({ at }) => at),
    ...fromServer.map(({ at, start, connection }) => at - heldOn(capture, connection, 'server', start)),
  ];
  const arrived = [
    ...fromClient.map(({ until, end, connection }) => until + heldOn(capture, connection, 'client', end - 1)),
    ...fromServer.map(({ until }) => until),
  ];
  const overheadBytes = frames.reduce(
    (sum, frame) => sum + frame.end - frame.start - decoder.contentOf(frame).length,
    0,
  );
  return { messages: frames.length, tookMicros: Math.max(...arrived) - Math.min(...left), overheadBytes };
}

function heldOn(capture: Capture, connection: number, sender: Peer, offset: number): number {
  return heldMicrosOf(capture.connection(connection)!, sender, offset);
}

/** Measures requests and responses at the tap; null until all have come. `news` counts pieces of news too. */
export function measureHttp(traffic: Traffic, news = false): WayMeasures | null {
  const { capture, calls } = traffic;
  const { decoder } = capture;
  const exchanges = exchangesOf(traffic);
  const posts = exchanges.filter(({ asked }) => asked?.method === 'POST');
  const pieces = news ? deliveriesOf(traffic) : [];
  const count = (kind: 'fetch' | 'fetched') => calls.filter((call) => call.kind === kind).length;
  const hasAll = posts.length >= MESSAGES && exchanges.every(({ response }) => response && !response.partial);
  if (!hasAll || count('fetched') < count('fetch') || (news && pieces.length < MESSAGES)) return null;
  const textBytes = posts.reduce(
    (sum, { request, response }) =>
      sum + decoder.contentOf(request).length + (news ? 0 : decoder.contentOf(response!).length),
    pieces.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const allBytes = exchanges.reduce(
    (sum, { request, response }) =>
      sum + request.end - request.start + (response ? response.end - response.start : 0),
    0,
  );
  return {
    messages: news ? posts.length + pieces.length : posts.length * 2,
    tookMicros: Math.max(...exchanges.map(({ response }) => response!.until)) - exchanges[0]!.request.at,
    overheadBytes: allBytes - textBytes,
  };
}
