import { checkJson } from './json';
import { textOf } from './text';

/** By packet type, 0 to 6: Socket.IO protocol v5, “Packet types”. */
export const SOCKET_KINDS = [
  'connect',
  'disconnect',
  'event',
  'ack',
  'connect_error',
  'binary_event',
  'binary_ack',
] as const;
export type SocketKind = (typeof SOCKET_KINDS)[number];

/** socket.io-parser refuses packets with more. */
const MAX_ATTACHMENTS = 10;

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
  dataStart = 0;
  end = 0;
  /** The rule that is broken at `faultAt`, or null. */
  fault: string | null = null;
  faultAt = 0;

  scan(bytes: Uint8Array, start: number, end: number): void {
    this.fault = null;
    this.end = end;
    this.attachments = 0;
    this.namespaceStart = this.idStart = this.dataStart = Math.min(start + 1, end);
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
      const comma = bytes.indexOf(44, at);
      at = comma < 0 || comma >= end ? end : comma + 1;
    }
    this.idStart = at;
    while (at < end && isDigit(bytes[at]!)) at++;
    this.dataStart = at;
    this.#checkData(bytes, at, end);
  }

  #fail(message: string, at: number): void {
    this.fault = message;
    this.faultAt = at;
  }

  #scanAttachments(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let count = 0;
    while (at < end && isDigit(bytes[at]!)) count = Math.min(count * 10 + bytes[at++]! - 48, 1e6);
    if (at === start || at >= end || bytes[at] !== 45 || count < 1) {
      this.#fail('A binary packet says after its type how many attachments follow, and “-”.', start);
    } else if (count > MAX_ATTACHMENTS) {
      this.#fail(`${count} attachments are announced; socket.io-parser allows ${MAX_ATTACHMENTS}.`, start);
    }
    this.attachments = count;
    return at + 1;
  }

  /** The checks of socket.io-parser on the payload, without parsing the JSON. */
  #checkData(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const bad = checkJson(bytes, start, end);
    if (bad >= 0) {
      this.#fail('The payload of a packet is JSON.', Math.min(bad, end - 1));
      return;
    }
    let at = start;
    while (bytes[at]! <= 32) at++;
    const first = bytes[at]!;
    const type = this.type;
    if (type === DISCONNECT) this.#fail('A DISCONNECT packet has no payload.', start);
    else if (type === CONNECT && first !== 123) this.#fail('The payload of CONNECT is an object.', start);
    else if (type === CONNECT_ERROR && first !== 123 && first !== 34) {
      this.#fail('The payload of CONNECT_ERROR is an object.', start);
    } else if ((type === ACK || type === BINARY_ACK) && first !== 91) {
      this.#fail('The payload of an acknowledgement is an array.', start);
    } else if (type === EVENT || type === BINARY_EVENT) this.#checkEvent(bytes, at, end);
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

/** Whether the string at `at`, which must be closed, is one of the names that emit() refuses. */
function isReservedName(bytes: Uint8Array, at: number): boolean {
  let end = at + 1;
  let isEscaped = false;
  for (; bytes[end] !== 34; end++) {
    if (bytes[end] !== 92) continue;
    isEscaped = true;
    end++;
  }
  if (!isEscaped && !MAY_BE_RESERVED[bytes[at + 1]!]) return false;
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
