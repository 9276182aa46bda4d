import { decodeBase64, skipToBase64 } from './base64';
import { Remade } from './derived';
import { looksCounted } from './engine-io-3';
import { base64Text, carrierPieces, type EnginePart, partOf } from './engine-io-content';
import { ENGINE_KINDS, type EngineKind, PACKET_KINDS } from './engine-io-kinds';
import { readOpening } from './engine-io-open';
import { binaryPart, bodyParts, isBase64At, isProbeAt, MAX_BODY_PACKETS } from './engine-io-parts';
import { PingWatch } from './engine-io-pings';
import { readRefusal } from './engine-io-refusal';
import * as rules from './engine-io-rules';
import {
  advance,
  EngineSession,
  isUsual,
  judge,
  sessionOf,
  type Transport,
  typeOf,
} from './engine-io-session';
import type { Context, Payload, PayloadReader } from './layer';
import type { ByteRange, Peer } from './layer-unit';
import { SpanFinder } from './origin';
import { type UnitRecord, unitCodes } from './records';
import { grouped, queryOf } from './text';
import { addFault } from './websocket-rules';

const MESSAGE = 4;

/** Longest id of a session that is remembered, in characters; Engine.IO's own have 20. */
const MAX_SID_LENGTH = 256;
/** What a session takes of memory, with the reader of the layer above it. */
const SESSION_BYTES = 1000;

const CODES = unitCodes('engine.io', ENGINE_KINDS);
const BY_TYPE = PACKET_KINDS.map((kind) => CODES[kind]);

/** Reads the packets of one WebSocket connection, both ways, or of one polling body. */
export class EngineIoReader implements PayloadReader {
  readonly #context: Context;
  readonly #transport: Transport;
  readonly #payload: { -readonly [Key in keyof Payload]: Payload[Key] };
  readonly #sid: string | null;
  #session: EngineSession | null = null;
  /** What the server sent last on this transport. */
  #fromServer: UnitRecord | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#payload = { bytes: new Uint8Array(0), start: 0, end: 0, isText: true };
    const isPolling = context.below === 'http';
    this.#sid = queryOf(context.target, 'sid');
    const known = this.#sid === null ? undefined : sessionOf(context.shared, this.#sid);
    this.#transport = {
      isPolling,
      isProbing: !isPolling && known?.isWatched === true,
      isAnswered: false,
      isClosed: false,
      probes: { client: null, server: null },
    };
    if (this.#sid !== null) this.#join(this.#sid, 'client');
  }

  read(carrier: UnitRecord, payload: Payload): void {
    const { isPolling } = this.#transport;
    if (isPolling && this.#readRefusal(carrier, payload)) return;
    const { sender } = carrier;
    this.#session ??= this.#newSession(sender);
    const session = this.#session;
    if (session.isStopped[sender]) return;
    if (sender === 'server') this.#fromServer = carrier;
    if (isPolling) this.#readBody(carrier, payload, session);
    else this.#readMessage(carrier, payload, session);
  }

  /** A WebSocket has ended: its session, too, if that has moved to it. */
  end(sender: Peer): void {
    const session = this.#session;
    if (session === null || session.isStopped[sender]) return;
    const { isPolling, isProbing } = this.#transport;
    const isElsewhere = isPolling || isProbing || session.isPolling;
    // Of a session that has not been seen from its beginning, nobody knows whether it has moved.
    const isKnown = session.isWatched || this.#sid === null;
    if (isKnown && !isElsewhere) session.above?.end?.(sender);
  }

  /** A Close frame: of the client, it may end a session whose server has not pinged. */
  closing(frame: UnitRecord): void {
    const session = this.#session;
    const isElsewhere = session?.isPolling || this.#transport.isProbing;
    // The one that answers the server's ends nothing.
    if (frame.sender === 'server' || frame.partner !== null || session === null || isElsewhere) return;
    session.leftWith = frame;
    const last = this.#fromServer?.stream.wireUnits.at(-1);
    const isReadable = last !== undefined && !last.isAfterFailure && last.fault?.closeCode === undefined;
    if (isReadable && last.kind !== 'undecoded') noteSilence(frame, session);
  }

  /** Each WebSocket message is a packet. */
  #readMessage(carrier: UnitRecord, { bytes, start, end, isText }: Payload, session: EngineSession): void {
    const size = end - start;
    const isOld = session.version === 3;
    if (!isText && !isOld) {
      const unit = this.#add(CODES.message, carrier, null, session);
      this.#handOver(unit, bytes, start, end, false, session);
    } else if (!isText || isBase64At(bytes, start, end)) {
      const part = binaryPart(size, isText && isOld ? 2 : 1);
      this.#readPart(carrier, part, null, bytes, start, session);
    } else {
      const type = typeOf(size > 0 ? bytes[start] : undefined);
      const unit = this.#add(BY_TYPE[type] ?? CODES.undecoded, carrier, null, session);
      this.#readPacket(unit, type, bytes, start, end, session);
    }
    if (size > session.maxPayload && carrier.sender === 'client') {
      this.#apply(carrier.content!, rules.tooLong(size, session.maxPayload, false), session);
    }
  }

  /** A polling body: packets with separators between them; in version 3, each after its length. */
  #readBody(carrier: UnitRecord, payload: Payload, session: EngineSession): void {
    const { bytes, start, end } = payload;
    const spans = new SpanFinder(carrierPieces(carrier));
    const isFirst = session.isWatched && !session.isOpen && carrier.sender === 'server';
    const isCounted = isFirst && looksCounted(bytes, start, end);
    if (isCounted) session.version = 3;
    let previous: UnitRecord | null = null;
    for (const { part, isRest } of bodyParts(bytes, start, end, session.version)) {
      const span = spans.find(part.start, part.end) ?? carrier;
      const unit: UnitRecord = isRest
        ? this.#addRest(carrier, part, span, session)
        : this.#readPart(carrier, part, span, bytes, 0, session);
      if (previous === null) this.#judgeBody(unit, payload, isCounted, session);
      else previous.next = unit;
      previous = unit;
    }
  }

  /** What is wrong with a body as a whole is told at its first packet. */
  #judgeBody(unit: UnitRecord, { start, end }: Payload, isCounted: boolean, session: EngineSession): void {
    if (isCounted) this.#apply(unit, rules.countedBody(), session);
    if (unit.sender === 'server' || session.version === 3 || unit.isAfterFailure) return;
    if (this.#sid === null) this.#apply(unit, rules.withoutSession(), session);
    if (this.#context.contentType === 'application/octet-stream')
      this.#apply(unit, rules.binaryBody(), session);
    const size = end - start;
    if (size > session.maxPayload) this.#apply(unit, rules.tooLong(size, session.maxPayload, true), session);
  }

  /** What is left of a body with very many packets. */
  #addRest(carrier: UnitRecord, part: EnginePart, span: ByteRange, session: EngineSession): UnitRecord {
    const unit = this.#context.log.addAbove(CODES.undecoded, carrier, span);
    unit.complete();
    unit.data = part;
    const message = `This page takes apart ${grouped(MAX_BODY_PACKETS)} packets of one body. The rest of it is shown as one, and nothing after it is decoded.`;
    unit.fault = { message, spec: 'Engine.IO protocol v4', range: { start: 0, end: 0 }, kind: 'limit' };
    session.isStopped[unit.sender] = true;
    return unit;
  }

  /** A packet that is not all of its carrier, or that holds bytes. `offset` is where the carrier begins in `bytes`. */
  #readPart(
    carrier: UnitRecord,
    part: EnginePart,
    span: ByteRange | null,
    bytes: Uint8Array,
    offset: number,
    session: EngineSession,
  ): UnitRecord {
    const start = part.packet + offset;
    const end = part.end + offset;
    const isBase64 = isBase64At(bytes, start, end);
    const isBytes = part.isBinary && !isBase64;
    const type = isBase64 ? MESSAGE : typeOf(start < end ? bytes[start] : undefined, isBytes ? 0 : 48);
    const unit = this.#add(BY_TYPE[type] ?? CODES.undecoded, carrier, span, session);
    unit.data = part;
    if (part.fault !== undefined) this.#apply(unit, rules.badLength(part.fault), session);
    else if (isBase64) this.#readBase64(unit, part, bytes.subarray(part.data + offset, end), session);
    else if (isBytes && type === MESSAGE) this.#handOver(unit, bytes, start + 1, end, false, session);
    else this.#readPacket(unit, type, bytes, start, end, session);
    return unit;
  }

  #add(code: number, carrier: UnitRecord, span: ByteRange | null, session: EngineSession): UnitRecord {
    const unit = this.#context.log.addAbove(code, carrier, span);
    unit.complete();
    const { sender } = carrier;
    if (session.hasFailed(sender) || (this.#transport.isClosed && sender === 'client'))
      unit.markAfterFailure();
    return unit;
  }

  /** A packet whose type stands at `start`. */
  #readPacket(
    unit: UnitRecord,
    type: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    session: EngineSession,
  ): void {
    if (type === MESSAGE) this.#handOver(unit, bytes, start + 1, end, true, session);
    else if (type < 0) {
      const looksOld = unit.sender === 'server' && looksCounted(bytes, start, end);
      this.#apply(
        unit,
        rules.unknownType(unit.sender, start < end ? bytes[start] : undefined, looksOld),
        session,
      );
    } else {
      const isProbe = isProbeAt(bytes, start + 1, end);
      const looksLikeEvent = unit.kind === 'ping' && isEventAt(bytes, start + 1, end);
      this.#judge(unit, isProbe, session, looksLikeEvent);
      if (unit.kind === 'open') this.#readOpen(unit, bytes.subarray(start + 1, end), session);
      else if (unit.kind === 'ping' || unit.kind === 'pong') this.#pair(unit, isProbe, session);
      if (unit.kind === 'ping' && unit.sender === 'server') session.pingWatch?.ping(unit.until);
      else if (unit.kind === 'close' && unit.sender === 'client' && session.closedBy === 'client') {
        session.leftWith = unit.inside;
        noteSilence(unit, session);
      }
      if (unit.sender === 'client' || !session.isWatched || unit.isAfterFailure) return;
      if (unit.kind === 'ping') session.above?.heartbeat?.();
      // On a WebSocket, its end is that of the session.
      else if (unit.kind === 'close' && this.#transport.isPolling) session.above?.end?.('server');
    }
  }

  /** Gives what a message carries to the layer above. */
  #handOver(
    unit: UnitRecord,
    bytes: Uint8Array,
    start: number,
    end: number,
    isText: boolean,
    session: EngineSession,
  ): void {
    if (!isUsual(session, this.#transport)) this.#judge(unit, false, session);
    const payload = this.#payload;
    payload.bytes = bytes;
    payload.start = start;
    payload.end = end;
    payload.isText = isText;
    session.above?.read(unit, payload);
  }

  #readBase64(unit: UnitRecord, part: EnginePart, text: Uint8Array, session: EngineSession): void {
    const exact = decodeBase64(text);
    const decoded = typeof exact === 'number' ? skipToBase64(text) : exact;
    const carrier = unit.inside!;
    const again = () => {
      const kept = base64Text(carrier, part);
      return typeof exact === 'number' ? skipToBase64(kept) : (decodeBase64(kept) as Uint8Array);
    };
    const source = new Remade(this.#context.log.derived, decoded, again);
    unit.data = { ...part, decoded: source } satisfies EnginePart;
    if (typeof exact === 'number') {
      this.#apply(unit, rules.notBase64(unit.sender, part.data - part.packet + exact), session);
    }
    this.#handOver(unit, decoded, 0, decoded.length, false, session);
  }

  #readOpen(unit: UnitRecord, json: Uint8Array, session: EngineSession): void {
    if (unit.sender === 'client') return;
    if (session.version === 3 && !session.isWatched) this.#apply(unit, rules.version3(), session);
    const { sid, maxPayload, intervalMs, timeoutMs, finding } = readOpening(json);
    if (finding !== null) this.#apply(unit, finding, session);
    session.isOpen = true;
    session.isPolling = this.#transport.isPolling;
    session.maxPayload = maxPayload;
    if (session.version === 4) session.pingWatch = new PingWatch(intervalMs, timeoutMs, unit.until);
    if (sid !== null) this.#join(sid, unit.sender);
  }

  /** Joins a pong to its ping. Heartbeats may go by different transports, probes go by the same. */
  #pair(unit: UnitRecord, isProbe: boolean, session: EngineSession): void {
    const { sender } = unit;
    const waiting = isProbe ? this.#transport.probes : session.pings;
    if (unit.kind === 'ping') {
      waiting[sender] = unit;
      return;
    }
    const other = sender === 'client' ? 'server' : 'client';
    const ping = waiting[other];
    if (ping === null) return;
    ping.partner = unit;
    unit.partner = ping;
    waiting[other] = null;
  }

  /** Finds whether this side may send such a packet here and now. */
  #judge(unit: UnitRecord, isProbe: boolean, session: EngineSession, looksLikeEvent = false): void {
    if (unit.isAfterFailure) return;
    const sent = { sender: unit.sender, kind: unit.kind as EngineKind, isProbe, looksLikeEvent };
    const finding = judge(sent, session, this.#transport);
    if (finding !== null) this.#apply(unit, finding, session);
    advance(sent, session, this.#transport);
  }

  #apply(unit: UnitRecord, { fault, closes }: rules.Finding, session: EngineSession): void {
    const part = partOf(unit);
    const lead = part === null || part.fault !== undefined ? 0 : part.packet - part.start;
    const { start, end } = fault.range;
    const own = lead === 0 ? fault : { ...fault, range: { start: start + lead, end: end + lead } };
    const first = unit.fault;
    unit.fault = first === null ? own : { ...first, others: [...(first.others ?? []), own] };
    if (closes === 'session') session.fail(unit.sender);
    else if (closes === 'websocket') this.#transport.isClosed = true;
  }

  #readRefusal(carrier: UnitRecord, payload: Payload): boolean {
    const refusal = readRefusal(carrier, payload, this.#session);
    if (refusal === null) return false;
    const unit = this.#context.log.addAbove(refusal.isKnown ? CODES.error : CODES.undecoded, carrier);
    unit.complete();
    unit.fault = refusal.fault;
    return true;
  }

  #newSession(sender: Peer): EngineSession {
    const { target, openAbove } = this.#context;
    const version = queryOf(target, 'EIO') === '4' ? 4 : 3;
    // A POST without a session begins none.
    const isBeginning = this.#sid === null && (sender === 'server' || !this.#transport.isPolling);
    return new EngineSession(openAbove('engine.io'), version, isBeginning);
  }

  #join(sid: string, sender: Peer): void {
    if (sid.length > MAX_SID_LENGTH) return;
    const { shared, log } = this.#context;
    const known = sessionOf(shared, sid);
    this.#session = known ?? this.#session ?? this.#newSession(sender);
    if (known === undefined) log.derived.pin(SESSION_BYTES);
    shared.set(`engine.io ${sid}`, this.#session);
    this.#context.joined(sid);
  }
}

/** Says on what closes the session for how long the server has not pinged. */
function noteSilence(unit: UnitRecord, session: EngineSession): void {
  const silence = session.pingWatch?.closedAt(unit.until) ?? null;
  // Nothing else is said of a session that is over.
  session.pingWatch = null;
  if (silence !== null) addFault(unit, silence.fault);
}

/** Whether the data is an array, perhaps with an acknowledgement id before it, as in a Socket.IO event. */
function isEventAt(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at]! >= 48 && bytes[at]! <= 57) at++;
  return at < end && bytes[at] === 91;
}
