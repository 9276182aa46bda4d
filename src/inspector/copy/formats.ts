import type { Capture } from '../../capture/capture';
import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import { hexByte } from '../../protocol/text';
import type { Field, Unit } from '../../protocol/unit';
import { joinedIn, layerPath } from '../layer-path';
import { nameOfUnit } from '../names';
import { curlCommand, websocatCommand, wscatCommand } from './commands';

/** Most bytes that are copied as hexadecimal or text: a clipboard is not made for more. */
export const MAX_COPIED_BYTES = 1024 * 1024;
const MAX_JSON_BYTES = 4096;
const MAX_JSON_FIELDS = 1000;

/** A copy format, as the menu offers it. */
export interface CopyFormat {
  readonly id: 'hex' | 'text' | 'json' | 'curl' | 'websocat' | 'wscat';
  readonly label: string;
  /** What to know before pasting it; empty for nothing. */
  readonly note: string;
  readonly text: () => string;
}

/** The unit's own bytes in hexadecimal, sixteen a line. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Array.from(bytes.subarray(at, at + 16), hexByte);
    lines.push(row.join(' '));
  }
  return lines.join('\n');
}

/** A unit with its layers, fields and times, as JSON. Long payloads and lists are cut and marked. */
export function jsonText(capture: Pick<Capture, 'decoder' | 'connection'>, unit: Unit): string {
  const { decoder } = capture;
  const size = decoder.sizeOf(unit);
  const fields = decoder.fieldsOf(unit);
  const value = {
    name: nameOfUnit(capture, unit),
    sentence: decoder.sentenceOf(unit),
    layer: unit.layer,
    kind: unit.kind,
    direction: unit.sender === 'client' ? 'client to server' : 'server to client',
    connection: unit.connection,
    tappedAt: { firstByteMicros: unit.at, lastByteMicros: unit.until },
    partial: unit.partial,
    ...(unit.fault && { fault: unit.fault }),
    layers: layerPath(decoder, unit).map((other) => ({
      layer: other.layer,
      kind: other.kind,
      bytes: decoder.sizeOf(other),
      wire: decoder
        .toWire(other)
        .ranges.slice(0, 100)
        .map(({ start, end }) => [start, end]),
    })),
    fields: fields.slice(0, MAX_JSON_FIELDS).map(fieldJson),
    ...(fields.length > MAX_JSON_FIELDS && { fieldsLeftOut: fields.length - MAX_JSON_FIELDS }),
    size,
    hex: hexText(decoder.bytesOf(unit, { start: 0, end: MAX_JSON_BYTES })).replaceAll('\n', ' '),
    ...(size > MAX_JSON_BYTES && { bytesLeftOut: size - MAX_JSON_BYTES }),
  };
  return JSON.stringify(value, null, 2);
}

function fieldJson({ name, start, end, bits, value, spec }: Field) {
  return { name, bytes: [start, end], ...(bits && { bits: [bits.start, bits.end] }), value, spec };
}

/** Its payload is what can be read: its own bytes are no text. */
function hasPayload(unit: Unit): boolean {
  const layer = layerOf(unit.layer);
  return layer.content !== undefined && !layer.isText(unit);
}

/** A frame's payload as the application gets it if the frame is the whole message; else only unmasked. */
function contentText(decoder: Decoder, unit: Unit): string {
  const range = { start: 0, end: MAX_COPIED_BYTES };
  // Any other unit is already text.
  if (!hasPayload(unit)) return textOf(decoder.bytesOf(unit, range));
  const message = joinedIn(decoder, unit);
  if (message && decoder.carriersOf(message).length === 1) return textOf(decoder.bytesOf(message, range));
  return textOf(decoder.contentOf(unit).subarray(0, MAX_COPIED_BYTES));
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** All copy formats of this unit. */
export function copyFormats(capture: Pick<Capture, 'decoder' | 'connection'>, unit: Unit): CopyFormat[] {
  const { decoder } = capture;
  const cut = decoder.sizeOf(unit) > MAX_COPIED_BYTES ? 'the first MiB' : '';
  const bytes = () => decoder.bytesOf(unit, { start: 0, end: MAX_COPIED_BYTES });
  const formats: CopyFormat[] = [
    { id: 'hex', label: 'Bytes as hex', note: cut, text: () => hexText(bytes()) },
    {
      id: 'text',
      label: hasPayload(unit) ? 'Payload as text' : 'Text',
      note: cut,
      text: () => contentText(decoder, unit),
    },
    { id: 'json', label: 'JSON: layers, fields, times', note: '', text: () => jsonText(capture, unit) },
  ];
  const commands = [
    ['curl', 'Command: curl', '', curlCommand(decoder, unit)],
    [
      'websocat',
      'Command: websocat',
      'the same message, on a connection of its own',
      websocatCommand(decoder, unit),
    ],
    ['wscat', 'Command: wscat', 'the same message, on a connection of its own', wscatCommand(decoder, unit)],
  ] as const;
  for (const [id, label, note, command] of commands) {
    if (command !== null) formats.push({ id, label, note, text: () => command });
  }
  return formats;
}
