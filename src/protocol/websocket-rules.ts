import type { Fault, LayerUnit, Peer } from './layer-unit';
import type { UnitRecord } from './records';
import { count, grouped } from './text';

export const FRAME_KINDS = ['continuation', 'text', 'binary', 'close', 'ping', 'pong', 'reserved'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];
/** A frame, as its own layer knows it. */
export type FrameUnit = LayerUnit<'websocket', FrameKind>;

/** What each opcode means (RFC 6455 §5.2, §11.8). */
export const OPCODES: readonly FrameKind[] = [
  'continuation',
  'text',
  'binary',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'close',
  'ping',
  'pong',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
];

/** What frames must fit at this point of a direction. */
export interface FrameSetting {
  readonly sender: Peer;
  /** permessage-deflate was agreed: RSV1 marks compressed messages (RFC 7692 §6). */
  readonly compresses: boolean;
  /** A message is not finished, so a continuation frame may come. */
  readonly mayContinue: boolean;
  /** A message may begin: none is unfinished, or the unfinished one has been interrupted already. */
  readonly mayBegin: boolean;
}

/** Whether a length has the shortest form that holds it, and is one that endpoints can take. */
export function isShortest(byte1: number, length: number): boolean {
  const length7 = byte1 & 127;
  if (length7 < 126) return true;
  return length > (length7 === 126 ? 125 : 65535) && length <= Number.MAX_SAFE_INTEGER;
}

/** Whether a frame with these first two bytes keeps every rule, apart from the form of its length. Others are for `checkHeader`. */
export function isPlain(byte0: number, byte1: number, setting: FrameSetting): boolean {
  const opcode = byte0 & 15;
  if (byte1 > 127 !== (setting.sender === 'client')) return false;
  if (opcode > 7) return opcode < 11 && (byte0 & 0xf0) === 0x80 && (byte1 & 127) < 126;
  if (opcode === 0) return (byte0 & 0x70) === 0 && setting.mayContinue;
  if (opcode > 2 || !setting.mayBegin) return false;
  return (byte0 & 0x70) === 0 || ((byte0 & 0x70) === 0x40 && setting.compresses);
}

export const broken = (
  message: string,
  spec: string,
  start: number,
  end: number,
  closeCode = 1002,
): Fault => ({ message, spec, range: { start, end }, closeCode });

/** The first of these faults with the others, or null when there is none. */
export function joinFaults(faults: readonly Fault[]): Fault | null {
  const [first, ...others] = faults.flatMap(({ others = [], ...fault }) => [fault, ...others]);
  if (first === undefined) return null;
  return others.length === 0 ? first : { ...first, others };
}

/** Puts a fault on a unit, after those that it has. */
export function addFault(unit: UnitRecord, fault: Fault): void {
  unit.fault = joinFaults(unit.fault === null ? [fault] : [unit.fault, fault]);
}

/** Takes a fault off a unit, by its message. */
export function removeFault(unit: UnitRecord, message: string): void {
  if (unit.fault === null) return;
  const { others = [], ...first } = unit.fault;
  unit.fault = joinFaults([first, ...others].filter((fault) => fault.message !== message));
}

/** Which of a unit’s faults, counted from 0, a likely cause belongs to: the first of them that ends the reading. */
export function placeOfHint({ closeCode, others = [] }: Fault): number {
  return closeCode === undefined ? 1 + others.findIndex((other) => other.closeCode !== undefined) : 0;
}

/** The fault of a unit, with a likely cause at this place. */
export function withHint({ others = [], ...first }: Fault, place: number, hint: string): Fault {
  return joinFaults([first, ...others].map((fault, at) => (at === place ? { ...fault, hint } : fault)))!;
}

/** Whether one of a unit's faults has a likely cause. */
export function hasHint({ hint, others = [] }: Fault): boolean {
  return hint !== undefined || others.some((other) => other.hint !== undefined);
}

/** A broken rule, and what Chromium (as a client) and ws (as a server) report. */
type Found = readonly [fault: Fault, chromium: string, ws: string];

/** What the receiver of this sender's frames does, in the words of its console or of its error. */
export function reported(sender: Peer, chromium: string, ws: string): string {
  if (sender === 'client') return `ws says “Invalid WebSocket frame: ${ws}”.`;
  return `Chromium says “${chromium}”${chromium.endsWith('.') ? '' : '.'}`;
}

/** The rules that a frame's header breaks, in the order of its bytes, or null. `length` is null while it has not come. */
export function checkHeader(
  byte0: number,
  byte1: number,
  length: number | null,
  setting: FrameSetting,
): Fault | null {
  const { sender } = setting;
  const found = [
    ...checkReserved(byte0, setting),
    ...checkOpcode(byte0, setting),
    ...checkMask(byte1, sender),
    ...checkControlLength(byte0, byte1, length),
  ].map(([fault, chromium, ws]) => ({ ...fault, effect: reported(sender, chromium, ws) }));
  const all = [...found, ...(length === null ? [] : checkLength(byte0, byte1 & 127, length, sender))];
  // Endpoints differ in which of several they report.
  return joinFaults(all.length === 1 ? all : all.map(({ effect: _, ...fault }) => fault));
}

function checkReserved(byte0: number, setting: FrameSetting): Found[] {
  const opcode = byte0 & 15;
  const found: Found[] = [];
  const bits = [1, 2, 3].map((n) => `reserved${n} = ${(byte0 >> (7 - n)) & 1}`).join(', ');
  const on = `One or more reserved bits are on: ${bits}`;
  const add = (message: string, spec: string, ws: string, chromium = on) =>
    found.push([broken(message, spec, 0, 1), chromium, ws]);
  const rsv1 = (message: string, spec: string, chromium = on) =>
    add(message, spec, 'RSV1 must be clear', chromium);
  if ((byte0 & 0x40) !== 0) {
    if (!setting.compresses) rsv1('RSV1 must be 0: permessage-deflate was not agreed.', 'RFC 6455 §5.2');
    else if (opcode > 7) rsv1('RSV1 must be 0: a control frame is never compressed.', 'RFC 7692 §6.1');
    else if (opcode === 0) {
      rsv1('RSV1 may be 1 only on the first frame of a message.', 'RFC 7692 §6.1', INVALID_HEADER);
    }
  }
  const both = (byte0 & 0x30) === 0x30;
  const which = both ? 'RSV2 and RSV3' : (byte0 & 0x20) !== 0 ? 'RSV2' : 'RSV3';
  if ((byte0 & 0x30) !== 0) {
    const message = `${which} must be 0: no agreed extension uses ${both ? 'them' : 'it'}.`;
    add(message, 'RFC 6455 §5.2', 'RSV2 and RSV3 must be clear');
  }
  return found;
}

function checkOpcode(byte0: number, setting: FrameSetting): Found[] {
  const opcode = byte0 & 15;
  const kind = OPCODES[opcode]!;
  const add = (
    message: string,
    section: string,
    chromium: string,
    ws = `invalid opcode ${opcode}`,
  ): Found[] => [[broken(message, `RFC 6455 §${section}`, 0, 1), chromium, ws]];
  if (kind === 'reserved') {
    const message = `Opcode 0x${opcode.toString(16)} is reserved for future ${opcode > 7 ? 'control' : 'data'} frames.`;
    return add(message, '5.2', `Unrecognized frame opcode: ${opcode}`);
  }
  if (opcode > 7) {
    if (byte0 > 127) return [];
    const message = `A control frame (${kind}) must not be fragmented: FIN is 0.`;
    return add(message, '5.5', INVALID_HEADER, 'FIN must be set');
  }
  if (opcode === 0 && !setting.mayContinue) {
    const message = 'A continuation frame came, but there is no message to continue.';
    return add(message, '5.4', 'Received unexpected continuation frame.');
  }
  if (opcode === 0 || setting.mayBegin) return [];
  const message = `A ${kind} frame came before the fragmented message was finished.`;
  // Chromium takes RSV1 for that of a later fragment.
  const isCompressed = (byte0 & 0x40) !== 0;
  const unfinished = 'Received start of new message but previous message is unfinished.';
  return add(message, '5.4', isCompressed ? INVALID_HEADER : unfinished);
}

function checkMask(byte1: number, sender: Peer): Found[] {
  const isMasked = byte1 > 127;
  if (isMasked === (sender === 'client')) return [];
  const rule = isMasked ? 'A server must not mask its frames' : 'A client must mask every frame';
  const fault = broken(`${rule}: the MASK bit is ${isMasked ? 1 : 0}.`, 'RFC 6455 §5.1', 1, 2);
  return [[fault, 'A server must not mask any frames that it sends to the client.', 'MASK must be set']];
}

const INVALID_HEADER = 'Invalid frame header';

function checkControlLength(byte0: number, byte1: number, length: number | null): Found[] {
  const length7 = byte1 & 127;
  if ((byte0 & 15) < 8 || length7 < 126 || (length !== null && length < 126)) return [];
  const which =
    length === null
      ? `its length never takes ${length7 === 126 ? 16 : 64} bits`
      : `this one announces ${length > Number.MAX_SAFE_INTEGER ? `about ${inPowers(length)}` : grouped(length)}`;
  const message = `A control frame holds at most 125 bytes of payload: ${which}.`;
  return [[broken(message, 'RFC 6455 §5.5', 1, 2), INVALID_HEADER, `invalid payload length ${length7}`]];
}

/** Rules for a length in 16 or 64 bits. */
function checkLength(byte0: number, length7: number, length: number, sender: Peer): Fault[] {
  if (length7 < 126) return [];
  const isServer = sender === 'server';
  const size = length7 === 126 ? 2 : 8;
  if (length >= 2 ** 63) {
    const message = `The highest bit of a 64-bit length must be 0: this length is about ${inPowers(length)} bytes.`;
    const effect = isServer ? `Chromium says “${INVALID_HEADER}”.` : 'ws closes with 1009.';
    return [{ ...broken(message, 'RFC 6455 §5.2', 2, 10), effect }];
  }
  if (length > Number.MAX_SAFE_INTEGER) {
    const message = `The frame announces about ${inPowers(length)} bytes of payload, more than endpoints take.`;
    const effect = isServer
      ? 'Chromium ends the connection, without a Close frame, at any length from 2^31 on.'
      : 'ws closes with 1009.';
    return [{ ...broken(message, 'RFC 6455 §10.4', 2, 10, 1009), kind: 'limit', effect }];
  }
  if (length > (size === 2 ? 125 : 65535)) return [];
  const message = `A length must be written in the shortest form: ${grouped(length)} does not need ${size * 8} bits.`;
  const { closeCode, ...fault } = broken(message, 'RFC 6455 §5.2', 2, 2 + size);
  if ((byte0 & 15) > 7)
    return [
      { ...fault, closeCode, effect: reported(sender, INVALID_HEADER, `invalid payload length ${length7}`) },
    ];
  if (!isServer) return [{ ...fault, effect: 'ws reads on.' }];
  return [{ ...fault, closeCode, effect: `Chromium says “${INVALID_HEADER}”; ws reads on.` }];
}

/** A large number as a power of 2: "1.5 × 2^62". */
function inPowers(number: number): string {
  const power = Math.floor(Math.log2(number));
  const times = Math.round((number / 2 ** power) * 100) / 100;
  return times === 1 ? `2^${power}` : `${times} × 2^${power}`;
}

/**
 * A frame after a Close frame of the same side: shown, and not read by endpoints. `isSound` when it breaks no rule
 * besides.
 */
export function afterClose(kind: FrameKind, sender: Peer, isSound: boolean): Fault {
  const range = { start: 0, end: 1 };
  const effect = effectAfterClose(kind, sender, isSound);
  const rest = { range, ...(effect !== null && { effect }) };
  if (kind === 'close') {
    return { message: 'A side sends one Close frame: this is its second.', spec: 'RFC 6455 §5.5.1', ...rest };
  }
  if (isData(kind)) {
    const message = `No data frame may follow a Close frame: endpoints do not read this ${kind} frame.`;
    return { message, spec: 'RFC 6455 §5.5.1', ...rest };
  }
  const what = kind === 'reserved' ? 'frame' : nameOf(kind);
  const message = `This ${what} came after a Close frame: a receiver discards what follows one.`;
  return { message, spec: 'RFC 6455 §1.4', kind: 'notice', ...rest };
}

/** What the receiver does; null when it may name another rule instead. */
function effectAfterClose(kind: FrameKind, sender: Peer, isSound: boolean): string | null {
  if (sender === 'client') return 'ws reads nothing after the first Close frame.';
  if (!isSound) return null;
  const what = isData(kind) ? 'Data frame' : nameOf(kind);
  return `Chromium says “${what} received after close”, and the page gets 1006 instead of the status code.`;
}

const nameOf = (kind: FrameKind): string => kind.charAt(0).toUpperCase() + kind.slice(1);

const isData = (kind: FrameKind): boolean => OPCODES.indexOf(kind) < 3;

/** The same fault and those after it, without what endpoints do: they read nothing after a Close frame. */
export const unread = ({ effect: _, others = [], ...fault }: Fault): Fault => ({
  ...fault,
  ...(others.length > 0 && { others: others.map(unread) }),
});

/** The connection ended inside a frame, after `came` of so many bytes of its header or payload. */
export function cutFrame(came: number, of: number, part: 'header' | 'payload', size: number): Fault {
  const least = part === 'header' && came === 1 ? 'at least ' : '';
  return {
    message: `The connection ended inside this frame: ${grouped(came)} of ${least}${count(of, 'byte')} of its ${part} came.`,
    spec: 'RFC 6455 §5.2',
    range: { start: 0, end: size },
    kind: 'cut',
  };
}

/** The connection ended before a message was complete: between two of its frames, or inside one. */
export function cutMessage(isBetweenFrames: boolean): Fault {
  const why = isBetweenFrames ? ': no frame with FIN 1 came' : '';
  return {
    message: `The connection ended before this message was complete${why}.`,
    spec: 'RFC 6455 §5.4',
    range: { start: 0, end: 0 },
    kind: 'cut',
  };
}

/** The last frame of the direction that ended first, when no side has sent a Close frame. */
export const WITHOUT_CLOSE: Fault = {
  message:
    'The connection ended after this frame without a Close frame: the application at the other end gets close code 1006.',
  spec: 'RFC 6455 §7.1.5',
  range: { start: 0, end: 0 },
  kind: 'notice',
};

/** Bytes after so many frames that no endpoint reads. */
export const tooManyUnread = (frames: number): Fault => ({
  message: `An endpoint that keeps to the rules stopped reading ${count(frames, 'frame')} before this. This page takes no more of them apart.`,
  spec: 'RFC 6455 §7.1.7',
  range: { start: 0, end: 0 },
  kind: 'limit',
});

/** A frame that the client began before the 101 had come whole. */
export const EARLY: Fault = {
  message: 'The client sent this before the answer to its handshake: a client must wait for the 101.',
  spec: 'RFC 6455 §4.1',
  range: { start: 0, end: 1 },
  kind: 'notice',
  effect: 'ws and other servers read such frames.',
};
