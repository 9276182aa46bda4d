import { type EngineUnit, engineContent, enginePieces, isBareBinary, partOf } from './engine-io-content';
import { checkJson, jsonParts } from './json';
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
  const bytes = joinPieces(slicePieces(pieces, 0, unit.kind === 'open' ? size : SHOWN_BYTES));
  if (isBareBinary(record)) {
    return size === 0 ? [] : [field('Data', 0, size, hexOf(bytes, PREVIEW_BYTES), 'engine-data')];
  }
  const part = partOf(record);
  const end = part?.hasSeparator ? size - 1 : size;
  const fields = end === 0 ? [] : packetFields(unit, bytes, end);
  if (end < size) fields.push(field('Separator', end, end + 1, '0x1e', 'engine-separator'));
  return fields;
}

function packetFields(unit: EngineUnit, bytes: Uint8Array, end: number): Field[] {
  const data = bytes.subarray(1, end);
  if (unit.kind === 'undecoded') {
    return [field('Unknown packet', 0, end, quoteBytes(bytes.subarray(0, end)), 'engine-unknown')];
  }
  const isBase64 = bytes[0] === 98;
  const type = String.fromCharCode(bytes[0]!);
  const fields = [
    isBase64
      ? field('Packet type', 0, 1, 'b binary message', 'engine-type-binary')
      : field('Packet type', 0, 1, `${type} ${unit.kind}`, `engine-type-${unit.kind}`),
  ];
  if (data.length === 0) return fields;
  if (isBase64) fields.push(field('Base64 data', 1, end, quoteBytes(data, 80), 'engine-base64'));
  else if (unit.kind === 'open' && checkJson(bytes, 1, end) < 0) fields.push(...settingFields(bytes, end));
  else {
    const term = unit.kind === 'ping' || unit.kind === 'pong' ? 'engine-probe' : 'engine-data';
    fields.push(field('Data', 1, end, quoteBytes(data, 120), term));
  }
  return fields;
}

/** The settings in an open packet: one field for each member of the JSON object. */
function settingFields(bytes: Uint8Array, end: number): Field[] {
  return jsonParts(bytes, 1, end).map((range) => {
    const text = textOf(bytes.subarray(range.start, range.end));
    const member = /^\s*\{?\s*"((?:[^"\\]|\\.)*)"\s*:\s*(.*?)\s*[,}]?\s*$/s.exec(text);
    const [, name = 'Setting', value = text] = member ?? [];
    const term = Object.hasOwn(SETTING_TERMS, name) ? SETTING_TERMS[name]! : 'engine-setting';
    return field(name === '' ? 'Setting' : name, range.start, range.end, value, term);
  });
}

function dataOf(unit: EngineUnit, limit: number): Uint8Array {
  return joinPieces(slicePieces(engineContent(unit as UnitRecord), 0, limit));
}

const isBinary = (unit: EngineUnit): boolean =>
  isBareBinary(unit as UnitRecord) || partOf(unit as UnitRecord)?.decoded != null;

export function engineLabel(unit: EngineUnit): string {
  if (unit.kind === 'undecoded') return 'unknown packet';
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
      return `${who} sent an Engine.IO ${unit.kind}${isProbe ? ' to probe the new transport' : ''}.`;
    }
    case 'message':
      if (isBinary(unit)) return `${who} sent a binary Engine.IO message of ${size}.`;
      return `${who} sent an Engine.IO message: ${quoteBytes(dataOf(unit, 320), 80)}.`;
    default:
      return `${who} sent an unknown Engine.IO packet.`;
  }
}
