import type { Layer } from './layer';
import type { Field } from './layer-unit';
import { joinPieces, type Piece, slicePieces, type WirePiece } from './origin';
import type { UnitRecord } from './records';
import { readsOf } from './tcp';
import { are, count, grouped, hexOf, nameOf, PREVIEW_BYTES, quoteBytes, textOf } from './text';
import { type FrameHeader, MAX_HEADER_BYTES, readHeader } from './websocket-frame-header';
import { FRAME_KINDS, type FrameKind, type FrameUnit, OPCODES } from './websocket-rules';

const SPEC = 'RFC 6455 §5.2';

/** Where the payload of a frame is on the wire, so far; null while its header is incomplete. */
export function framePayload(frame: UnitRecord): WirePiece | null {
  const { stream } = frame;
  const header = readHeader(stream.slice(frame.start, Math.min(frame.end, frame.start + MAX_HEADER_BYTES)));
  if (header === null) return null;
  return { stream, start: frame.start + header.size, end: frame.end, key: header.key, phase: 0 };
}

/** A frame's payload, unmasked; `limit` bytes of it at most. */
function payloadOf(unit: FrameUnit, limit = Number.POSITIVE_INFINITY): Uint8Array {
  const piece = framePayload(unit as UnitRecord);
  return piece === null ? new Uint8Array(0) : joinPieces(slicePieces([piece], 0, limit));
}

/** RFC 6455 §5: the frames of a WebSocket connection. */
export const websocketFrames: Layer<'websocket', FrameKind> = {
  id: 'websocket',
  kinds: FRAME_KINDS,
  name: 'WebSocket',
  shortName: 'Frame',
  title: 'WebSocket frame',
  about: 'A frame is a short header and a payload: the piece in which one side sends to the other.',
  colour: '--websocket',
  documents: {
    'RFC 6455': null,
    'RFC 7692': null,
    'RFC 8441': null,
    'WebSockets Standard': 'https://websockets.spec.whatwg.org/',
  },
  wire: 'duplex',
  failure: 'RFC 6455 §7.1.7',
  detail: 'bits',
  control: ['close', 'ping', 'pong'],
  heartbeats: { kinds: ['ping', 'pong'] },
  hiddenByTools: {
    unit: isHiddenByTools,
    // Of a data frame's header, those tools show only type and length, as the message's.
    terms: new Set(['fin', 'rsv1', 'rsv2', 'rsv3', 'mask', 'masking-key', 'frame-header']),
  },
  isText: () => false,
  maskedBytes,
  noun: () => 'frame',
  kindNoun: ({ kind }) => (kind === 'ping' || kind === 'pong' ? kind : null),
  named: ['close'],
  properName: (_unit, whose) => `${whose} Close frame`,
  withoutCode: {
    ping: 'The code of a page never sees a ping: the end that gets it answers by itself, a browser or a server’s library. Node’s ws tells its program, too (RFC 6455 §5.5.2).',
    pong: 'The code of a page never sees a pong: browsers and libraries send and take them. Node’s ws tells its program of each (RFC 6455 §5.5.3).',
  },
  pieces: (unit) => [wireOfUnit(unit)],
  content(unit) {
    const piece = unit.kind === 'undecoded' ? null : framePayload(unit as UnitRecord);
    return piece === null ? [] : [piece];
  },
  fields: frameFields,
  label: frameLabel,
  sentence: frameSentence,
  carriers: readsOf,
  expectedSize(unit) {
    const header = unit.kind === 'undecoded' ? null : headerOfUnit(unit);
    return header && header.length <= Number.MAX_SAFE_INTEGER ? header.size + header.length : null;
  },
};

/**
 * Measured in Chromium: its tools list whole messages, represented here by the first fragment. They show no ping, pong
 * or close frame, and no incomplete message.
 */
function isHiddenByTools(unit: FrameUnit): boolean {
  if (unit.kind !== 'text' && unit.kind !== 'binary') return true;
  return !unit.partial && (unit as UnitRecord).content?.partial === true;
}

/** Two bytes of header and the masking key: the least that a client's frame has before its payload. */
const MASKED_HEADER_BYTES = 6;

function maskedBytes(unit: FrameUnit): number {
  if (unit.sender !== 'client' || unit.kind === 'undecoded') return 0;
  return Math.max(0, unit.end - unit.start - MASKED_HEADER_BYTES);
}

function wireOfUnit(unit: FrameUnit): Piece {
  return { stream: (unit as UnitRecord).stream, start: unit.start, end: unit.end, key: 0, phase: 0 };
}

function frameFields(unit: FrameUnit): readonly Field[] {
  const size = unit.end - unit.start;
  if (unit.kind === 'undecoded') {
    return [whole('Undecoded bytes', 0, size, count(size, 'byte'), 'undecoded')];
  }
  const bytes = (unit as UnitRecord).stream.slice(unit.start, unit.start + Math.min(size, MAX_HEADER_BYTES));
  const fields = firstByte(bytes);
  if (bytes.length < 2) return fields;
  fields.push(...secondByte(bytes));
  const header = readHeader(bytes);
  if (header === null) {
    const rest = bytes.length - 2;
    if (rest > 0)
      fields.push(
        whole('Incomplete header', 2, bytes.length, hexOf(bytes.subarray(2), PREVIEW_BYTES), 'frame-header'),
      );
    return fields;
  }
  fields.push(...longLength(header));
  if (header.masked) {
    const key = bytes.subarray(header.size - 4, header.size);
    fields.push(
      whole('Masking-key', header.size - 4, header.size, hexOf(key), 'masking-key', 'RFC 6455 §5.3'),
    );
  }
  if (size > header.size) fields.push(...payloadFields(unit, header, size));
  return fields;
}

function whole(name: string, start: number, end: number, value: string, term: string, spec = SPEC): Field {
  return { name, start, end, value, term, spec };
}

function bit(name: string, byte: number, at: number, value: string, term: string, end = at + 1): Field {
  return { name, start: byte, end: byte + 1, bits: { start: at, end }, value, term, spec: SPEC };
}

function firstByte(bytes: Uint8Array): Field[] {
  const byte = bytes[0]!;
  const opcode = byte & 15;
  const fin = byte > 127 ? '1 final fragment' : '0 more fragments follow';
  const fields = [bit('FIN', 0, 0, fin, 'fin')];
  for (const n of [1, 2, 3]) {
    const value = (byte >> (7 - n)) & 1;
    fields.push(bit(`RSV${n}`, 0, n, n === 1 && value === 1 ? '1 compressed' : `${value}`, `rsv${n}`));
  }
  fields.push(
    bit('Opcode', 0, 4, `0x${opcode.toString(16)} ${OPCODES[opcode]}`, `opcode-${OPCODES[opcode]}`, 8),
  );
  return fields;
}

function secondByte(bytes: Uint8Array): Field[] {
  const byte = bytes[1]!;
  const length7 = byte & 127;
  const meaning =
    length7 === 126 ? '126: 16 bits follow' : length7 === 127 ? '127: 64 bits follow' : `${length7} (7 bits)`;
  return [
    bit('MASK', 1, 0, byte > 127 ? '1 masked' : '0 not masked', 'mask'),
    bit('Payload length', 1, 1, meaning, 'payload-length', 8),
  ];
}

function longLength(header: FrameHeader): Field[] {
  if (header.length7 < 126) return [];
  const size = header.length7 === 126 ? 2 : 8;
  const value = `${grouped(header.length)} (${size * 8} bits)`;
  return [whole('Extended payload length', 2, 2 + size, value, 'extended-payload-length')];
}

function payloadFields(unit: FrameUnit, header: FrameHeader, end: number): Field[] {
  const start = header.size;
  const payload = payloadOf(unit, 512);
  if (unit.kind !== 'close' || payload.length < 2) {
    const value = isCompressed(unit)
      ? `compressed: ${hexOf(payload, PREVIEW_BYTES)}`
      : payloadText(unit, payload);
    return [whole('Payload data', start, end, value, 'payload-data')];
  }
  const fields = [
    whole('Status code', start, start + 2, `${closeCode(payload)}`, 'close-code', 'RFC 6455 §7.4'),
  ];
  if (end > start + 2) {
    const reason = quoteBytes(payload.subarray(2), 125);
    fields.push(whole('Reason', start + 2, end, reason, 'close-reason', 'RFC 6455 §7.1.6'));
  }
  return fields;
}

/** RSV1 of a message’s first frame; where nothing was agreed, it is a fault, and such a frame carries no message. */
function isCompressed(unit: FrameUnit): boolean {
  const first = (unit as UnitRecord).content?.inside;
  return first != null && (first.stream.slice(first.start, first.start + 1)[0]! & 0x40) !== 0;
}

const isControl = (unit: FrameUnit): boolean =>
  unit.kind === 'close' || unit.kind === 'ping' || unit.kind === 'pong';

const closeCode = (payload: Uint8Array): number => payload[0]! * 256 + payload[1]!;

/** Text in quotation marks, other payloads in hexadecimal. What a control frame carries may be either. */
function payloadText(unit: FrameUnit, payload: Uint8Array): string {
  const isText = isControl(unit)
    ? /^[^\p{C}\ufffd]+$/u.test(textOf(payload))
    : unit.kind === 'text' || messageKind(unit) === 'text';
  return isText ? quoteBytes(payload, 120) : hexOf(payload, PREVIEW_BYTES);
}

const messageKind = (unit: FrameUnit): string | undefined => (unit as UnitRecord).content?.kind;

function headerOfUnit(unit: FrameUnit): FrameHeader | null {
  return readHeader(
    (unit as UnitRecord).stream.slice(unit.start, Math.min(unit.end, unit.start + MAX_HEADER_BYTES)),
  );
}

function frameLabel(unit: FrameUnit): string {
  if (unit.kind === 'undecoded') return `undecoded ${count(unit.end - unit.start, 'byte')}`;
  const header = headerOfUnit(unit);
  if (header === null) return unit.kind;
  const size = `${grouped(header.length)} B`;
  const isFragment = !header.fin && !isControl(unit);
  const name = isFragment ? `${unit.kind} (FIN 0)` : unit.kind;
  if (isControl(unit)) {
    if (unit.kind !== 'close') return header.length === 0 ? unit.kind : `${unit.kind} ${size}`;
    const payload = payloadOf(unit, 125);
    return payload.length < 2 ? 'close' : `close ${closeCode(payload)}`;
  }
  if (isCompressed(unit)) return `${name} ${size} compressed`;
  if (unit.kind !== 'text' && messageKind(unit) !== 'text') return `${name} ${size}`;
  return `${name} ${quoteBytes(payloadOf(unit, 128), 24)}`;
}

function frameSentence(unit: FrameUnit): string {
  const who = nameOf(unit.sender);
  if (unit.kind === 'undecoded') {
    const size = unit.end - unit.start;
    return `${who} sent ${count(size, 'byte')} that ${are(size)} not decoded.`;
  }
  const header = headerOfUnit(unit);
  if (header === null) return `${who} began to send a frame.`;
  const size = count(header.length, 'byte');
  if (unit.kind === 'close') return closeSentence(who, unit);
  if (unit.kind === 'ping' || unit.kind === 'pong') {
    const payload = payloadText(unit, payloadOf(unit, 125));
    return `${who} sent a ${unit.kind}${header.length > 0 ? ` with ${size} of payload: ${payload}` : ''}.`;
  }
  const part = header.fin ? '' : ', with more fragments to follow';
  const article = unit.kind === 'continuation' ? 'a continuation frame' : `a ${unit.kind} frame`;
  const came = grouped(unit.end - unit.start - header.size);
  const does = unit.partial
    ? `began ${article} that announces ${size} of payload, of which ${came} came`
    : `sent ${article} with ${size} of payload`;
  const start = `${who} ${does}${isCompressed(unit) ? ', compressed' : ''}${part}`;
  const isText = !isCompressed(unit) && (unit.kind === 'text' || messageKind(unit) === 'text');
  return isText && unit.end - unit.start > header.size
    ? `${start}: ${quoteBytes(payloadOf(unit, 320), 80)}.`
    : `${start}.`;
}

function closeSentence(who: string, unit: FrameUnit): string {
  const payload = payloadOf(unit, 125);
  if (payload.length < 2) return `${who} sent a Close frame without a status code.`;
  const reason = textOf(payload.subarray(2));
  const why = reason === '' ? '' : ` and the reason ${quoteBytes(payload.subarray(2), 125)}`;
  return `${who} sent a Close frame with status code ${closeCode(payload)}${why}.`;
}
