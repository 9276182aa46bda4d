import type { Layer, Payload, PayloadReader } from './layer';
import type { Peer } from './layer-unit';
import { joinPieces } from './origin';
import { type UnitLog, type UnitRecord, unitCodes } from './records';
import { type Attachments, attachmentsOf, packetText, socketPieces } from './socket-io-content';
import { socketCode, socketFields, socketLabel, socketSentence } from './socket-io-describe';
import { idOf, namespaceOf, PacketScanner, SOCKET_KINDS, type SocketKind } from './socket-io-packet';
import { queryOf, textOf } from './text';

const SPEC = 'Socket.IO protocol v5';

const CODES = unitCodes('socket.io', SOCKET_KINDS);
const BY_TYPE = SOCKET_KINDS.map((kind) => CODES[kind]);

/** Longest namespace and id together, in bytes, for which an answer is found. */
const MAX_KEY_BYTES = 256;

/** Events that may wait for their acknowledgement, per session. */
const MAX_WAITING = 10_000;

/** Socket.IO v5: packets in Engine.IO messages, with their attachments. */
export const socketIo: Layer<'socket.io', SocketKind> = {
  id: 'socket.io',
  kinds: SOCKET_KINDS,
  name: 'Socket.IO',
  shortName: 'Socket.IO',
  title: 'Socket.IO packet',
  about: 'A packet is what emit() sends and on() receives, or what joins, leaves and acknowledges.',
  colour: '--socket-io',
  documents: {
    'Socket.IO protocol': 'https://socket.io/docs/v4/socket-io-protocol/',
    'Socket.IO v4 documentation': 'https://socket.io/docs/v4/',
  },
  events: ['event', 'ack', 'binary_event', 'binary_ack'],
  isOfPrograms: true,
  isText: () => true,
  noun: () => 'Socket.IO packet',
  code: socketCode,
  pieces: (unit) => socketPieces(unit as UnitRecord),
  fields: socketFields,
  label: socketLabel,
  sentence: socketSentence,
  carriers: (unit) => [(unit as UnitRecord).inside!, ...(attachmentsOf(unit)?.packets ?? [])],
  reads: {
    // Plain Engine.IO servers listen at /engine.io/; everything else that speaks Engine.IO is Socket.IO.
    accepts: ({ below, target }) =>
      below === 'engine.io' && !/^\/engine\.io\/?(\?|$)/.test(target) && queryOf(target, 'EIO') !== null,
    open: ({ log }) => new SocketIoReader(log),
  },
};

/** Reads the packets of one session, both ways, whatever connections they come on. */
class SocketIoReader implements PayloadReader {
  readonly #log: UnitLog;
  readonly #scanner = new PacketScanner();
  /** A packet whose attachments have not all come. */
  readonly #pending: Record<Peer, UnitRecord | null> = { client: null, server: null };
  readonly #isOver: Record<Peer, boolean> = { client: false, server: false };
  /** Packets that will be answered, by sender, namespace and id. */
  readonly #waiting = new Map<string, UnitRecord>();

  constructor(log: UnitLog) {
    this.#log = log;
  }

  read(carrier: UnitRecord, payload: Payload): void {
    const { sender } = carrier;
    if (this.#isOver[sender]) return;
    const pending = this.#pending[sender];
    if (!payload.isText) this.#readAttachment(carrier, pending);
    else if (pending === null) this.#readPacket(carrier, payload);
    else {
      const message = 'Text came before all attachments of the previous packet.';
      this.#fail(this.#log.addAbove(CODES.undecoded, carrier), message, 0, 1);
    }
  }

  #fail(unit: UnitRecord, message: string, start: number, end: number): void {
    unit.complete();
    unit.fault = { message, spec: SPEC, range: { start, end } };
    this.#isOver[unit.sender] = true;
  }

  #readPacket(carrier: UnitRecord, { bytes, start, end }: Payload): void {
    const packet = this.#scanner;
    packet.scan(bytes, start, end);
    const unit = this.#log.addAbove(BY_TYPE[packet.type] ?? CODES.undecoded, carrier);
    if (packet.fault !== null) {
      const at = packet.faultAt - start;
      this.#fail(unit, packet.fault, at, Math.min(at + 1, end - start));
      return;
    }
    if (packet.attachments > 0) {
      unit.data = { count: packet.attachments, packets: [] } satisfies Attachments;
      this.#pending[carrier.sender] = unit;
    } else unit.complete();
    const isJoining = packet.type === 0 || packet.type === 4;
    if (packet.idStart < packet.dataStart || isJoining) this.#pair(unit, bytes);
  }

  #readAttachment(carrier: UnitRecord, pending: UnitRecord | null): void {
    if (pending === null) {
      const unit = this.#log.addAbove(CODES.undecoded, carrier);
      this.#fail(unit, 'Binary data came, but no packet waits for an attachment.', 0, 1);
      return;
    }
    const { count, packets } = attachmentsOf(pending)!;
    packets.push(carrier);
    carrier.content = pending;
    pending.growTo(
      carrier.stream === pending.stream ? Math.max(pending.end, carrier.end) : pending.end,
      carrier.last,
    );
    if (packets.length < count) return;
    pending.complete();
    this.#pending[carrier.sender] = null;
    this.#checkPlaceholders(pending, count);
  }

  #checkPlaceholders(unit: UnitRecord, count: number): void {
    const text = joinPieces(packetText(unit));
    this.#scanner.scan(text, 0, text.length);
    const json = textOf(text.subarray(this.#scanner.dataStart));
    if (json === '' || hasRightPlaceholders(JSON.parse(json), count)) return;
    this.#fail(
      unit,
      'A placeholder names an attachment that does not exist.',
      this.#scanner.dataStart,
      text.length,
    );
  }

  /** Pairs an acknowledgement with its event, and an answer with its CONNECT. */
  #pair(unit: UnitRecord, bytes: Uint8Array): void {
    const packet = this.#scanner;
    if (packet.dataStart - packet.namespaceStart > MAX_KEY_BYTES) return;
    const isJoining = unit.kind === 'connect' || unit.kind === 'connect_error';
    const id = isJoining ? 'connect' : idOf(packet, bytes);
    const key = `${namespaceOf(packet, bytes)},${id}`;
    const isAnswer = isJoining ? unit.sender === 'server' : unit.kind === 'ack' || unit.kind === 'binary_ack';
    if (!isAnswer) {
      this.#waiting.set(`${unit.sender} ${key}`, unit);
      if (this.#waiting.size > MAX_WAITING) this.#waiting.delete(this.#waiting.keys().next().value!);
      return;
    }
    const question = `${unit.sender === 'client' ? 'server' : 'client'} ${key}`;
    const asked = this.#waiting.get(question);
    if (asked === undefined) return;
    this.#waiting.delete(question);
    asked.partner = unit;
    unit.partner = asked;
  }
}

/** As socket.io-parser checks them when it puts the attachments in. */
function hasRightPlaceholders(data: unknown, count: number): boolean {
  const waiting: unknown[] = [data];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('_placeholder' in value && value._placeholder === true) {
      const num = 'num' in value ? value.num : null;
      if (typeof num !== 'number' || num < 0 || num >= count) return false;
    } else for (const inner of Object.values(value)) waiting.push(inner);
  }
  return true;
}
