import type { Socket as EngineSocket } from 'engine.io-client';
import type { PacketRef } from '../../protocol/feed';
import type { EngineNews } from '../../sandbox/library/client-end/news';
import type { Op } from '../../sandbox/library/core';
import { PacketCount } from '../../sandbox/packet-count';
import type { LabContext } from '../clients';
import { engineAddress, noteIo } from '../socket-io';
import { readEngineOptions } from './engine-options';
import { factsOf } from './facts';

/** The real Engine.IO connections of this page on behalf of one program, whose library is in a sandbox. */
export interface EngineHost {
  /** Does what the program wants. Returns the packets that this made. */
  obey(op: Op, buffers: readonly ArrayBuffer[]): readonly PacketRef[];
  /** What each `io()` of the program is connected to. */
  readonly connections: readonly ConnectionState[];
  /** Ends all of them. */
  close(): void;
}

/** One `io()` of a program. */
export interface ConnectionState {
  readonly namespace: string;
  readonly isConnected: boolean;
  readonly transport: string | null;
}

interface EngineHostEvents {
  /** Tells the program something, with the bytes of a binary message. */
  readonly tell: (news: EngineNews, bytes?: ArrayBuffer) => void;
  /** A connection was opened, by this call. */
  readonly opened: (opener: number) => void;
  readonly changed: () => void;
  /** A sentence for the program's author. */
  readonly warn: (sentence: string) => void;
}

/** The library outside: its connections are all that is used of it. */
export type EngineIoClient = typeof import('engine.io-client');

/** The program counts them, too, but its report may be forged. */
const MAX_OPEN = 20;
const MAX_SOCKETS = 200;
/** More attempts to connect than this are put off. */
const OPENED_PER_SECOND = 20;
/** What waits to be sent on one connection; beyond this it is closed. */
const MAX_UNSENT_BYTES = 8 * 2 ** 20;
/** When a program learns of a connection that was refused here. */
const REFUSED_MS = 500;

interface Connection {
  readonly engine: EngineSocket;
  readonly manager: number;
  /** Null until the session is open. */
  count: PacketCount | null;
  unsentBytes: number;
}

/** Makes the host of one program. */
export function createEngineHost(
  { Socket }: EngineIoClient,
  context: LabContext,
  { tell, opened, changed, warn }: EngineHostEvents,
): EngineHost {
  const connections = new Map<number, Connection>();
  /** By manager, the call `io()` that made it, and its newest connection. */
  const managers = new Map<number, { readonly opener: number; newest: EngineSocket | null }>();
  const sockets = new Map<number, { readonly manager: number; readonly state: ConnectionState }>();
  const refusals = new Set<ReturnType<typeof setTimeout>>();
  let attempts = { sinceMs: 0, count: 0 };

  function open({ engine: number, manager, options: json, shown, namespace }: Op): void {
    const [id, of] = [Number(number), Number(manager)];
    if (connections.has(id)) return;
    if (connections.size >= MAX_OPEN || isTooOften()) {
      refuse(id);
      return;
    }
    let known = managers.get(of);
    if (!known) {
      known = { opener: noteIo(context, textOf(namespace, '/'), textOf(shown, '{}')), newest: null };
      managers.set(of, known);
      opened(known.opener);
    }
    const options = readEngineOptions(json);
    const { origin, ...address } = engineAddress(context, known.opener, options);
    const engine = new Socket(origin, { ...options, ...address });
    known.newest = engine;
    follow(id, { engine, manager: of, count: null, unsentBytes: 0 });
  }

  function isTooOften(): boolean {
    const nowMs = performance.now();
    if (nowMs - attempts.sinceMs > 1000) attempts = { sinceMs: nowMs, count: 0 };
    attempts.count += 1;
    return attempts.count > OPENED_PER_SECOND;
  }

  function refuse(engine: number): void {
    const timer = setTimeout(() => {
      refusals.delete(timer);
      const error = { isError: true, message: TOO_OFTEN };
      tell({ kind: 'error', engine, error });
      tell({ kind: 'close', engine, reason: 'transport error', details: error });
    }, REFUSED_MS);
    refusals.add(timer);
  }

  /** Tells the program what happens to this connection, in the order in which the library says it. */
  function follow(id: number, connection: Connection): void {
    const { engine } = connection;
    connections.set(id, connection);
    engine.on('handshake', (handshake) => {
      connection.count = new PacketCount(handshake.sid, engine as unknown as CountedSession, 'client');
      const text = JSON.stringify(handshake);
      const transport = engine.transport.name;
      tell({ kind: 'packet', engine: id, type: 'open', text, isBinary: false, ordinal: 0, transport });
      engine.on('packet', ({ type, data }) => tellPacket(id, connection, type, data));
    });
    engine.on('upgrading', ({ name }) => tell({ kind: 'upgrading', engine: id, transport: name }));
    engine.on('upgrade', ({ name }) => {
      tell({ kind: 'upgrade', engine: id, transport: name });
      changed();
    });
    engine.on('upgradeError', (error) => tell({ kind: 'upgradeError', engine: id, error: factsOf(error) }));
    engine.on('drain', () => {
      connection.unsentBytes = 0;
      if (engine.transport.name !== 'websocket') tell({ kind: 'drain', engine: id });
    });
    engine.on('error', (error) => tell({ kind: 'error', engine: id, error: factsOf(error) }));
    engine.on('close', (reason, details) => {
      connections.delete(id);
      tell({ kind: 'close', engine: id, reason, details: factsOf(details) ?? null });
      changed();
    });
  }

  function tellPacket(engine: number, { count }: Connection, type: string, data: unknown): void {
    const ordinal = count?.newest ?? 0;
    if (type === 'open') return;
    if (typeof data === 'string' || data === undefined || data === null) {
      tell({ kind: 'packet', engine, type, text: data ?? null, isBinary: false, ordinal });
      return;
    }
    tell({ kind: 'packet', engine, type, text: null, isBinary: true, ordinal }, copyOf(data));
  }

  function send({ engine: number, text, compress, first, parts }: Op, buffers: readonly ArrayBuffer[]) {
    const connection = connections.get(Number(number));
    if (!connection?.count || connection.engine.readyState !== 'open') return [];
    const { engine, count } = connection;
    const options = { compress: compress !== false };
    const bytes = partsOf(first, parts, buffers);
    const made = count.collect(() => {
      if (typeof text === 'string') engine.write(text, options);
      for (const part of bytes) engine.write(part, options);
    });
    connection.unsentBytes += bytes.reduce((sum, { byteLength }) => sum + byteLength, String(text).length);
    if (connection.unsentBytes > MAX_UNSENT_BYTES) {
      warn(TOO_MUCH);
      engine.close();
    }
    return made;
  }

  function work(op: Op, buffers: readonly ArrayBuffer[]): readonly PacketRef[] {
    switch (op.op) {
      case 'open':
        open(op);
        return [];
      case 'emit':
      case 'reply':
      case 'send':
        return send(op, buffers);
      case 'close-engine':
        connections.get(Number(op.engine))?.engine.close();
        return [];
      case 'check-engine':
        (connections.get(Number(op.engine))?.engine as unknown as Expiring | undefined)?._hasPingExpired();
        return [];
      case 'socket':
        note(op);
    }
    return [];
  }

  function note({ socket, manager, namespace, isConnected }: Op): void {
    if (!sockets.has(Number(socket)) && sockets.size >= MAX_SOCKETS) return;
    const state = { namespace: textOf(namespace, '/'), isConnected: isConnected === true, transport: null };
    sockets.set(Number(socket), { manager: Number(manager), state });
    changed();
  }

  return {
    obey(op, buffers) {
      try {
        return work(op, buffers);
      } catch {
        // What a program reports may be anything.
        return [];
      }
    },
    get connections() {
      return [...sockets.values()].map(({ manager, state }) => {
        const transport = managers.get(manager)?.newest?.transport?.name ?? null;
        return state.isConnected ? { ...state, transport } : state;
      });
    },
    close() {
      for (const timer of refusals) clearTimeout(timer);
      for (const { engine } of [...connections.values()]) {
        // A connection that is being opened reports an error when it is closed.
        engine.off('error').on('error', () => {});
        engine.close();
      }
      connections.clear();
      sockets.clear();
      changed();
    },
  };
}

const TOO_OFTEN = `The lab opens ${OPENED_PER_SECOND} connections a second for one program, and has put this one off`;
const TOO_MUCH = `More than ${MAX_UNSENT_BYTES / 2 ** 20} MiB waited to be sent, so this connection was closed.`;
const MAX_TEXT_LENGTH = 1000;

/** Missing in the library's types. */
interface Expiring {
  _hasPingExpired(): boolean;
}
type CountedSession = ConstructorParameters<typeof PacketCount>[1];

const textOf = (value: unknown, other: string): string =>
  typeof value === 'string' ? value.slice(0, MAX_TEXT_LENGTH) : other;

/** The bytes that a report names; a program may name any. */
function partsOf(first: unknown, parts: unknown, buffers: readonly ArrayBuffer[]): readonly ArrayBuffer[] {
  const [from, count] = [Number(first), Number(parts)];
  return Number.isInteger(from) && from >= 0 && count > 0 ? buffers.slice(from, from + count) : [];
}

/** Of a message's bytes: a buffer of Node, or of the web. */
function copyOf(data: unknown): ArrayBuffer {
  if (data instanceof ArrayBuffer) return data;
  if (!ArrayBuffer.isView(data)) return new ArrayBuffer(0);
  const { buffer, byteOffset, byteLength } = data;
  return (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
}
