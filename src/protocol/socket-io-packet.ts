import { checkJson } from './json';
import { textOf } from './text';

/** socket.io-parser refuses packets with more. */
const MAX_ATTACHMENTS = 10;
/** More characters than a count of attachments has. */
const MAX_COUNT_BYTES = 32;
/** Numbers of so many digits are exact. */
const EXACT_DIGITS = 15;
/** More bytes than a reserved name has, even with each character escaped. */
const MAX_RESERVED_BYTES = 100;

const CONNECT = 0;
const DISCONNECT = 1;
const EVENT = 2;
const ACK = 3;
const CONNECT_ERROR = 4;
const BINARY_EVENT = 5;
const BINARY_ACK = 6;

const RESERVED = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];
/** By first byte; most event names begin with another. */
const MAY_BE_RESERVED: readonly boolean[] = Array.from({ length: 256 }, (_, byte) =>
  RESERVED.some((name) => name.charCodeAt(0) === byte),
);

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
/** What JavaScript takes for the number 0, or for a part of a number, among the characters that are no digits. */
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/**
 * The parts of a Socket.IO packet in `bytes`: `<type>[<attachments>-][<namespace>,][<id>][<JSON>]`. Reused for
 * every packet; all positions are indices into the given bytes.
 */
export class PacketScanner {
  type = 0;
  attachments = 0;
  /** After the type and the attachment count; the namespace follows when it is written. */
  namespaceStart = 0;
  /** After the namespace and its comma; the id follows when there is one. */
  idStart = 0;
  /** The acknowledgement id as JavaScript reads it, which rounds those beyond 2^53; -1 without one. */
  id = -1;
  /** Spaces stand where the id does: socket.io-parser takes them for a part of it. */
  hasSpaces = false;
  dataStart = 0;
  end = 0;
  /** The rule that is broken at `faultAt`, or null. */
  fault: string | null = null;
  faultAt = 0;
  /** What is at fault looks like another packet. */
  isFollowed = false;

  scan(bytes: Uint8Array, start: number, end: number): void {
    this.fault = null;
    this.isFollowed = false;
    this.end = end;
    this.attachments = 0;
    this.id = -1;
    this.hasSpaces = false;
    this.namespaceStart = this.idStart = this.dataStart = start < end ? start + 1 : end;
    this.type = start < end ? bytes[start]! - 48 : -1;
    if (this.type < CONNECT || this.type > BINARY_ACK) {
      this.#fail('A Socket.IO packet starts with its type, 0 to 6.', start);
      return;
    }
    let at = start + 1;
    if (this.type >= BINARY_EVENT) at = this.#scanAttachments(bytes, at, end);
    if (this.fault !== null) return;
    this.namespaceStart = at;
    if (at < end && bytes[at] === 47) {
      // A search by the array itself would go on beyond the packet.
      while (at < end && bytes[at] !== 44) at++;
      if (at < end) at++;
    }
    this.idStart = at;
    if (at < end && (isDigit(bytes[at]!) || isSpace(bytes[at]!))) at = this.#scanId(bytes, at, end);
    this.dataStart = at;
    if (at < end) this.#checkData(bytes, at, end);
  }

  #fail(message: string, at: number): void {
    this.fault = message;
    this.faultAt = at;
  }

  /** As socket.io-parser does, which takes all that JavaScript reads as a whole number. */
  #scanAttachments(bytes: Uint8Array, start: number, end: number): number {
    const limit = Math.min(end, start + MAX_COUNT_BYTES);
    let at = start;
    let count = 0;
    while (at < limit && isDigit(bytes[at]!)) count = count * 10 + bytes[at++]! - 48;
    if (at === start || at >= end || bytes[at] !== 45) {
      while (at < limit && bytes[at] !== 45) at++;
      count = at > start && at < limit ? Number(textOf(bytes.subarray(start, at))) : 0;
    }
    if (!Number.isInteger(count) || count < 1) {
      this.#fail('A binary packet says after its type how many attachments follow, and “-”.', start);
    } else if (count > MAX_ATTACHMENTS) {
      this.#fail(`${count} attachments are announced; socket.io-parser allows ${MAX_ATTACHMENTS}.`, start);
    }
    this.attachments = count;
    return at + 1;
  }

  #scanId(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let id = 0;
    while (at < end && isDigit(bytes[at]!)) id = id * 10 + bytes[at++]! - 48;
    while (at < end && (isDigit(bytes[at]!) || isSpace(bytes[at]!))) {
      this.hasSpaces ||= isSpace(bytes[at]!);
      at++;
    }
    const isExact = at - start <= EXACT_DIGITS && !this.hasSpaces;
    this.id = isExact ? id : Number(textOf(bytes.subarray(start, at)));
    return at;
  }

  /** The checks of socket.io-parser on the payload, without parsing the JSON. */
  #checkData(bytes: Uint8Array, start: number, end: number): void {
    const bad = checkJson(bytes, start, end);
    if (bad >= 0) {
      const isFollowed = bad > start && bad < end && checkJson(bytes, start, bad) < 0;
      this.isFollowed = isFollowed && isPacketAt(bytes, bad, end);
      const message = isFollowed
        ? 'The payload of a packet is one JSON value: something else follows it.'
        : 'The payload of a packet is JSON.';
      this.#fail(message, Math.min(bad, end - 1));
      return;
    }
    const first = bytes[start]!;
    const type = this.type;
    if (type === EVENT || type === BINARY_EVENT) this.#checkEvent(bytes, start, end);
    else if (type === DISCONNECT) this.#fail('A DISCONNECT packet has no payload.', start);
    else if (type === CONNECT && first !== 123) this.#fail('The payload of CONNECT is an object.', start);
    else if (type === CONNECT_ERROR && first !== 123 && first !== 34) {
      this.#fail('The payload of CONNECT_ERROR is an object.', start);
    } else if ((type === ACK || type === BINARY_ACK) && first !== 91) {
      this.#fail('The payload of an acknowledgement is an array.', start);
    }
  }

  #checkEvent(bytes: Uint8Array, start: number, end: number): void {
    if (bytes[start] !== 91) {
      this.#fail('The payload of an event is an array.', start);
      return;
    }
    let at = start + 1;
    while (at < end && bytes[at]! <= 32) at++;
    const first = bytes[at]!;
    if (first === 34) {
      if (isReservedName(bytes, at)) this.#fail('This event name is reserved.', at);
    } else if (first !== 45 && !isDigit(first)) {
      this.#fail('The payload of an event starts with the event’s name, a string.', at);
    }
  }
}

/** Longer than what stands before the payload of most packets. */
const MAX_HEAD_BYTES = 300;

/** Whether bytes look like another packet: digits, perhaps a namespace and an id, and JSON. */
function isPacketAt(bytes: Uint8Array, start: number, end: number): boolean {
  const head = textOf(bytes.subarray(start, Math.min(end, start + MAX_HEAD_BYTES)));
  return /^\d+-?(\/[^,]*,\d*)?[[{]/.test(head);
}

/** Whether the string at `at`, which must be closed, is one of the names that emit() refuses. */
function isReservedName(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at + 1]!;
  if (!MAY_BE_RESERVED[first] && first !== 92) return false;
  const limit = at + MAX_RESERVED_BYTES;
  let end = at + 1;
  for (; bytes[end] !== 34; end++) {
    if (bytes[end] === 92) end++;
    if (end > limit) return false;
  }
  const name: unknown = JSON.parse(textOf(bytes.subarray(at, end + 1)));
  return typeof name === 'string' && RESERVED.includes(name);
}

/** The namespace of a scanned packet: "/" when none is written. */
export function namespaceOf(packet: PacketScanner, bytes: Uint8Array): string {
  const { namespaceStart, idStart } = packet;
  if (namespaceStart === idStart) return '/';
  const end = bytes[idStart - 1] === 44 ? idStart - 1 : idStart;
  return textOf(bytes.subarray(namespaceStart, end));
}

/** The acknowledgement id of a scanned packet, as written; empty without one. */
export function idOf(packet: PacketScanner, bytes: Uint8Array): string {
  return textOf(bytes.subarray(packet.idStart, packet.dataStart));
}
