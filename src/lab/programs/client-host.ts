import type { Manager, Socket } from 'socket.io-client';
import type { CodeEvent } from '../../capture/capture';
import { packArgs, unpackArgs } from '../../sandbox/event-data';
import type { ClientNews } from '../../sandbox/guest/client-guest';
import type { Op } from '../../sandbox/guest/kit';
import type { MadePacket } from '../../sandbox/packet-book';
import { Replies } from '../../sandbox/replies';
import type { LabContext } from '../clients';
import { createManager, type LabManager, type SocketIoClient, type SocketIoOptions } from '../socket-io';

/** A client program's access to the network: real clients of this page, which it controls. */
export interface ClientHost {
  /** Does what the program asks. */
  obey(op: Op, buffers: readonly ArrayBuffer[]): Obeyed;
  /** The current state of its connections. */
  readonly connections: readonly ConnectionState[];
  close(): void;
}

/** The result of an op. */
interface Obeyed {
  /** The packets made at once. */
  readonly made: readonly MadePacket[];
  /** Set when the client keeps the event until it is connected: add the recorded event to this list. */
  readonly kept: CodeEvent[] | null;
  /** Why it was not done, in a sentence for the program's author. */
  readonly refusal: string | null;
}

/** One `io()` of a program. */
export interface ConnectionState {
  readonly namespace: string;
  readonly isConnected: boolean;
  readonly transport: string | null;
}

interface ClientHostEvents {
  readonly tell: (news: ClientNews, buffers?: readonly ArrayBuffer[]) => void;
  /** A connection was opened, by this call. */
  readonly opened: (opener: number) => void;
  /** The packet of an event that was kept has been made. */
  readonly late: (event: CodeEvent, packet: MadePacket) => void;
  readonly changed: () => void;
  /** A sentence for the program's author. */
  readonly warn: (sentence: string) => void;
}

/** Connections of one program at a time. */
const MAX_SOCKETS = 20;
const MANAGER_EVENTS = [
  'error',
  'ping',
  'reconnect',
  'reconnect_attempt',
  'reconnect_error',
  'reconnect_failed',
] as const;
const ENGINE_EVENTS = [
  'open',
  'close',
  'upgrading',
  'upgrade',
  'upgradeError',
  'packet',
  'packetCreate',
  'drain',
] as const;

/** The real clients for one program. Events are passed on in the order in which the library emits them. */
export function createClientHost(
  library: SocketIoClient,
  context: LabContext,
  events: ClientHostEvents,
): ClientHost {
  return new Host(library, context, events);
}

interface OpenSocket extends LabManager {
  readonly io: Socket;
  readonly namespace: string;
  /** What was emitted while disconnected, in the order in which it will be sent. */
  readonly kept: CodeEvent[];
}

class Host implements ClientHost {
  readonly #library: SocketIoClient;
  readonly #context: LabContext;
  readonly #events: ClientHostEvents;
  readonly #managers = new Map<number, LabManager>();
  readonly #sockets = new Map<number, OpenSocket>();
  readonly #replies = new Replies<Socket>((sentence) => this.#events.warn(sentence));
  readonly #auths = new Map<number, (data: object) => void>();
  #asked = 0;

  constructor(library: SocketIoClient, context: LabContext, events: ClientHostEvents) {
    this.#library = library;
    this.#context = context;
    this.#events = events;
  }

  get connections(): readonly ConnectionState[] {
    return [...this.#sockets.values()].map(({ io, namespace }) => ({
      namespace,
      isConnected: io.connected,
      transport: io.connected ? io.io.engine.transport.name : null,
    }));
  }

  obey(op: Op, buffers: readonly ArrayBuffer[]): Obeyed {
    const socket = this.#sockets.get(Number(op.socket));
    let made: readonly MadePacket[] = [];
    if (op.op === 'io' && this.#sockets.size >= MAX_SOCKETS) {
      const refusal = `A program calls io() ${MAX_SOCKETS} times at most: this one opens nothing.`;
      return { made, kept: null, refusal };
    }
    const work = () => this.#do(op, buffers, socket, () => made);
    const waiting = socket?.io.sendBuffer.length ?? 0;
    if (socket) made = socket.book.collect(work);
    else work();
    const isKept = socket !== undefined && socket.io.sendBuffer.length > waiting;
    return { made, kept: isKept ? socket.kept : null, refusal: null };
  }

  close(): void {
    for (const { io } of this.#sockets.values()) {
      io.off();
      io.disconnect();
    }
    for (const { manager } of this.#managers.values()) {
      manager.reconnection(false);
      manager.off();
    }
    this.#events.changed();
  }

  #do(
    op: Op,
    buffers: readonly ArrayBuffer[],
    socket: OpenSocket | undefined,
    made: () => readonly MadePacket[],
  ): void {
    switch (op.op) {
      case 'io':
        this.#open(op);
        return;
      case 'emit':
        if (socket) this.#emit(op, socket, unpackArgs(op, buffers, asBytes), made);
        return;
      case 'reply':
        this.#replies.take(Number(op.reply))?.(...unpackArgs(op, buffers, asBytes));
        return;
      case 'connect':
        if (socket && op.asksAuth !== true) socket.io.auth = JSON.parse(String(op.auth)) ?? {};
        socket?.io.connect();
        return;
      case 'disconnect':
        socket?.io.disconnect();
        this.#events.changed();
        return;
      case 'auth':
        this.#auths.get(Number(op.ask))?.((JSON.parse(String(op.data)) as object | null) ?? {});
        this.#auths.delete(Number(op.ask));
        return;
      case 'engine-close':
        this.#managers.get(Number(op.manager))?.manager.engine.close();
        return;
      case 'manager':
        setOn(this.#managers.get(Number(op.manager))?.manager, String(op.name), op.value);
    }
  }

  #open(op: Op): void {
    const namespace = String(op.namespace);
    const options = JSON.parse(String(op.options)) as SocketIoOptions;
    const number = Number(op.manager);
    let shared = this.#managers.get(number);
    if (!shared) {
      shared = createManager(this.#library, this.#context, namespace, options);
      shared.book.onLate = (packet) => this.#late(shared!, packet);
      this.#managers.set(number, shared);
      this.#events.opened(shared.opener);
      this.#watchManager(number, shared.manager);
    }
    const socket = Number(op.socket);
    const auth =
      op.asksAuth === true
        ? (give: (data: object) => void) => {
            this.#asked += 1;
            this.#auths.set(this.#asked, give);
            this.#events.tell({ kind: 'auth', socket, ask: this.#asked });
          }
        : ((JSON.parse(String(op.auth)) as object | null) ?? {});
    const io = shared.manager.socket(namespace, { auth });
    const opened: OpenSocket = { ...shared, io, namespace, kept: [] };
    this.#sockets.set(socket, opened);
    this.#watchSocket(socket, opened);
    if (options.autoConnect !== false) io.connect();
  }

  #emit(
    op: Op,
    { io, book, namespace }: OpenSocket,
    args: unknown[],
    made: () => readonly MadePacket[],
  ): void {
    const [name, ...values] = args as [string, ...unknown[]];
    const ask = typeof op.ask === 'number' ? op.ask : null;
    const flagged = op.isVolatile === true ? io.volatile : io;
    const answer = (error: unknown, answers: unknown[]) => {
      const { json, buffers } = packArgs(answers);
      const id = made()[0]?.head.id ?? null;
      const ref = id === null ? undefined : book.ackOf(io.io.engine, namespace, id);
      const message =
        error === null || error === undefined ? null : String((error as Error).message ?? error);
      this.#events.tell(
        { kind: 'answer', ask: ask!, error: message, args: json, because: ref ? { packet: ref } : {} },
        buffers,
      );
    };
    if (ask === null) flagged.emit(name, ...values);
    else if (typeof op.timeoutMs === 'number') {
      flagged
        .timeout(op.timeoutMs)
        .emit(name, ...values, (error: Error | null, ...answers: unknown[]) => answer(error, answers));
    } else if (op.isPromise === true) {
      flagged.emitWithAck(name, ...values).then(
        (value: unknown) => answer(null, [value]),
        (error: unknown) => answer(error, []),
      );
    } else flagged.emit(name, ...values, (...answers: unknown[]) => answer(null, answers));
  }

  /** Once connected, each namespace sends what it has kept, in order. */
  #late({ manager }: LabManager, packet: MadePacket): void {
    const { type, namespace } = packet.head;
    if (type !== 2 && type !== 5) return;
    const sender = [...this.#sockets.values()].find(
      (socket) => socket.manager === manager && socket.namespace === namespace,
    );
    const event = sender?.kept.shift();
    if (event) this.#events.late(event, packet);
  }

  #watchSocket(socket: number, { io, book, namespace }: OpenSocket): void {
    const { tell, changed } = this.#events;
    const because = (packet: unknown) => (packet ? { packet } : {});
    io.on('connect', () => {
      const packet = book.newest(io.io.engine, namespace, 0);
      tell({ kind: 'connect', socket, id: io.id ?? '', recovered: io.recovered, because: because(packet) });
      changed();
    });
    io.on('disconnect', (reason) => {
      this.#replies.forget(io);
      const packet = reason === 'io server disconnect' ? book.newest(io.io.engine, namespace, 1) : undefined;
      tell({ kind: 'disconnect', socket, reason, because: because(packet) });
      changed();
    });
    io.on('connect_error', (error: Error & { data?: unknown }) => {
      const packet = io.io.engine ? book.newest(io.io.engine, namespace, 4) : undefined;
      const data = error.data === undefined ? null : JSON.stringify(error.data);
      tell({
        kind: 'connect_error',
        socket,
        message: error.message,
        data,
        isActive: io.active,
        because: because(packet),
      });
    });
    io.onAny((name: string, ...values: unknown[]) => {
      const last = values.at(-1);
      const acknowledge = typeof last === 'function' ? (last as (...args: unknown[]) => void) : null;
      const { json, buffers } = packArgs([name, ...(acknowledge ? values.slice(0, -1) : values)]);
      const reply = acknowledge && this.#replies.keep(io, acknowledge);
      const packet = book.nextEvent(io.io.engine, namespace);
      tell({ kind: 'event', socket, args: json, reply, because: because(packet) }, buffers);
    });
  }

  #watchManager(number: number, manager: Manager): void {
    const keep = (of: 'manager' | 'engine', name: string, args: readonly unknown[]) => {
      const { engine } = manager;
      const engineId = (engine as unknown as { id?: string } | undefined)?.id ?? null;
      const transport = engine?.transport?.name ?? null;
      this.#events.tell({
        kind: 'keeper',
        of,
        manager: number,
        name,
        args: JSON.stringify(args.map(plain)),
        transport,
        engineId,
      });
      this.#events.changed();
    };
    for (const name of MANAGER_EVENTS) manager.on(name, (...args: unknown[]) => keep('manager', name, args));
    manager.on('open', () => {
      keep('manager', 'open', []);
      for (const name of ENGINE_EVENTS)
        manager.engine.on(name, (...args: unknown[]) => keep('engine', name, args));
    });
  }
}

/** What is passed on of a value that stays in the page. */
function plain(value: unknown): unknown {
  if (value instanceof Error) return { message: value.message };
  if (typeof value !== 'object' || value === null) return value;
  const { type, data, name } = value as { type?: unknown; data?: unknown; name?: unknown };
  return { type, name, data: typeof data === 'string' ? data : undefined };
}

function setOn(manager: Manager | undefined, name: string, value: unknown): void {
  if (!manager) return;
  if (name === 'reconnection') manager.reconnection(value === true);
  else if (name === 'reconnectionAttempts') manager.reconnectionAttempts(Number(value));
  else if (name === 'reconnectionDelay') manager.reconnectionDelay(Number(value));
  else if (name === 'reconnectionDelayMax') manager.reconnectionDelayMax(Number(value));
  else if (name === 'randomizationFactor') manager.randomizationFactor(Number(value));
}

const asBytes = (part: ArrayBuffer) => new Uint8Array(part);
