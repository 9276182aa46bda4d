import type { Context, Payload, PayloadReader } from '../layer';
import type { Peer } from '../layer-unit';
import { joinPieces, SpanFinder } from '../origin';
import { type UnitRecord, unitCodes } from '../records';
import { grouped } from '../text';
import { messagePieces } from '../websocket-message';
import { type MqttData, type MqttPart, mqttPieces } from './mqtt-content';
import {
  ANSWERS,
  citation,
  kindOf,
  MQTT_KINDS,
  type MqttKind,
  type MqttUnit,
  type MqttVersion,
  onlyFrom,
} from './packet-types';
import { type Packet, readPacket } from './read-packet';

const CODES = unitCodes('mqtt', MQTT_KINDS);

/** A message of single-byte packets would become units of hundreds of times its size. */
const MAX_MESSAGE_PACKETS = 10_000;
/** Packets of both sides that may wait for their answer. */
const MAX_WAITING = 10_000;
/** The first byte, and at most four of the remaining length (MQTT 5.0 §2.1.1). */
const MAX_HEADER_BYTES = 5;

/** A packet that is being read, which may continue in the next message. */
interface Open {
  readonly unit: UnitRecord;
  readonly parts: MqttPart[];
  /** The fixed header so far. */
  readonly header: number[];
  /** Bytes still to come; null until the fixed header is whole. */
  remaining: number | null;
}

interface Direction {
  open: Open | null;
  /** Packets read so far. */
  count: number;
  /** A rule was broken: an endpoint reads no further. */
  isOver: boolean;
}

/** A message whose packets are being read. */
interface Message {
  readonly carrier: UnitRecord;
  readonly payload: Payload;
  readonly spans: SpanFinder;
  /** The previous packet in this message. */
  previous: UnitRecord | null;
}

/**
 * Reads the control packets of a connection, both ways. Message boundaries mean nothing to them: a packet may
 * span several WebSocket messages, and several packets may share one (MQTT 5.0 §6.0).
 */
export class MqttReader implements PayloadReader {
  readonly #context: Context;
  readonly #directions: Readonly<Record<Peer, Direction>> = {
    client: { open: null, count: 0, isOver: false },
    server: { open: null, count: 0, isOver: false },
  };
  /** Packets that will be answered, by sender, kind of the answer, and identifier. */
  readonly #waiting = new Map<string, UnitRecord>();
  #version: MqttVersion = 4;

  constructor(context: Context) {
    this.#context = context;
  }

  read(carrier: UnitRecord, payload: Payload): void {
    const direction = this.#directions[carrier.sender];
    if (direction.isOver) return;
    const message: Message = {
      carrier,
      payload,
      spans: new SpanFinder(messagePieces(carrier)),
      previous: null,
    };
    if (payload.isText) {
      this.#reject(message, payload.start, 'MQTT packets come in binary messages, not in text.', '6.0');
      return;
    }
    let at = payload.start;
    for (let packets = 0; at < payload.end && !direction.isOver; packets++) {
      if (packets === MAX_MESSAGE_PACKETS) {
        const limit = `This page takes apart ${grouped(packets)} packets of one message. The rest of it is shown as one, and nothing after it is decoded.`;
        this.#reject(message, at, limit, '6.0', true);
        return;
      }
      direction.open ??= this.#begin(message, at);
      at = this.#take(message, direction.open, at);
    }
  }

  #begin(message: Message, at: number): Open {
    const { carrier, payload } = message;
    const kind = kindOf(payload.bytes[at]!, this.#version);
    const code = kind === null ? CODES.undecoded : CODES[kind];
    const unit = this.#context.log.addAbove(code, carrier, this.#spanOf(message, at, at + 1));
    unit.data = { version: this.#version, parts: [] } satisfies MqttData;
    if (message.previous !== null) message.previous.next = unit;
    return { unit, parts: [], header: [], remaining: null };
  }

  /** Reads bytes of the open packet from `from` on; returns where they end in this message. */
  #take(message: Message, open: Open, from: number): number {
    const { bytes, end } = message.payload;
    let at = from;
    while (open.remaining === null && at < end) {
      open.header.push(bytes[at++]!);
      open.remaining = remainingLength(open.header);
    }
    if (open.remaining !== null) {
      const taken = Math.min(open.remaining, end - at);
      open.remaining -= taken;
      at += taken;
    }
    this.#addPart(message, open, from, at);
    if (open.remaining === 0) this.#end(message, open);
    return at;
  }

  #addPart(message: Message, { unit, parts }: Open, from: number, to: number): void {
    const { carrier, payload } = message;
    const span = this.#spanOf(message, from, to);
    carrier.carry(unit.id);
    unit.growTo(Math.max(unit.end, span.end), carrier.stream.readAt(Math.max(span.start, span.end - 1)));
    parts.push({ carrier, start: from - payload.start, end: to - payload.start });
    const isWhole = parts.length === 1 && from === payload.start && to === payload.end;
    unit.data = { version: this.#version, parts: isWhole ? null : parts } satisfies MqttData;
    message.previous = unit;
  }

  /** Where a part of a message is on the wire. */
  #spanOf({ carrier, payload, spans }: Message, from: number, to: number) {
    return spans.find(from - payload.start, to - payload.start) ?? { start: carrier.start, end: carrier.end };
  }

  #end({ payload }: Message, { unit, parts }: Open): void {
    const direction = this.#directions[unit.sender];
    direction.open = null;
    unit.complete();
    const [part] = parts;
    const bytes =
      parts.length === 1
        ? payload.bytes.subarray(payload.start + part!.start, payload.start + part!.end)
        : joinPieces(mqttPieces(unit as MqttUnit));
    const packet = readPacket(bytes, bytes.length, this.#version);
    // The first CONNECT says which standard all packets follow.
    if (packet.kind === 'connect' && direction.count === 0) this.#version = packet.version;
    unit.data = { ...(unit.data as MqttData), version: packet.version } satisfies MqttData;
    this.#judge(unit, packet, direction.count++);
    if (unit.fault !== null) direction.isOver = true;
    else if (packet.kind !== null) this.#pair(unit, packet.kind, packet);
    if (packet.kind === null) unit.code = CODES.undecoded;
  }

  /** The packet's own fault, or that it must not come from this side at this point. */
  #judge(unit: UnitRecord, { kind, fault }: Packet, before: number): void {
    const version = this.#version;
    const blame = (message: string, section: string, in311 = section) => {
      unit.fault ??= { message, spec: citation(version, section, in311), range: { start: 0, end: 1 } };
    };
    unit.fault = fault;
    if (kind === null) return;
    const name = kind.toUpperCase();
    const sender = onlyFrom(kind, version);
    if (sender !== null && sender !== unit.sender) {
      blame(`Only the ${sender} sends ${name}.`, '2.1.2', '2.2.1');
    } else if (unit.sender === 'client' && before === 0 && kind !== 'connect') {
      blame(`The client’s first packet is CONNECT, not ${name}.`, '3.1');
    } else if (before > 0 && kind === 'connect') {
      blame('A client sends CONNECT once on a connection.', '3.1');
    } else if (unit.sender === 'server' && before === 0 && kind !== 'connack' && kind !== 'auth') {
      blame(`The server’s first packet is CONNACK, not ${name}.`, '3.2');
    }
  }

  /** Pairs an answer with its packet. */
  #pair(unit: UnitRecord, kind: MqttKind, { facts }: Packet): void {
    const id = facts.packetId ?? 0;
    const other = unit.sender === 'client' ? 'server' : 'client';
    const asked = this.#waiting.get(`${other} ${kind} ${id}`);
    if (asked !== undefined) {
      this.#waiting.delete(`${other} ${kind} ${id}`);
      asked.partner = unit;
      unit.partner = asked;
    }
    const answer = kind === 'publish' ? [null, 'puback', 'pubrec'][facts.qos ?? 0] : ANSWERS[kind];
    if (!answer) return;
    this.#waiting.set(`${unit.sender} ${answer} ${id}`, unit);
    if (this.#waiting.size > MAX_WAITING) this.#waiting.delete(this.#waiting.keys().next().value!);
  }

  /** The rest of a message is not a packet, or more than this page takes apart. */
  #reject(message: Message, from: number, text: string, section: string, isLimit = false): void {
    const { carrier, payload } = message;
    const direction = this.#directions[carrier.sender];
    const unit = this.#context.log.addAbove(
      CODES.undecoded,
      carrier,
      this.#spanOf(message, from, payload.end),
    );
    if (message.previous !== null) message.previous.next = unit;
    const part: MqttPart = { carrier, start: from - payload.start, end: payload.end - payload.start };
    unit.data = { version: this.#version, parts: [part] } satisfies MqttData;
    unit.complete();
    unit.fault = {
      message: text,
      spec: citation(this.#version, section),
      range: { start: 0, end: isLimit ? 0 : 1 },
      ...(isLimit && { kind: 'limit' as const }),
    };
    direction.open = null;
    direction.isOver = true;
  }
}

/** The remaining length of a fixed header; null while it is incomplete, 0 when its fourth byte does not end it. */
function remainingLength(header: readonly number[]): number | null {
  if (header.length < 2) return null;
  if (header.at(-1)! > 127) return header.length === MAX_HEADER_BYTES ? 0 : null;
  let length = 0;
  for (let at = header.length - 1; at > 0; at--) length = length * 128 + (header[at]! & 127);
  return length;
}
