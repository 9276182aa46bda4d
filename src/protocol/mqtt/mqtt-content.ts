import { joinPieces, type Piece, piecesLength, slicePieces } from '../origin';
import type { UnitRecord } from '../records';
import { messagePieces } from '../websocket-message';
import type { MqttUnit, MqttVersion } from './packet-types';
import { type Packet, readPacket } from './read-packet';

/** A part of a packet: bytes `[start, end)` of a WebSocket message. */
export interface MqttPart {
  readonly carrier: UnitRecord;
  readonly start: number;
  readonly end: number;
}

/** What is stored with a packet. */
export interface MqttData {
  readonly version: MqttVersion;
  /** Its parts; null when it is one whole message. */
  readonly parts: readonly MqttPart[] | null;
}

const dataOf = (unit: MqttUnit) => (unit as UnitRecord).data as MqttData;

/** The messages that carry a packet, in order. */
export function mqttCarriers(unit: MqttUnit): readonly UnitRecord[] {
  return dataOf(unit).parts?.map(({ carrier }) => carrier) ?? [(unit as UnitRecord).inside!];
}

/** A packet's bytes: messages, or parts of them. */
export function mqttPieces(unit: MqttUnit): readonly Piece[] {
  const { parts } = dataOf(unit);
  if (parts === null) return messagePieces((unit as UnitRecord).inside!);
  return parts.flatMap(({ carrier, start, end }) => slicePieces(messagePieces(carrier), start, end));
}

/** The application message of a PUBLISH; all of any other packet. */
export function mqttContent(unit: MqttUnit): readonly Piece[] {
  const pieces = mqttPieces(unit);
  const start = unit.kind === 'publish' ? packetOf(unit).facts.payloadStart : 0;
  return start === undefined ? [] : slicePieces(pieces, start, Number.POSITIVE_INFINITY);
}

/** How much of a packet is taken apart: the rest of a longer one is shown as one field. */
const READ_BYTES = 256 * 1024;

/** The packet, taken apart. */
export function packetOf(unit: MqttUnit): Packet {
  const pieces = mqttPieces(unit);
  const bytes = joinPieces(slicePieces(pieces, 0, READ_BYTES));
  return readPacket(bytes, piecesLength(pieces), dataOf(unit).version);
}
