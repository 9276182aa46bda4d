import type { IncomingMessage } from 'node:http';
import type { Server as EngineServer, Socket as EngineSocket } from 'engine.io';
import type { PacketRef } from '../../src/protocol/feed';
import type { Op } from '../../src/sandbox/library/core';
import type { ServerNews } from '../../src/sandbox/library/server-end/boot';
import { PacketCount } from '../../src/sandbox/packet-count';
import type { Limits } from '../limits';
import { isNestedDeeper } from '../nesting';
import { sidOf } from '../socketio';
import { factsOf } from './request-facts';

/** Sends something to the program, with its bytes. */
type Tell = (news: ServerNews, buffers?: readonly ArrayBuffer[]) => void;

/** The sessions of a lab's Engine.IO server, on behalf of a program whose library is in a sandbox. */
export interface EngineHost {
  /** Does what the program wants. Returns the packets that this made. */
  obey(op: Op, buffers: readonly ArrayBuffer[]): readonly PacketRef[];
  /** Closes a session. */
  close(session: string): void;
  /** A client asks for a session; the program decides. */
  ask(request: IncomingMessage, answer: (refusal: string | null) => void): void;
}

/** Questions about new sessions that a program has not answered; beyond that, the oldest is refused. */
const MAX_ASKED = 100;
const REFUSED = 'The program of this lab refused the request.';

interface Session {
  readonly socket: EngineSocket;
  readonly count: PacketCount;
}

/** Tells the program everything that happens to the sessions of this engine. */
export function createEngineHost(engine: EngineServer, limits: Limits, tell: Tell): EngineHost {
  const sessions = new Map<string, Session>();
  const asked = new Map<number, (refusal: string | null) => void>();
  let questions = 0;

  engine.on('connection', (socket: EngineSocket) => {
    const sid = sidOf(socket);
    sessions.set(sid, { socket, count: new PacketCount(sid, socket, 'server') });
    const { transport, protocol, request } = socket;
    tell({ kind: 'open', session: sid, transport: transport.name, protocol, request: factsOf(request) });
    socket.on('data', (data?: string | Buffer) => hear(sid, data));
    socket.on('upgrade', ({ name }: { name: string }) =>
      tell({ kind: 'upgrade', session: sid, transport: name }),
    );
    socket.on('close', (reason: string, description?: unknown) => {
      sessions.delete(sid);
      const text = description instanceof Error ? description.message : null;
      tell({ kind: 'close', session: sid, reason, description: text });
    });
  });
  engine.on('connection_error', ({ req, code, message, context }: ConnectionError) => {
    const plain = Object.fromEntries(
      Object.entries(context ?? {}).filter(([, value]) => typeof value !== 'object' || value === null),
    );
    tell({ kind: 'connection_error', request: factsOf(req), code, message, context: plain });
  });

  function hear(sid: string, data: string | Buffer | undefined): void {
    const session = sessions.get(sid);
    // Whoever bounds it may have closed it because of this very packet.
    if (!session) return;
    const { socket, count } = session;
    const ordinal = count.newest;
    // A message of no character has no data: Socket.IO's parser throws, and its server closes the session.
    if (data === undefined || (typeof data === 'string' && isNestedDeeper(data, limits.packetDepth))) {
      socket.close();
      return;
    }
    if (typeof data === 'string') {
      tell({ kind: 'data', session: sid, text: data, ordinal, type: data.charAt(0) });
      return;
    }
    const { buffer, byteOffset, byteLength } = data;
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    tell({ kind: 'data', session: sid, text: null, ordinal, type: 'b' }, [bytes]);
  }

  function follow(sid: string): void {
    const socket = sessions.get(sid)?.socket;
    if (!socket || socket.listenerCount('heartbeat') > 0) return;
    const pass = (name: string, packet: PlainPacket | null = null) =>
      tell({ kind: 'event', session: sid, name, packet });
    // Messages are known to the program, which makes them or gets them.
    const others = (name: string) => (packet: Packet) => {
      if (packet.type !== 'message') pass(name, plainPacket(packet));
    };
    socket.on('packet', others('packet'));
    socket.on('packetCreate', others('packetCreate'));
    socket.on('heartbeat', () => pass('heartbeat'));
    socket.on('flush', (packets: readonly Packet[]) =>
      pass('flush', packets[0] ? plainPacket(packets[0]) : null),
    );
    socket.on('drain', () => pass('drain'));
  }

  function send(op: Op, buffers: readonly ArrayBuffer[]): readonly PacketRef[] {
    const parts = partsOf(op, buffers);
    const to = Array.isArray(op.to)
      ? new Set(op.to.slice(0, limits.sessionsPerLab + limits.guests.sessions).map(String))
      : [];
    const options = { compress: op.compress !== false };
    const packets: PacketRef[] = [];
    for (const sid of to) {
      const session = sessions.get(sid);
      if (session?.socket.readyState !== 'open') continue;
      const { socket, count } = session;
      if (op.isVolatile === true && !socket.transport.writable) continue;
      const made = count.collect(() => {
        if (typeof op.text === 'string' && op.text !== '') socket.write(op.text, options);
        for (const part of parts) socket.write(Buffer.from(part), options);
      });
      packets.push(...made);
    }
    return packets;
  }

  function work(op: Op, buffers: readonly ArrayBuffer[]): readonly PacketRef[] {
    switch (op.op) {
      case 'emit':
      case 'reply':
      case 'send':
        return send(op, buffers);
      case 'close-session':
        sessions.get(String(op.session))?.socket.close(op.isDiscarding === true);
        return [];
      case 'follow':
        follow(String(op.session));
        return [];
      case 'decided':
        decide(op);
    }
    return [];
  }

  function decide({ ask, message, isAllowed }: Op): void {
    const answer = asked.get(Number(ask));
    asked.delete(Number(ask));
    const refusal = typeof message === 'string' ? message.slice(0, 200) : REFUSED;
    answer?.(isAllowed === true ? null : refusal);
  }

  return {
    obey(op, buffers) {
      try {
        return work(op, buffers);
      } catch {
        // A program in a sandbox is trusted as little as a client: what it reports may be anything.
        return [];
      }
    },
    close: (session) => sessions.get(session)?.socket.close(),
    ask(request, answer) {
      questions += 1;
      asked.set(questions, answer);
      if (asked.size > MAX_ASKED) {
        const [[oldest, refuse]] = asked as unknown as [[number, (refusal: string | null) => void]];
        asked.delete(oldest);
        refuse(REFUSED);
      }
      tell({ kind: 'request', ask: questions, request: factsOf(request) });
    },
  };
}

interface Packet {
  readonly type: string;
  readonly data?: unknown;
}

interface ConnectionError {
  readonly req: IncomingMessage;
  readonly code: number;
  readonly message: string;
  readonly context?: Readonly<Record<string, unknown>>;
}

interface PlainPacket {
  readonly type: string;
  readonly data?: string;
}

const plainPacket = ({ type, data }: Packet): PlainPacket =>
  typeof data === 'string' ? { type, data } : { type };

/** The bytes that a report names; a program may name any. */
function partsOf({ first, parts }: Op, buffers: readonly ArrayBuffer[]): readonly ArrayBuffer[] {
  const [from, count] = [Number(first), Number(parts)];
  return Number.isInteger(from) && from >= 0 && count > 0 ? buffers.slice(from, from + count) : [];
}
