import {
  type EngineUnit,
  engineContent,
  enginePieces,
  isBareBinary,
  isBinaryPacket,
  partOf,
} from './engine-io-content';
import { checkJson, jsonParts, memberAt } from './json';
import type { Field } from './layer-unit';
import { joinPieces, piecesLength, slicePieces } from './origin';
import type { UnitRecord } from './records';
import { count, grouped, hexOf, nameOf, PREVIEW_BYTES, quoteBytes, textOf } from './text';

const SPEC = 'Engine.IO protocol v4';

const SETTING_TERMS: Readonly<Record<string, string>> = {
  sid: 'engine-sid',
  upgrades: 'engine-upgrades',
  pingInterval: 'engine-ping-interval',
  pingTimeout: 'engine-ping-timeout',
  maxPayload: 'engine-max-payload',
  code: 'engine-error-code',
  message: 'engine-error-message',
};

function field(name: string, start: number, end: number, value: string, term: string): Field {
  return { name, start, end, value, term, spec: SPEC };
}

/** As much of a packet as is shown of its data. */
const SHOWN_BYTES = 1024;

export function engineFields(unit: EngineUnit): readonly Field[] {
  const record = unit as UnitRecord;
  const pieces = enginePieces(record);
  const size = piecesLength(pieces);
  // All settings of an open packet are shown; of other packets, only the beginning.
  const isJson = unit.kind === 'open' || unit.kind === 'error';
  const bytes = joinPieces(slicePieces(pieces, 0, isJson ? size : SHOWN_BYTES));
  if (size === 0) return [];
  if (isBareBinary(record)) return [field('Data', 0, size, hexOf(bytes, PREVIEW_BYTES), 'engine-data')];
  if (unit.kind === 'error') return errorFields(bytes);
  const part = partOf(record);
  const end = part?.hasSeparator ? size - 1 : size;
  const packet = part === null ? 0 : part.packet - part.start;
  const fields: Field[] = [];
  if (packet > 0) fields.push(field('Length', 0, packet, lengthText(bytes, packet), 'engine-length'));
  if (end > packet) packetFields(fields, unit, bytes, packet, end);
  if (end < size) fields.push(field('Separator', end, end + 1, '0x1e', 'engine-separator'));
  return fields;
}

/** The length before a packet of version 3: digits and a colon, or bytes. */
function lengthText(bytes: Uint8Array, end: number): string {
  return bytes[0]! < 2 ? hexOf(bytes.subarray(0, end)) : textOf(bytes.subarray(0, end - 1));
}

/** A refusal is JSON, or nothing but the reason. */
function errorFields(bytes: Uint8Array): Field[] {
  const { length } = bytes;
  return checkJson(bytes, 0, length) < 0
    ? memberFields(bytes, 0, length)
    : [field('message', 0, length, quoteBytes(bytes, 80), 'engine-error-message')];
}

function packetFields(
  fields: Field[],
  unit: EngineUnit,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  if (unit.kind === 'undecoded') {
    fields.push(
      field('Unknown packet', start, end, quoteBytes(bytes.subarray(start, end)), 'engine-unknown'),
    );
    return;
  }
  const part = partOf(unit as UnitRecord);
  const isBase64 = bytes[start] === 98;
  const isBytes = part?.isBinary === true && !isBase64;
  const data = part === null ? 1 : part.data - part.start;
  const type = isBytes ? `${bytes[start]}` : textOf(bytes.subarray(start, data));
  fields.push(
    isBase64
      ? field('Packet type', start, data, `${type} binary message`, 'engine-type-binary')
      : field('Packet type', start, data, `${type} ${unit.kind}`, `engine-type-${unit.kind}`),
  );
  if (data >= end) return;
  const own = bytes.subarray(data, end);
  if (isBase64) fields.push(field('Base64 data', data, end, quoteBytes(own, 80), 'engine-base64'));
  else if (isBytes) fields.push(field('Data', data, end, hexOf(own, PREVIEW_BYTES), 'engine-data'));
  else if (unit.kind === 'open' && checkJson(bytes, data, end) < 0) {
    for (const member of memberFields(bytes, data, end)) fields.push(member);
  } else {
    const term = unit.kind === 'ping' || unit.kind === 'pong' ? 'engine-probe' : 'engine-data';
    fields.push(field('Data', data, end, quoteBytes(own, 120), term));
  }
}

/** One field for each member of a JSON object: the settings in an open packet, or what an error says. */
function memberFields(bytes: Uint8Array, start: number, end: number): Field[] {
  return jsonParts(bytes, start, end).map((range) => {
    const { name, value } = memberAt(bytes, range);
    const term = Object.hasOwn(SETTING_TERMS, name) ? SETTING_TERMS[name]! : 'engine-setting';
    const text = quoted(bytes, value);
    return field(name === '' ? 'Setting' : name, range.start, range.end, text, term);
  });
}

/** A value as it stands there, shortened. */
function quoted(bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): string {
  const isLong = end - start > SHOWN_BYTES;
  return textOf(bytes.subarray(start, isLong ? start + SHOWN_BYTES : end)) + (isLong ? '…' : '');
}

function dataOf(unit: EngineUnit, limit: number): Uint8Array {
  return joinPieces(slicePieces(engineContent(unit as UnitRecord), 0, limit));
}

const isBinary = (unit: EngineUnit): boolean => isBinaryPacket(unit as UnitRecord);

/** What an error says: “Session ID unknown”. */
function reasonOf(unit: EngineUnit): string {
  const bytes = joinPieces(enginePieces(unit as UnitRecord));
  const said = errorFields(bytes).find(({ name }) => name === 'message');
  const text = said?.value ?? '';
  return text.replace(/^["“]|["”]$/g, '');
}

export function engineLabel(unit: EngineUnit): string {
  if (unit.kind === 'undecoded') return 'unknown packet';
  if (unit.kind === 'error') return `error ${reasonOf(unit)}`;
  const size = piecesLength(engineContent(unit as UnitRecord));
  if (isBinary(unit)) return `message ${grouped(size)} B`;
  if (unit.kind === 'message') return `message ${quoteBytes(dataOf(unit, 128), 24)}`;
  if ((unit.kind === 'ping' || unit.kind === 'pong') && size > 0)
    return `${unit.kind} ${textOf(dataOf(unit, 16))}`;
  return unit.kind;
}

export function engineSentence(unit: EngineUnit): string {
  const who = nameOf(unit.sender);
  const size = count(piecesLength(engineContent(unit as UnitRecord)), 'byte');
  switch (unit.kind) {
    case 'open':
      return `${who} opened the Engine.IO session.`;
    case 'close':
      return `${who} closed this Engine.IO transport.`;
    case 'upgrade':
      return `${who} moved the Engine.IO session to this transport.`;
    case 'noop':
      return `${who} ended a waiting poll with an Engine.IO noop.`;
    case 'ping':
    case 'pong': {
      const isProbe = piecesLength(engineContent(unit as UnitRecord)) > 0;
      if (!isProbe) return `${who} sent an Engine.IO ${unit.kind}.`;
      return unit.kind === 'ping'
        ? `${who} sent an Engine.IO ping to probe the new transport.`
        : `${who} answered the probe of the new transport with an Engine.IO pong.`;
    }
    case 'error':
      return `The server refused the request: ${reasonOf(unit)}.`;
    case 'message':
      if (isBinary(unit)) return `${who} sent a binary Engine.IO message of ${size}.`;
      return `${who} sent an Engine.IO message: ${quoteBytes(dataOf(unit, 320), 80)}.`;
    default:
      return `${who} sent an unknown Engine.IO packet.`;
  }
}
