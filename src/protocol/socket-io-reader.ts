import type { Context, Payload, PayloadReader } from './layer';
import type { Fault, Peer } from './layer-unit';
import { joinPieces } from './origin';
import { type UnitLog, type UnitRecord, unitCodes } from './records';
import { type Attachments, attachmentsOf, packetText } from './socket-io-content';
import { SOCKET_KINDS } from './socket-io-kinds';
import { Namespace } from './socket-io-namespace';
import { namespaceOf, PacketScanner } from './socket-io-packet';
import { placeholdersIn } from './socket-io-placeholders';
import * as rules from './socket-io-rules';
import { queryOf, textOf } from './text';

const CODES = unitCodes('socket.io', SOCKET_KINDS);
const BY_TYPE = SOCKET_KINDS.map((kind) => CODES[kind]);
const CONNECT = 0;
const CONNECT_ERROR = 4;
const EVENT = 2;
const ACK = 3;
const BINARY_EVENT = 5;
const BINARY_ACK = 6;

/** Longest namespace that is remembered, in bytes, and most of them in one session. */
const MAX_NAMESPACE_BYTES = 256;
const MAX_NAMESPACES = 1000;

/** Reads the packets of one session, both ways, whatever connections they come on. */
export class SocketIoReader implements PayloadReader {
  readonly #log: UnitLog;
  readonly #scanner = new PacketScanner();
  /** The order of packets is known: the session has been seen from its beginning, and is of this version. */
  readonly #isWatched: boolean;
  /** A packet whose attachments have not all come. */
  readonly #pending: Record<Peer, UnitRecord | null> = { client: null, server: null };
  readonly #hasFailed: Record<Peer, boolean> = { client: false, server: false };
  readonly #main: Namespace;
  readonly #namespaces = new Map<string, Namespace>();
  /** Those with a CONNECT since the latest heartbeat of the server. */
  readonly #asking = new Set<Namespace>();

  constructor({ log, target }: Context) {
    this.#log = log;
    this.#isWatched = queryOf(target, 'EIO') === '4' && queryOf(target, 'sid') === null;
    this.#main = new Namespace('/', this.#isWatched);
    this.#namespaces.set('/', this.#main);
  }

  hasFailed(sender: Peer): boolean {
    return this.#hasFailed[sender];
  }

  read(carrier: UnitRecord, payload: Payload): void {
    if (payload.isText) this.#readPacket(carrier, payload);
    else this.#readAttachment(carrier, this.#pending[carrier.sender]);
  }

  heartbeat(): void {
    for (const namespace of this.#asking) namespace.noteHeartbeat();
    this.#asking.clear();
  }

  end(sender: Peer): void {
    if (sender === 'server') for (const namespace of this.#namespaces.values()) namespace.noteEnd();
    const pending = this.#pending[sender];
    if (pending === null || this.#hasFailed[sender]) return;
    const { count, packets } = attachmentsOf(pending)!;
    note(pending, rules.missingAttachments(sender, packets.length, count));
  }

  #readPacket(carrier: UnitRecord, { bytes, start, end }: Payload): void {
    const packet = this.#scanner;
    const { sender } = carrier;
    packet.scan(bytes, start, end);
    const { type } = packet;
    const unit = this.#log.addAbove(BY_TYPE[type] ?? CODES.undecoded, carrier);
    const pending = this.#pending[sender];
    if (pending !== null) {
      const { count, packets } = attachmentsOf(pending)!;
      this.#fail(unit, rules.textAmongAttachments(sender, packets.length, count));
    }
    if (packet.fault !== null) {
      unit.complete();
      const at = packet.faultAt - start;
      const range = { start: at, end: Math.min(at + 1, end - start) };
      const isPolling = carrier.inside?.layer === 'http';
      const hint = packet.isFollowed ? rules.twoPackets(isPolling) : undefined;
      this.#fail(unit, rules.malformed(packet.fault, sender, range, hint));
      return;
    }
    if (packet.attachments > 0) {
      const { attachments: count, dataStart } = packet;
      const used = placeholdersIn(bytes.subarray(dataStart, end), count);
      unit.data = { count, used, packets: [] } satisfies Attachments;
      this.#pending[sender] = unit;
    } else unit.complete();
    if (packet.id !== -1 || packet.dataStart === end) this.#noteOddities(unit, bytes, start);
    const namespace = this.#namespace(bytes);
    if (namespace !== null) this.#place(unit, namespace, bytes);
  }

  /** What is taken, and does not do what its sender may expect. */
  #noteOddities(unit: UnitRecord, bytes: Uint8Array, start: number): void {
    const { type, id, idStart, dataStart, end, hasSpaces } = this.#scanner;
    const range = { start: idStart - start, end: dataStart - start };
    const isEvent = type === EVENT || type === BINARY_EVENT;
    if (hasSpaces) note(unit, rules.spacesInId(range));
    else if (isEvent && !Number.isSafeInteger(id)) {
      const written = textOf(bytes.subarray(idStart, dataStart));
      if (written !== String(id)) note(unit, rules.roundedId(written, id, range));
    }
    if (isEvent && dataStart === end) note(unit, rules.withoutName(unit.sender, id >= 0));
  }

  /** Finds whether the packet may come in its namespace now, and what it answers. */
  #place(unit: UnitRecord, namespace: Namespace, bytes: Uint8Array): void {
    const { type, id, dataStart, end } = this.#scanner;
    const isEvent = type === EVENT || type === BINARY_EVENT;
    const isAck = type === ACK || type === BINARY_ACK;
    if (!(isEvent || isAck) || !namespace.isOpen) {
      const needed = type === CONNECT ? 'sid' : type === CONNECT_ERROR ? 'message' : null;
      const member =
        needed !== null && unit.sender === 'server' && memberOf(bytes.subarray(dataStart, end), needed);
      const broken = namespace.take(unit, dataStart < end, Boolean(member));
      const isRefused = type === CONNECT_ERROR && Boolean(member);
      const said = typeof member === 'string' ? member : null;
      const fault = broken ?? (isRefused ? rules.refused(namespace.name, said) : null);
      if (namespace.isAsking) {
        this.#asking.add(namespace);
        this.#log.waiting.add(namespace);
      }
      if (fault !== null && !unit.isAfterFailure) {
        if (unit.sender === 'client' && fault.kind === undefined) this.#fail(unit, fault);
        else note(unit, fault);
      }
    }
    if (isAck) {
      const fault = namespace.answer(unit, id);
      if (fault !== null && namespace.isOpen && !unit.isAfterFailure) note(unit, fault);
    } else if (isEvent && id >= 0) namespace.ask(unit, id);
  }

  #namespace(bytes: Uint8Array): Namespace | null {
    const packet = this.#scanner;
    const size = packet.idStart - packet.namespaceStart;
    if (size === 0) return this.#main;
    if (size > MAX_NAMESPACE_BYTES) return null;
    const name = namespaceOf(packet, bytes);
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    if (this.#namespaces.size >= MAX_NAMESPACES) return null;
    const namespace = new Namespace(name, this.#isWatched);
    this.#namespaces.set(name, namespace);
    return namespace;
  }

  #readAttachment(carrier: UnitRecord, pending: UnitRecord | null): void {
    if (pending === null) {
      const unit = this.#log.addAbove(CODES.undecoded, carrier);
      unit.complete();
      this.#fail(unit, rules.bytesOfNothing(carrier.sender));
      return;
    }
    const { count, packets, used } = attachmentsOf(pending)!;
    packets.push(carrier);
    carrier.content = pending;
    pending.growTo(
      carrier.stream === pending.stream ? Math.max(pending.end, carrier.end) : pending.end,
      carrier.last,
    );
    if (packets.length < count) return;
    pending.complete();
    this.#pending[carrier.sender] = null;
    const unused = used?.indexOf(false) ?? 0;
    if (unused >= 0) this.#blamePlaceholders(pending, used === null ? null : unused);
  }

  /** A placeholder names an attachment that does not exist (null), or none stands for this one. */
  #blamePlaceholders(unit: UnitRecord, unused: number | null): void {
    const text = joinPieces(packetText(unit));
    this.#scanner.scan(text, 0, text.length);
    const range = { start: this.#scanner.dataStart, end: text.length };
    if (unused === null) {
      const message = 'A placeholder names an attachment that does not exist.';
      this.#fail(unit, rules.malformed(message, unit.sender, range));
    } else note(unit, rules.unusedAttachment(unused, range));
  }

  /** A rule is broken for which the other side closes the connection. */
  #fail(unit: UnitRecord, fault: Fault): void {
    note(unit, fault);
    // From the next packet on: this one is the last that is read.
    this.#hasFailed[unit.sender] = true;
  }
}

/** Adds what is wrong to what is known already. */
function note(unit: UnitRecord, fault: Fault): void {
  const first = unit.fault;
  unit.fault = first === null ? fault : { ...first, others: [...(first.others ?? []), fault] };
}

/** The id in the payload of a CONNECT, or the message in that of a CONNECT_ERROR (“Connection to a namespace”). */
function memberOf(json: Uint8Array, name: 'sid' | 'message'): unknown {
  if (json.length === 0) return null;
  const data: unknown = JSON.parse(textOf(json));
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[name] : null;
}
