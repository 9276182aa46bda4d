import { heldMicrosOf } from '../../capture/held';
import type { Peer, Unit } from '../../protocol/unit';
import { exchangesOf, type Traffic } from '../traffic';

/** Where a byte on the wire belongs. */
export type Share = 'httpHead' | 'httpBody' | 'frameHeader' | 'socketIo' | 'text';

export const SHARES: readonly Share[] = ['httpHead', 'httpBody', 'frameHeader', 'socketIo', 'text'];

/** A message as it passed. */
export interface Passed {
  readonly id: number;
  readonly sender: Peer;
  /** When its sender made it, by the stamp in its text: the server's clock, or the page's converted to it. */
  readonly sentAt: number;
  /** When the tap saw it. */
  readonly seenAt: number;
  /** When it had come: at the server after the lab's delay; at the browser as written to the server's socket, which is after the delay too. */
  readonly arrivedAt: number;
  /** Of its text. */
  readonly bytes: number;
  /** What carried it on the wire. */
  readonly unit: Unit;
}

export interface Latency {
  readonly p50: Passed;
  readonly p99: Passed;
}

/** What some messages cost over one way, measured on the capture. */
export interface Measures {
  readonly messages: Readonly<Record<Peer, readonly Passed[]>>;
  /** That carried any of it. */
  readonly connections: number;
  readonly requests: number;
  /** Questions that were answered with 204: nothing new. */
  readonly empty: readonly Unit[];
  /** All bytes of all HTTP messages and frames, each counted once. */
  readonly bytes: Readonly<Record<Share, number>>;
  /** The same until the first message: what it takes to begin. */
  readonly setupBytes: number;
  /** Null without messages. */
  readonly latency: Readonly<Record<Peer, Latency | null>>;
  /** The first thing that went over the wire. */
  readonly first: Unit | null;
}

const MESSAGE = /\{"id":(\d+),"atMicros":(\d+),"text":"[^"]*"\}/g;

/** Measures one way by its own traffic. */
export function measureWay(traffic: Traffic): Measures {
  const { capture, units } = traffic;
  const { decoder } = capture;
  const onWire = units.filter(({ layer }) => layer === 'http' || layer === 'websocket');
  const carriers = onWire.filter((unit) => unit.inside === null && decoder.sizeOf(unit) > 0);
  const isSocketIo = units.some(({ layer }) => layer === 'engine.io');
  const found = new Map<string, Passed>();
  const bytes: Record<Share, number> = { httpHead: 0, httpBody: 0, frameHeader: 0, socketIo: 0, text: 0 };
  let setupBytes = 0;
  for (const unit of carriers) {
    const passed = passedIn(traffic, unit);
    for (const message of passed) {
      const key = `${message.sender} ${message.id}`;
      if (!found.has(key)) found.set(key, message);
    }
    const size = unit.end - unit.start;
    const textBytes = passed.reduce((sum, message) => sum + message.bytes, 0);
    const contentBytes = decoder.contentOf(unit).length;
    const header = unit.layer === 'http' ? headBytesOf(decoder.bytesOf(unit)) : size - contentBytes;
    bytes[unit.layer === 'http' ? 'httpHead' : 'frameHeader'] += header;
    bytes.text += textBytes;
    const rest = isSocketIo ? 'socketIo' : unit.layer === 'http' ? 'httpBody' : 'frameHeader';
    bytes[rest] += size - header - textBytes;
    if (found.size === 0) setupBytes += size;
  }
  const all = [...found.values()];
  const messages = {
    client: beforeReads(all.filter(({ sender }) => sender === 'client')),
    server: all.filter(({ sender }) => sender === 'server'),
  };
  const exchanges = exchangesOf(traffic);
  return {
    messages,
    connections: new Set(carriers.map(({ connection }) => connection)).size,
    requests: exchanges.length,
    empty: exchanges.flatMap(({ asked, answered, response }) =>
      response && asked?.method === 'GET' && answered?.status === 204 ? [response] : [],
    ),
    bytes,
    setupBytes,
    latency: { client: latencyOf(messages.client), server: latencyOf(messages.server) },
    first: carriers[0] ?? null,
  };
}

/** The messages in what went over the wire. */
function passedIn({ capture }: Traffic, unit: Unit): readonly Passed[] {
  const { decoder } = capture;
  const { sender } = unit;
  const connection = capture.connection(unit.connection);
  if (sender === 'server' && unit.layer === 'http') {
    // A response may come in many writes, each with its own time.
    return decoder.carriersOf(unit).flatMap((write) => read(decoder.bytesOf(write), write.until, 0));
  }
  const heldMicros =
    sender === 'client' && connection ? heldMicrosOf(connection, sender, Math.max(0, unit.end - 1)) : 0;
  return read(decoder.contentOf(unit), unit.until, heldMicros);

  function read(content: Uint8Array, seenAt: number, laterMicros: number): readonly Passed[] {
    return [...new TextDecoder().decode(content).matchAll(MESSAGE)].map(([whole, id, atMicros]) => ({
      id: Number(id),
      sender,
      sentAt: Number(atMicros),
      seenAt,
      arrivedAt: seenAt + laterMicros,
      bytes: new TextEncoder().encode(whole).length,
      unit,
    }));
  }
}

/**
 * No message is read before it is sent. Where the stamps say so, the page's clock was ahead of the server's by at least that much, and
 * all stamps of this way are moved back by it.
 */
function beforeReads(messages: readonly Passed[]): readonly Passed[] {
  const aheadMicros = Math.max(0, ...messages.map(({ sentAt, seenAt }) => sentAt - seenAt));
  return aheadMicros === 0
    ? messages
    : messages.map((message) => ({ ...message, sentAt: message.sentAt - aheadMicros }));
}

/** The bytes of a start line and header fields, with the empty line after them. */
function headBytesOf(message: Uint8Array): number {
  for (let at = 3; at < message.length; at++) {
    if (message[at] === 10 && message[at - 1] === 13 && message[at - 2] === 10) return at + 1;
  }
  return message.length;
}

/** The nearest rank: of 50 messages, p99 is the slowest. */
function latencyOf(messages: readonly Passed[]): Latency | null {
  const byLatency = messages.toSorted((a, b) => microsOf(a) - microsOf(b));
  const rank = (share: number) => byLatency[Math.ceil(share * byLatency.length) - 1];
  const [p50, p99] = [rank(0.5), rank(0.99)];
  return p50 && p99 ? { p50, p99 } : null;
}

/** How long it took; clocks of two programs never agree exactly, so 0 at least. */
export const microsOf = ({ sentAt, arrivedAt }: Passed) => Math.max(0, arrivedAt - sentAt);

export const totalBytes = ({ bytes }: Measures) => SHARES.reduce((sum, share) => sum + bytes[share], 0);

export const messageCount = ({ messages }: Measures) => messages.client.length + messages.server.length;

/** Bytes on the wire that are no message text, for each message. */
export function overheadPerMessage(measures: Measures): number {
  return (totalBytes(measures) - measures.bytes.text) / Math.max(1, messageCount(measures));
}
