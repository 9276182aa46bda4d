import { isFaulty } from '../../timeline/faults';
import {
  bytesAfterHandshake,
  closeCodeOf,
  closedByServer,
  frameBytes,
  isData,
  type SeenFrame,
  seenFrames,
} from '../parts/frames';
import type { Traffic } from '../traffic';

/** A frame of the browser, and the one in which the server echoed it, once it has. */
interface Echoed {
  readonly sent: SeenFrame;
  readonly echo: SeenFrame | null;
}

/** The data frames of the browser in this traffic, each with its echo. */
export function echoedFrames(traffic: Traffic): readonly Echoed[] {
  const echoes = seenFrames(traffic, { sender: 'server', via: 'direct' }).filter(isData);
  return seenFrames(traffic, { sender: 'client', via: 'direct' })
    .filter(isData)
    .map((sent, index) => ({ sent, echo: echoes[index] ?? null }));
}

/** Whether `wanted` frames of the browser came back. */
export function hasEchoes(traffic: Traffic, wanted: number): boolean {
  return echoedFrames(traffic).filter(({ echo }) => echo !== null).length >= wanted;
}

/** The first frame of the browser. */
export function firstSent(traffic: Traffic): SeenFrame | null {
  return echoedFrames(traffic)[0]?.sent ?? null;
}

/** The header size of the browser's frame with `length` bytes. */
export function headerSizeFor(traffic: Traffic, length: number): number | undefined {
  return echoedFrames(traffic).find(({ sent }) => sent.header.length === length)?.sent.header.size;
}

/** The payload as it stood on the wire. */
export function wirePayload({ capture }: Traffic, { unit, header }: SeenFrame): Uint8Array {
  const start = header.size;
  return capture.decoder.bytesOf(unit, { start, end: unit.end - unit.start });
}

/** Whether the first two frames, of the same text, were the same bytes. */
export function sameTwice(traffic: Traffic): 'same' | 'different' | null {
  const [first, second] = echoedFrames(traffic);
  if (!first || !second) return null;
  return isEqual(wirePayload(traffic, first.sent), wirePayload(traffic, second.sent)) ? 'same' : 'different';
}

/** What differs between the first two frames. */
export function typesDiffer(traffic: Traffic): 'opcode' | 'payload' | null {
  const [text, binary] = echoedFrames(traffic);
  if (!text || !binary || text.sent.header.opcode === binary.sent.header.opcode) return null;
  const { decoder } = traffic.capture;
  return isEqual(decoder.contentOf(text.sent.unit), decoder.contentOf(binary.sent.unit))
    ? 'opcode'
    : 'payload';
}

/** What the server did about an unmasked frame: `end` is an end without a Close frame. */
export function unmaskedAnswer(traffic: Traffic): 'echo' | 'close-1002' | 'end' | null {
  const { capture } = traffic;
  for (const { header, connection } of seenFrames(traffic, { sender: 'client', via: 'raw' })) {
    if (header.masked) continue;
    const answers = seenFrames(traffic, { sender: 'server', connection: connection.id });
    const codes = answers.map((answer) => closeCodeOf(capture, answer));
    if (codes.includes(1002)) return 'close-1002';
    if (answers.some(isData)) return 'echo';
    if (connection.closedAt !== null) return 'end';
  }
  return null;
}

/** Why the question about the unmasked frame has no answer yet. */
export function whyNotUnmasked(traffic: Traffic): string | null {
  const sent = seenFrames(traffic, { sender: 'client', via: 'raw' });
  if (sent.length === 0) return null;
  if (sent.every(({ header }) => header.masked)) {
    return 'The frame that you sent was masked; the question is about one whose MASK bit is 0.';
  }
  return 'Your unmasked frame is with the server; its answer has not come yet.';
}

/** The first frame of this traffic whose length takes 16 bits, breaks no rule, and was echoed. */
export function longFrame(traffic: Traffic): SeenFrame | null {
  const found = seenFrames(traffic, { sender: 'client', via: 'raw' }).find(
    ({ unit, header, connection }) =>
      header.length7 === 126 &&
      !isFaulty(unit) &&
      seenFrames(traffic, { sender: 'server', connection: connection.id }).some(
        (answer) => isData(answer) || answer.header.opcode === 10,
      ),
  );
  return found ?? null;
}

/** Null once a frame with a 16-bit length was sent by hand and accepted, otherwise what is missing. */
export function missingLong(traffic: Traffic): string | null {
  if (longFrame(traffic)) return null;
  const last = seenFrames(traffic, { sender: 'client', via: 'raw' }).at(-1);
  if (!last) return 'No whole frame of yours has been on the wire since this goal began.';
  const { header, unit } = last;
  const length = header.length.toLocaleString('en-US');
  if (header.length7 < 126)
    return `Your frame carries ${length} ${header.length === 1 ? 'byte' : 'bytes'}: that still fits in 7 bits.`;
  if (header.length7 === 127)
    return `Your frame carries ${length} bytes, with the length in 64 bits: the goal is 16.`;
  if (unit.fault && isFaulty(unit))
    return `The length is in 16 bits, but this breaks a rule. ${unit.fault.message}`;
  return 'The length is in 16 bits. The server’s answer has not come yet.';
}

/** Null once the server has failed a raw connection with this code, otherwise what is missing. */
export function missingClose(traffic: Traffic, wanted: number): string | null {
  const closed = closedByServer(traffic);
  if (closed.some(({ code }) => code === wanted)) return null;
  const last = closed.at(-1);
  const frames = seenFrames(traffic, { sender: 'client', via: 'raw' });
  if (last && frames.every(({ connection }) => connection.id <= last.close.connection.id)) {
    if (last.code === 1005)
      return 'The server’s Close frame had no code: it answered yours, and nothing was wrong.';
    if (last.code === 1000)
      return 'The server closed with 1000: it answered your Close frame, and nothing was wrong.';
    return `The server closed with ${last.code}, not ${wanted}: another kind of rule was broken.`;
  }
  if (frames.length === 0) return 'No whole frame of yours has been on the wire since this goal began.';
  const { unit } = frames.at(-1)!;
  const fault = isFaulty(unit) ? unit.fault : null;
  if (fault?.closeCode === undefined && fault)
    return `The server let it pass, although it breaks a rule. ${fault.message}`;
  return 'The server has nothing to complain about so far: your frames follow the rules.';
}

/** The fewest bytes after the handshake that made the server fail a connection with this code. */
export function bytesToClose(traffic: Traffic, wanted: number): number {
  const sizes = closedByServer(traffic)
    .filter(({ code }) => code === wanted)
    .map(({ close }) => bytesAfterHandshake(traffic.capture, close.connection.id));
  return Math.min(...sizes);
}

/** The size of the shortest frame that has a 16-bit length. */
export function bytesOfLong(traffic: Traffic): number {
  const frame = longFrame(traffic);
  return frame ? frameBytes(frame) : Number.POSITIVE_INFINITY;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
