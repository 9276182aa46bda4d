import { decodeBase64 } from './base64';
import { Remade } from './derived';
import {
  base64Text,
  carrierPieces,
  ENGINE_KINDS,
  type EngineKind,
  type EnginePart,
  type EngineUnit,
  engineContent,
  enginePieces,
  wireSpan,
} from './engine-io-content';
import { engineFields, engineLabel, engineSentence } from './engine-io-describe';
import { checkJson } from './json';
import type { Context, Layer, Payload, PayloadReader } from './layer';
import type { Fault, Peer } from './layer-unit';
import { joinPieces, type Piece } from './origin';
import { type UnitRecord, unitCodes } from './records';
import { grouped, queryOf, textOf } from './text';

const SPEC = 'Engine.IO protocol v4';
const SEPARATOR = 0x1e;
const BASE64 = 98; // "b"

/** Most packets of one polling body: single-byte packets would become units of hundreds of times its size. */
const MAX_BODY_PACKETS = 10_000;
/** Longest session id that is remembered, in characters; Engine.IO's own have 20. */
const MAX_SID_LENGTH = 256;
/** Memory of a session, with the reader of the layer above it. */
const SESSION_BYTES = 1000;

const CODES = unitCodes('engine.io', ENGINE_KINDS);
const BY_TYPE = ENGINE_KINDS.map((kind) => CODES[kind]);

/** Engine.IO v4: packets in WebSocket messages or in the bodies of long polling. */
export const engineIo: Layer<'engine.io', EngineKind> = {
  id: 'engine.io',
  kinds: ENGINE_KINDS,
  name: 'Engine.IO',
  shortName: 'Engine.IO',
  title: 'Engine.IO packet',
  about: 'A packet of the session that Socket.IO travels in, whichever transport carries it.',
  colour: '--engine-io',
  documents: { 'Engine.IO protocol': 'https://socket.io/docs/v4/engine-io-protocol/' },
  // With data, a ping or pong probes a transport.
  heartbeats: { kinds: ['ping', 'pong'], maxBytes: 1 },
  isText: () => true,
  noun: () => 'Engine.IO packet',
  withoutCode: {
    ping: 'No code sends a ping: the server’s library does, to hear whether the client is still there.',
    pong: 'No code sends a pong: the client’s library answers each ping by itself.',
  },
  session: {
    inTarget: (target) => (queryOf(target, 'EIO') === '4' ? queryOf(target, 'sid') : null),
    inUnit: openedSession,
    isPoll: (method, target) => method === 'GET' && queryOf(target, 'transport') === 'polling',
  },
  pieces: (unit) => enginePieces(unit as UnitRecord),
  content: (unit) => engineContent(unit as UnitRecord),
  fields: engineFields,
  label: engineLabel,
  sentence: engineSentence,
  carriers: (unit) => (unit.inside === null ? [] : [unit.inside]),
  reads: {
    accepts: ({ below, target }) =>
      (below === 'message' || below === 'http') && queryOf(target, 'EIO') === '4',
    open: (context) => new EngineIoReader(context),
  },
};

/** The session that the server's open packet names (“Handshake”). */
function openedSession(unit: EngineUnit): string | null {
  if (unit.kind !== 'open' || unit.sender !== 'server') return null;
  return sidOfSettings(joinPieces(engineContent(unit as UnitRecord)));
}

function sidOfSettings(json: Uint8Array): string | null {
  try {
    const settings: unknown = JSON.parse(textOf(json));
    const sid = typeof settings === 'object' && settings !== null && 'sid' in settings ? settings.sid : null;
    return typeof sid === 'string' ? sid : null;
  } catch {
    return null;
  }
}

/** A session, on all connections that carry it. */
interface Session {
  readonly above: PayloadReader | null;
  /** The latest ping or probe of each side that has no pong yet. */
  readonly pings: Record<Peer, UnitRecord | null>;
  /** A rule was broken in this direction: an endpoint reads no further. */
  readonly isOver: Record<Peer, boolean>;
}

class EngineIoReader implements PayloadReader {
  readonly #context: Context;
  readonly #probes: Record<Peer, UnitRecord | null> = { client: null, server: null };
  readonly #payload: { -readonly [Key in keyof Payload]: Payload[Key] };
  #session: Session | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#payload = { bytes: new Uint8Array(0), start: 0, end: 0, isText: true };
    const sid = queryOf(context.target, 'sid');
    if (sid !== null) this.#join(sid);
  }

  read(carrier: UnitRecord, payload: Payload): void {
    this.#session ??= this.#newSession();
    if (this.#session.isOver[carrier.sender]) return;
    if (this.#context.below === 'http') this.#readBody(carrier, payload);
    else if (payload.isText) this.#readText(carrier, payload, this.#add(carrier, payload, null, []));
    else {
      const unit = this.#context.log.addAbove(CODES.message, carrier);
      unit.complete();
      this.#session.above?.read(unit, payload);
    }
  }

  /** A polling body: packets with separators between them. Binary packets are base64 text after “b”. */
  #readBody(carrier: UnitRecord, payload: Payload): void {
    const { bytes, end } = payload;
    const pieces = carrierPieces(carrier);
    let previous: UnitRecord | null = null;
    let count = 0;
    for (let start = payload.start; ; ) {
      if (count++ === MAX_BODY_PACKETS) {
        const part = { start, end, hasSeparator: false, decoded: null };
        previous!.next = this.#addRest(carrier, part, pieces);
        return;
      }
      const separator = bytes.indexOf(SEPARATOR, start);
      const isLast = separator < 0 || separator >= end;
      const stop = isLast ? end : separator;
      const packet = { bytes, start, end: stop, isText: true };
      const part: EnginePart = { start, end: stop, hasSeparator: !isLast, decoded: null };
      const unit = this.#add(carrier, packet, part, pieces);
      if (previous !== null) previous.next = unit;
      previous = unit;
      if (bytes[start] === BASE64 && stop > start) this.#readBase64(carrier, unit, packet, part);
      else this.#readText(carrier, packet, unit);
      if (isLast || unit.fault !== null) return;
      start = stop + 1;
    }
  }

  /** The rest of a body with too many packets. */
  #addRest(carrier: UnitRecord, part: EnginePart, pieces: readonly Piece[]): UnitRecord {
    const unit = this.#context.log.addAbove(CODES.undecoded, carrier, wireSpan(carrier, pieces, part));
    unit.complete();
    unit.data = part;
    const message = `This page takes apart ${grouped(MAX_BODY_PACKETS)} packets of one body. The rest of it is shown as one, and nothing after it is decoded.`;
    unit.fault = { message, spec: SPEC, range: { start: 0, end: 0 }, kind: 'limit' };
    this.#session!.isOver[unit.sender] = true;
    return unit;
  }

  #add(carrier: UnitRecord, packet: Payload, part: EnginePart | null, pieces: readonly Piece[]): UnitRecord {
    const { bytes, start, end } = packet;
    const isBase64 = part !== null && bytes[start] === BASE64;
    const typeCode = isBase64 ? CODES.message : BY_TYPE[bytes[start]! - 48];
    const code = (start === end ? undefined : typeCode) ?? CODES.undecoded;
    const { log } = this.#context;
    const span = part === null ? null : wireSpan(carrier, pieces, part);
    const unit = log.addAbove(code, carrier, span);
    unit.complete();
    if (part !== null) unit.data = part;
    if (code === CODES.undecoded) {
      const subject =
        start === end ? 'An empty packet' : `A packet that starts with 0x${bytes[start]!.toString(16)}`;
      this.#fail(unit, `${subject} is none of the types 0 to 6.`, 0, start === end ? 0 : 1);
    }
    return unit;
  }

  #fail(unit: UnitRecord, message: string, start: number, end: number): void {
    const fault: Fault = { message, spec: SPEC, range: { start, end } };
    unit.fault = fault;
    this.#session!.isOver[unit.sender] = true;
  }

  #readBase64(carrier: UnitRecord, unit: UnitRecord, packet: Payload, part: EnginePart): void {
    const decoded = decodeBase64(packet.bytes.subarray(packet.start + 1, packet.end));
    if (typeof decoded === 'number') {
      this.#fail(unit, 'The data of a “b” packet must be base64.', 1 + decoded, 2 + decoded);
      return;
    }
    const again = () => {
      const bytes = decodeBase64(base64Text(carrier, part));
      return typeof bytes === 'number' ? new Uint8Array(0) : bytes;
    };
    const source = new Remade(this.#context.log.derived, decoded, again);
    unit.data = { ...part, decoded: source } satisfies EnginePart;
    this.#session!.above?.read(unit, { bytes: decoded, start: 0, end: decoded.length, isText: false });
  }

  #readText(carrier: UnitRecord, packet: Payload, unit: UnitRecord): void {
    if (unit.kind === 'message') {
      const payload = this.#payload;
      payload.bytes = packet.bytes;
      payload.start = packet.start + 1;
      payload.end = packet.end;
      this.#session!.above?.read(unit, payload);
    } else if (unit.kind === 'open') this.#readOpen(carrier, packet, unit);
    else if (unit.kind === 'ping' || unit.kind === 'pong') this.#readPing(packet, unit);
  }

  #readOpen(carrier: UnitRecord, packet: Payload, unit: UnitRecord): void {
    const { bytes, start, end } = packet;
    const bad = checkJson(bytes, start + 1, end);
    const text = bad < 0 ? textOf(bytes.subarray(start + 1, end)) : '{}';
    const settings: unknown = JSON.parse(text);
    const sid = typeof settings === 'object' && settings !== null && 'sid' in settings ? settings.sid : null;
    if (carrier.sender === 'client') this.#fail(unit, 'Only the server opens a session.', 0, 1);
    else if (typeof sid !== 'string') {
      const at = bad < 0 ? 1 : Math.min(bad, end - 1) - start;
      this.#fail(
        unit,
        'The data of an open packet is a JSON object with the session’s id as “sid”.',
        at,
        at + 1,
      );
    } else this.#join(sid);
  }

  /** Heartbeats go from the server to the client; a ping from the client only probes a new transport. */
  #readPing(packet: Payload, unit: UnitRecord): void {
    const { sender } = unit;
    const isProbe = packet.end - packet.start === 6;
    if (unit.kind === 'ping') {
      if (isProbe) this.#probes[sender] = unit;
      else this.#session!.pings[sender] = unit;
      if (sender === 'client' && !isProbe) {
        this.#fail(unit, 'In this version the server sends the pings, and the client the pongs.', 0, 1);
      }
      return;
    }
    const waiting = isProbe ? this.#probes : this.#session!.pings;
    const other = sender === 'client' ? 'server' : 'client';
    const ping = waiting[other];
    if (ping === null) return;
    ping.partner = unit;
    unit.partner = ping;
    waiting[other] = null;
  }

  #newSession(): Session {
    return {
      above: this.#context.openAbove('engine.io'),
      pings: { client: null, server: null },
      isOver: { client: false, server: false },
    };
  }

  #join(sid: string): void {
    if (sid.length > MAX_SID_LENGTH) return;
    const { shared, log } = this.#context;
    const key = `engine.io ${sid}`;
    const existing = shared.get(key) as Session | undefined;
    this.#session = existing ?? this.#session ?? this.#newSession();
    if (existing === undefined) log.derived.pin(SESSION_BYTES);
    shared.set(key, this.#session);
    this.#context.joined(sid);
  }
}
