import type { Layer } from './layer';
import type { Field } from './layer-unit';
import { joinPieces, type Piece, piecesLength, slicePieces } from './origin';
import type { UnitRecord } from './records';
import { are, count, grouped, hexOf, nameOf, PREVIEW_BYTES, quoteBytes } from './text';
import { framePayload, websocketFrames } from './websocket-frame-describe';
import {
  framesOf,
  inflatedOf,
  isCompressed,
  MESSAGE_KINDS,
  type MessageKind,
  type MessageUnit,
  messagePieces,
} from './websocket-message';

/** RFC 6455 §5.4 and §5.6: what an application gets, put together from one frame or several. */
export const websocketMessages: Layer<'message', MessageKind> = {
  id: 'message',
  kinds: MESSAGE_KINDS,
  name: 'WebSocket',
  shortName: 'Message',
  title: 'WebSocket message',
  about:
    'A message is what one call of send() gives and one message event brings, in one frame or in several.',
  colour: '--websocket',
  documents: {},
  joins: websocketFrames,
  isText: ({ kind }) => kind !== 'binary',
  noun: () => 'message',
  pieces: (unit) => messagePieces(unit as UnitRecord),
  fields: messageFields,
  label: (unit) => (isUnread(unit) ? `${unit.kind}, compressed` : `${unit.kind} ${shown(unit, 24)}`),
  sentence(unit) {
    if (isUnread(unit)) return unreadSentence(unit);
    const isWhole = !unit.partial && isCompressed(unit as UnitRecord);
    const size =
      count(sizeOf(unit), 'byte') + (isWhole ? `, compressed to ${grouped(wireSizeOf(unit))}` : '');
    const frames = framesOf(unit as UnitRecord).length;
    const how = frames > 1 ? ` in ${frames} frames` : '';
    const start = unit.partial
      ? `${nameOf(unit.sender)} is sending a ${unit.kind} message, so far ${size}${how}`
      : `${nameOf(unit.sender)} sent a ${unit.kind} message of ${size}${how}`;
    return sizeOf(unit) === 0 ? `${start}.` : `${start}: ${shown(unit, 80)}.`;
  },
  carriers: (unit) => framesOf(unit as UnitRecord),
};

/** Compressed and not inflated: that failed, or it is more than this page inflates. */
const isUnread = (unit: MessageUnit): boolean =>
  !unit.partial && isCompressed(unit as UnitRecord) && inflatedOf(unit as UnitRecord) === null;

function unreadSentence(unit: MessageUnit): string {
  const size = wireSizeOf(unit);
  return `${nameOf(unit.sender)} sent a ${unit.kind} message of ${count(size, 'compressed byte')}, which ${are(size)} not inflated here.`;
}

/** Of the payloads of its frames. */
function wireSizeOf(unit: MessageUnit): number {
  let size = 0;
  for (const frame of framesOf(unit as UnitRecord)) size += lengthOf(framePayload(frame));
  return size;
}

const sizeOf = (unit: MessageUnit): number => piecesLength(messagePieces(unit as UnitRecord));

function shown(unit: MessageUnit, limit: number): string {
  if (unit.kind !== 'text' && limit < 40) return `${grouped(sizeOf(unit))} B`;
  const start = joinPieces(slicePieces(messagePieces(unit as UnitRecord), 0, limit * 4));
  return unit.kind === 'text' ? quoteBytes(start, limit) : hexOf(start, PREVIEW_BYTES);
}

const SHOWN_BYTES = 512;

function messageFields(unit: MessageUnit): readonly Field[] {
  const frames = framesOf(unit as UnitRecord);
  const parts: readonly (Piece | null)[] = isCompressed(unit as UnitRecord)
    ? messagePieces(unit as UnitRecord)
    : frames.map(framePayload);
  const fields: Field[] = [];
  let start = 0;
  for (const [index, piece] of parts.entries()) {
    const size = lengthOf(piece);
    if (piece === null || size === 0) continue;
    const part = joinPieces(slicePieces([piece], 0, SHOWN_BYTES));
    fields.push({
      name: parts.length === 1 ? 'Application data' : `Fragment ${index + 1}`,
      start,
      end: start + size,
      value: unit.kind === 'text' ? quoteBytes(part, 120) : hexOf(part, PREVIEW_BYTES),
      term: parts.length === 1 ? 'application-data' : 'fragment',
      spec: parts.length === 1 ? 'RFC 6455 §5.6' : 'RFC 6455 §5.4',
    });
    start += size;
  }
  return fields;
}

const lengthOf = (piece: { start: number; end: number } | null): number =>
  piece === null ? 0 : piece.end - piece.start;
