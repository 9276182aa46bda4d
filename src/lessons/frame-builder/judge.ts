import { createDecoder, type Decoder, type Fault, type Unit, type WritableDecoder } from '../../protocol';
import { isFaulty } from '../../timeline/faults';
import { encodeFrame, type FrameSpec, OPCODE_NAMES, saidLength } from './frame-spec';

/** What is known of the connection that the frames will go on. */
export interface ConnectionHint {
  /** permessage-deflate was agreed in its handshake. */
  readonly compresses: boolean;
  /** What the client has sent on it since the handshake. */
  readonly before: Uint8Array;
}

/** A fresh connection, without extensions. */
export const FRESH: ConnectionHint = { compresses: false, before: new Uint8Array(0) };

/** What a conforming endpoint would make of some frames, before they are sent. */
export interface Judgement {
  /** The first broken rule that ends the reading, or that endpoints tolerate; null when none is broken. */
  readonly broken: { readonly frame: number; readonly fault: Fault } | null;
  /** How many whole messages and pings it would read, and whether a Close frame. */
  readonly messages: number;
  readonly pings: number;
  readonly isClosing: boolean;
  /** What it waits for after the last byte: the rest of a frame, or of a message. */
  readonly waitsFor: 'frame' | 'message' | null;
}

const OPENED = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
const EXTENSIONS = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';

/** Why these frames cannot go at once on a raw connection, which takes `rawBytes` bytes; null when they can. */
export function sizeProblem(specs: readonly FrameSpec[], rawBytes: number): string | null {
  const size = specs.reduce((sum, spec) => sum + encodeFrame(spec).length, 0);
  if (size <= rawBytes) return null;
  const frames = specs.length === 1 ? 'This frame has' : `These ${specs.length} frames have`;
  return `${frames} ${size.toLocaleString('en-US')} bytes, more than a raw connection takes at once: ${rawBytes.toLocaleString('en-US')} at most.`;
}

/**
 * Has the course's own decoder read the frames, as the server would after `before`. The server takes messages of
 * `messageBytes` at most; it answers more with 1009 (RFC 6455 §7.4.1).
 */
export function judgeFrames(
  specs: readonly FrameSpec[],
  messageBytes: number,
  { compresses, before }: ConnectionHint = FRESH,
): Judgement {
  const decoder = openedDecoder(compresses);
  decoder.push(1, 'client', before, 0);
  const seen = decoder.units.length;
  const starts: number[] = [];
  for (const spec of specs) {
    starts.push(decoder.connection(1)!.bytes.client);
    decoder.push(1, 'client', encodeFrame(spec), 0);
  }
  const all = decoder.units.filter(
    ({ layer, isAfterFailure }) => (layer === 'websocket' || layer === 'message') && !isAfterFailure,
  );
  const units = all.filter(({ id }) => id >= seen);
  // After a Close frame nothing is read; what endpoints tolerate is reported only when nothing else ends the reading.
  const close = units.find((unit) => unit.kind === 'close' && !unit.partial && unit.fault === null);
  const read = units.filter(({ start }) => !close || start <= close.start);
  const faulty =
    read.find(({ fault }) => fault?.closeCode !== undefined) ??
    olderFault(decoder, seen) ??
    read.find(isFaulty) ??
    units.find((unit) => isFaulty(unit) && unit.fault?.closeCode === undefined);
  const tooLarge = specs.findIndex(
    (spec, index) => saidLength(spec) > messageBytes && (!close || starts[index]! < close.start),
  );
  const inFrame = (at: number) =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= at),
    );
  let broken: Judgement['broken'] = null;
  if (faulty?.fault) broken = { frame: inFrame(placeOf(decoder, faulty, faulty.fault)), fault: faulty.fault };
  else if (tooLarge >= 0)
    broken = { frame: tooLarge, fault: tooLargeFault(saidLength(specs[tooLarge]!), messageBytes) };
  const frames = all.filter(({ layer }) => layer === 'websocket');
  const open = all.findLast(({ layer }) => layer === 'message');
  return {
    broken,
    messages: units.filter(({ layer, partial, fault }) => layer === 'message' && !partial && !fault).length,
    pings: units.filter(({ layer, kind, partial }) => layer === 'websocket' && kind === 'ping' && !partial)
      .length,
    isClosing: close !== undefined,
    waitsFor: frames.at(-1)?.partial ? 'frame' : open?.partial ? 'message' : null,
  };
}

/** "Frame 2", or "This frame" when there is only one. */
export function frameName(index: number, total: number): string {
  return total === 1 ? 'This frame' : `Frame ${index + 1}`;
}

/** One sentence on what to expect when no rule is broken. */
export function expectation(
  { messages, pings, isClosing, waitsFor }: Judgement,
  specs: readonly FrameSpec[],
): string {
  const answers = [
    ...(pings > 0 ? [pings === 1 ? 'a pong' : `${pings} pongs`] : []),
    ...(messages > 0 ? [messages === 1 ? 'one message back' : `${messages} messages back`] : []),
    ...(isClosing ? ['a Close frame'] : []),
  ];
  if (waitsFor === 'frame') return 'The header claims more than you send: the server waits for the rest.';
  if (waitsFor === 'message') {
    const so = answers.length > 0 ? `Expect ${answers.join(', then ')}. ` : '';
    return `${so}FIN is 0, so the message is not finished: the server waits for more of it.`;
  }
  if (answers.length > 0) return `No rule is broken. Expect ${answers.join(', then ')}.`;
  const only = specs.every(({ opcode }) => opcode === 10);
  return only && specs.length > 0
    ? `No rule is broken. A ${OPCODE_NAMES[10]} that nobody asked for needs no answer (RFC 6455 §5.5.3).`
    : 'No rule is broken, and no answer is needed.';
}

function openedDecoder(compresses: boolean): WritableDecoder {
  const decoder = createDecoder();
  const text = new TextEncoder();
  const extensions = compresses ? EXTENSIONS : '';
  const request =
    'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${extensions}\r\n`;
  const accept = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n';
  decoder.push(1, 'client', text.encode(request), 0);
  decoder.push(1, 'server', text.encode(`${OPENED}${accept}${extensions}\r\n`), 0);
  return decoder;
}

/** An earlier message that only now breaks a rule. */
function olderFault(decoder: Decoder, seen: number): Unit | undefined {
  return decoder.units.slice(0, seen).findLast(({ layer, fault }) => layer === 'message' && fault !== null);
}

/** Where the fault is in the client's stream. */
function placeOf(decoder: Decoder, unit: Unit, { range }: Fault): number {
  if (range.end <= range.start) return unit.start;
  return decoder.toWire(unit, range).ranges[0]?.start ?? unit.start;
}

/** No rule of the protocol: the server's own limit, for which 1009 is defined. */
function tooLargeFault(length: number, messageBytes: number): Fault {
  const limit = messageBytes.toLocaleString('en-US');
  return {
    message: `This server takes messages of ${limit} bytes at most, and the header announces ${length.toLocaleString('en-US')}.`,
    spec: 'RFC 6455 §7.4.1',
    range: { start: 1, end: 10 },
    closeCode: 1009,
  };
}
