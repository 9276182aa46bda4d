import type { Capture } from '../../capture/capture';
import type { Peer } from '../../protocol/unit';
import { totalBytes } from './measure';
import type { MeasuredWay, Way } from './ways';

/** An hour of an application. */
export interface Setting {
  /** Messages of each side, evenly spread. */
  readonly perHour: Readonly<Record<Peer, number>>;
  /** Of one message’s text. */
  readonly textBytes: number;
}

/** What the model takes from a run: bytes that are no message text. */
export interface Costs {
  readonly way: Way;
  /** Once, to begin and to end. */
  readonly setup: number;
  /** Of one question for news and its answer. 0 where nobody asks. */
  readonly ask: number;
  /** For each message, by its sender, without the header of its frame. */
  readonly around: Readonly<Record<Peer, number>>;
  readonly isFramed: boolean;
  /** The lab’s delay in that run, there and back. */
  readonly roundTripMs: number;
}

/** In the model a page that polls asks once a second, a held request is answered after 20 s at the latest, and a heartbeat comes every 25 s. */
export const ASKS_PER_HOUR = 3600;
const HELD_PER_HOUR = 180;
const HEARTBEATS_PER_HOUR = 144;
/** An empty ping of the server and the client’s masked pong: RFC 6455 §5.2. */
const PING_BYTES = 2 + 6;
/** Engine.IO’s ping and pong are text frames with one character each. */
const ENGINE_PING_BYTES = 3 + 7;

/** Reads the overheads of a run. */
export function costsOf({ decoder }: Capture, { way, delayMs, measures }: MeasuredWay): Costs {
  const { messages, bytes } = measures;
  const isFramed = way === 'websocket' || way === 'socketio';
  const roundTripMs = 2 * delayMs;
  const total = totalBytes(measures);
  if (isFramed) {
    const framed = [...messages.client, ...messages.server].filter(({ unit }) => unit.layer === 'websocket');
    const inFrames = framed.reduce((sum, { unit }) => sum + unit.end - unit.start, 0);
    const carried = framed.length / Math.max(1, messages.client.length + messages.server.length);
    const around = (peer: Peer) =>
      mean(
        framed
          .filter(({ sender }) => sender === peer)
          .map(({ unit, bytes: text }) => decoder.contentOf(unit).length - text),
      );
    const otherText = bytes.text * (1 - carried);
    return {
      way,
      setup: total - inFrames - otherText,
      ask: 0,
      around: { client: around('client'), server: around('server') },
      isFramed,
      roundTripMs,
    };
  }
  const posts = messages.client.map(({ unit, bytes: text }) => {
    const answer = decoder.partnerOf(unit);
    return unit.end - unit.start + (answer ? answer.end - answer.start : 0) - text;
  });
  const postBytes = posts.reduce((sum, size) => sum + size, 0);
  const asking = total - bytes.text - postBytes;
  const isStream = way === 'events';
  const around = isStream ? bytes.httpBody / Math.max(1, messages.server.length) : 0;
  return {
    way,
    setup: isStream ? asking - bytes.httpBody : 0,
    ask: isStream ? 0 : asking / Math.max(1, measures.requests - posts.length),
    around: { client: mean(posts), server: around },
    isFramed,
    roundTripMs,
  };
}

/** All bytes of an hour over one way: computed, never measured. */
export function bytesAnHour(costs: Costs, { perHour, textBytes }: Setting): number {
  const { way, setup, ask, around, isFramed, roundTripMs } = costs;
  const messageBytes = (peer: Peer) => {
    const payload = textBytes + around[peer];
    return perHour[peer] * (payload + (isFramed ? frameHeaderBytes(peer, payload) : 0));
  };
  const mostAsks = 3_600_000 / Math.max(1, roundTripMs);
  const asks = { short: ASKS_PER_HOUR, long: Math.min(Math.max(perHour.server, HELD_PER_HOUR), mostAsks) };
  const idle = {
    websocket: HEARTBEATS_PER_HOUR * PING_BYTES,
    socketio: HEARTBEATS_PER_HOUR * ENGINE_PING_BYTES,
  };
  return (
    setup +
    messageBytes('client') +
    messageBytes('server') +
    (way === 'short' || way === 'long' ? asks[way] * ask : 0) +
    (way === 'websocket' || way === 'socketio' ? idle[way] : 0)
  );
}

/** RFC 6455 §5.2: the length takes 0, 2 or 8 more bytes, and only a client’s frame has a masking key. */
export function frameHeaderBytes(sender: Peer, payloadBytes: number): number {
  const length = payloadBytes < 126 ? 0 : payloadBytes < 65_536 ? 2 : 8;
  return 2 + length + (sender === 'client' ? 4 : 0);
}

/** The ways from the fewest bytes an hour to the most. */
export function ranked(costs: readonly Costs[], setting: Setting) {
  return costs
    .map((cost) => ({ way: cost.way, bytes: bytesAnHour(cost, setting) }))
    .toSorted((a, b) => a.bytes - b.bytes);
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
