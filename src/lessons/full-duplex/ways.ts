import type { Capture } from '../../capture/capture';
import { heldMicrosOf } from '../../capture/held';
import type { LabSession } from '../../lab/session';
import type { Peer, Unit } from '../../protocol/unit';
import { addedDelayOf } from '../parts/http-measures';
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

/** The whole text frames of one side. The layer counts: the message in each frame is a unit of the same kind. */
export function textFrames({ units }: Traffic, sender: Peer): readonly Unit[] {
  return units.filter(
    (unit) => unit.layer === 'websocket' && unit.kind === 'text' && unit.sender === sender && !unit.partial,
  );
}

/** Measures a burst over WebSocket at the server's tap; null until all have arrived. */
export function measureBurst(traffic: Traffic): WayMeasures | null {
  const { capture, calls } = traffic;
  const { decoder } = capture;
  const fromClient = textFrames(traffic, 'client');
  const fromServer = textFrames(traffic, 'server');
  const frames = [...fromClient, ...fromServer];
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

/**
 * What the distance alone takes when each request waits for the response to the one before, microseconds: a busy machine is
 * slower, but must not change the answer. Undefined until all have come.
 */
export function leastOneByOne(traffic: Traffic): number | undefined {
  const measures = measureHttp(traffic);
  return measures ? Math.min(measures.tookMicros, MESSAGES * 2 * addedDelayOf(traffic)) : undefined;
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
