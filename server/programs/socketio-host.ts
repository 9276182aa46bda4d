import type { Namespace, Server, Socket } from 'socket.io';
import type { PacketRef } from '../../src/protocol/feed';
import { packArgs, unpackArgs } from '../../src/sandbox/event-data';
import type { Op } from '../../src/sandbox/guest/kit';
import type { ServerNews } from '../../src/sandbox/guest/server-guest';
import { type MadePacket, PacketBook } from '../../src/sandbox/packet-book';
import { Replies } from '../../src/sandbox/replies';
import { isSecret } from '../blank';

/** Sends something to the program, with the binary parts of its arguments. */
type Tell = (news: ServerNews, buffers?: readonly ArrayBuffer[]) => void;

/** Uses the real Socket.IO server on behalf of a program in a sandbox. */
export interface SocketIoHost {
  /** Does what the program wants. Returns the packets that this made, and a sentence if it was refused. */
  obey(
    op: Op,
    buffers: readonly ArrayBuffer[],
  ): { readonly packets: readonly PacketRef[]; readonly refusal: string | null };
}

/** Most namespaces of one program, and most rooms of one client. */
const MAX_NAMESPACES = 20;
const MAX_ROOMS = 200;
const MAX_NAME_LENGTH = 200;
/** Node ignores a longer timeout. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Says to the program's author which bound was reached. */
class Refusal extends Error {}

/**
 * Reports everything that happens on `io` to the program, and does there what the program wants. `warn` takes a sentence for the
 * program's author.
 */
export function createSocketIoHost(io: Server, tell: Tell, warn: (sentence: string) => void): SocketIoHost {
  return new Host(io, tell, warn);
}

class Host implements SocketIoHost {
  readonly #io: Server;
  readonly #tell: Tell;
  readonly #book = new PacketBook('server');
  readonly #namespaces = new Map<string, { readonly real: Namespace; hasMiddleware: boolean }>();
  readonly #replies: Replies<Socket>;
  readonly #nexts = new Map<number, (error?: Error) => void>();
  #asked = 0;

  constructor(io: Server, tell: Tell, warn: (sentence: string) => void) {
    this.#io = io;
    this.#tell = tell;
    this.#replies = new Replies(warn);
    io.engine.on('connection', (session: Socket['conn']) => {
      this.#book.watch(session, sessionOf(session));
      this.#countClients();
      session.on('close', () => this.#countClients());
    });
    this.#namespace('/');
  }

  obey(op: Op, buffers: readonly ArrayBuffer[]) {
    let made: readonly MadePacket[] = [];
    let refusal: string | null = null;
    try {
      made = this.#book.collect(() => this.#do(op, buffers, () => made));
    } catch (error) {
      // A program in a sandbox is trusted as little as a client: only deliberate refusals are reported.
      if (error instanceof Refusal) refusal = error.message;
    }
    return { packets: made.map(({ ref }) => ref), refusal };
  }

  #do(op: Op, buffers: readonly ArrayBuffer[], made: () => readonly MadePacket[]): void {
    switch (op.op) {
      case 'emit':
        this.#emit(op, unpackArgs(op, buffers, asBuffer), made);
        return;
      case 'reply':
        this.#replies.take(Number(op.reply))?.(...unpackArgs(op, buffers, asBuffer));
        return;
      case 'join':
        for (const room of names(op.rooms)) {
          const socket = this.#socket(op);
          if (socket && socket.rooms.size >= MAX_ROOMS) {
            throw new Refusal(`A client is in ${MAX_ROOMS} rooms at most: it did not join ${room}.`);
          }
          void socket?.join(room);
        }
        return;
      case 'leave':
        for (const room of names(op.rooms)) void this.#socket(op)?.leave(room);
        return;
      case 'disconnect':
        this.#socket(op)?.disconnect(op.isConnectionClosed === true);
        return;
      case 'namespace':
        this.#namespace(name(op.namespace));
        return;
      case 'middleware':
        this.#middleware(name(op.namespace));
        return;
      case 'next':
        this.#next(op);
    }
  }

  #emit(op: Op, args: unknown[], made: () => readonly MadePacket[]): void {
    const [event, ...values] = args as [string, ...unknown[]];
    const namespaceName = name(op.namespace);
    const socket = op.socket === undefined ? null : this.#socket(op);
    if (op.socket !== undefined && !socket) return;
    const ask = op.ask === null || op.ask === undefined ? null : Number(op.ask);
    const timeoutMs = typeof op.timeoutMs === 'number' ? Math.min(op.timeoutMs, MAX_TIMEOUT_MS) : null;
    const answer = (error: unknown, answers: unknown[]) => {
      const id = made()[0]?.head.id ?? null;
      const ref = socket && id !== null ? this.#book.ackOf(socket.conn, namespaceName, id) : undefined;
      const message =
        error === null || error === undefined ? null : String((error as Error).message ?? error);
      orClose(socket?.conn, () => {
        const { json, buffers } = packArgs(answers);
        this.#tell({ kind: 'answer', ask: ask!, error: message, args: json, because: because(ref) }, buffers);
      });
    };
    if (socket) {
      const flagged = op.isVolatile === true ? socket.volatile : socket;
      if (ask === null) flagged.emit(event, ...values);
      else if (timeoutMs !== null) {
        flagged
          .timeout(timeoutMs)
          .emit(event, ...values, (error: Error | null, ...answers: unknown[]) => answer(error, answers));
      } else if (op.isPromise === true) {
        flagged.emitWithAck(event, ...values).then(
          (one: unknown) => answer(null, [one]),
          (error: unknown) => answer(error, []),
        );
      } else flagged.emit(event, ...values, (...answers: unknown[]) => answer(null, answers));
      return;
    }
    const { real } = this.#namespace(namespaceName);
    // Always an operator, also without rooms: `to()` without a room would address nobody.
    let many = real.except(names(op.except));
    const rooms = names(op.rooms);
    if (rooms.length > 0) many = many.to(rooms);
    if (op.isVolatile === true) many = many.volatile;
    if (ask === null) many.emit(event, ...values);
    else {
      many
        .timeout(timeoutMs ?? 0)
        .emit(event, ...values, (error: Error | null, answers: unknown[]) => answer(error, answers ?? []));
    }
  }

  #namespace(wanted: string): { readonly real: Namespace; hasMiddleware: boolean } {
    const known = this.#namespaces.get(wanted);
    if (known) return known;
    if (this.#namespaces.size >= MAX_NAMESPACES)
      throw new Refusal(`A program has ${MAX_NAMESPACES} namespaces at most: ${wanted} is none of them.`);
    const made = { real: this.#io.of(wanted), hasMiddleware: false };
    this.#namespaces.set(wanted, made);
    made.real.on('connection', (socket) => this.#greet(socket));
    return made;
  }

  #middleware(wanted: string): void {
    const namespace = this.#namespace(wanted);
    if (namespace.hasMiddleware) return;
    namespace.hasMiddleware = true;
    namespace.real.use((socket, next) => {
      this.#asked += 1;
      const ask = this.#asked;
      this.#nexts.set(ask, next);
      // A client that has gone is not admitted.
      socket.conn.once('close', () => this.#nexts.delete(ask));
      orClose(socket.conn, () => this.#tell({ kind: 'middleware', ask, ...factsOf(socket) }));
    });
  }

  #next({ ask, error, data }: Op): void {
    const next = this.#nexts.get(Number(ask));
    this.#nexts.delete(Number(ask));
    if (!next) return;
    if (error === null) next();
    else
      next(
        Object.assign(new Error(String(error)), typeof data === 'string' ? { data: JSON.parse(data) } : {}),
      );
  }

  #greet(socket: Socket): void {
    const { conn, id } = socket;
    const namespace = socket.nsp.name;
    const asked = this.#book.newest(conn, namespace, 0);
    orClose(conn, () => this.#tell({ kind: 'connection', because: because(asked), ...factsOf(socket) }));
    conn.on('upgrade', () => {
      this.#tell({ kind: 'transport', namespace, id, transport: conn.transport.name });
    });
    socket.onAny((event: string, ...values: unknown[]) => {
      const ref = this.#book.nextEvent(conn, namespace);
      const last = values.at(-1);
      const acknowledge = typeof last === 'function' ? (last as (...args: unknown[]) => void) : null;
      orClose(conn, () => {
        const { json, buffers } = packArgs([event, ...(acknowledge ? values.slice(0, -1) : values)]);
        const reply = acknowledge && this.#replies.keep(socket, acknowledge);
        this.#tell({ kind: 'event', namespace, id, args: json, reply, because: because(ref) }, buffers);
      });
    });
    socket.on('disconnect', () => this.#replies.forget(socket));
    for (const gone of ['disconnecting', 'disconnect'] as const) {
      socket.on(gone, (reason: string) => {
        const ref =
          reason === 'client namespace disconnect' ? this.#book.newest(conn, namespace, 1) : undefined;
        this.#tell({ kind: 'gone', name: gone, namespace, id, reason, because: because(ref) });
      });
    }
  }

  #socket({ namespace, socket }: Op): Socket | null {
    return this.#namespaces.get(name(namespace))?.real.sockets.get(String(socket)) ?? null;
  }

  #countClients(): void {
    this.#tell({ kind: 'clients', count: this.#io.engine.clientsCount });
  }
}

/** Disconnects a client whose event is nested too deeply to be serialized again. */
function orClose(conn: Socket['conn'] | undefined, tell: () => void): void {
  try {
    tell();
  } catch {
    conn?.close();
  }
}

const because = (packet: PacketRef | undefined) => (packet ? { packet } : {});

const name = (value: unknown): string => String(value).slice(0, MAX_NAME_LENGTH);

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(name) : []);

function factsOf(socket: Socket) {
  const { headers, query, auth, address, time, url, secure, xdomain, issued } = socket.handshake;
  return {
    namespace: socket.nsp.name,
    id: socket.id,
    handshake: {
      headers: withoutSecrets(headers),
      query: { ...query },
      auth,
      address,
      time,
      url,
      secure,
      xdomain,
      issued,
    },
    recovered: socket.recovered,
    transport: socket.conn.transport.name,
    rooms: [...socket.rooms],
    session: sessionOf(socket.conn),
  };
}

/** A program gets only the length of what the feed blanks. */
function withoutSecrets(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const blank = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(blank) : '*'.repeat(String(value).length);
  return Object.fromEntries(
    Object.entries(headers).map(([field, value]) => [field, isSecret(field) ? blank(value) : value]),
  );
}

/** Public since version 4 of Engine.IO, but missing in its types. */
const sessionOf = (conn: Socket['conn']) => (conn as unknown as { readonly id: string }).id;

const asBuffer = (part: ArrayBuffer) => Buffer.from(part);
