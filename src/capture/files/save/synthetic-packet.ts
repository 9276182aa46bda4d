import type { Endpoint } from '../event';

/** What a made packet says in its TCP header. */
export interface TcpHeader {
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
}

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;

const ETHERNET_BYTES = 14;
const TCP_BYTES = 20;
const WINDOW = 65_535;
const TCP = 6;
/** For addresses that are not known: 192.0.2.0/24 is for documentation (RFC 5737). */
const UNKNOWN = [192, 0, 2, 1];

/** An Ethernet frame with an IP packet and a TCP segment, with true lengths and checksums. */
export function encodePacket(from: Endpoint, to: Endpoint, tcp: TcpHeader, payload: Uint8Array): Uint8Array {
  const addresses = [addressBytes(from.address), addressBytes(to.address)] as const;
  const isV6 = addresses.some(({ length }) => length === 16);
  const [source, target] = isV6 ? [mapped(addresses[0]), mapped(addresses[1])] : addresses;
  const ipBytes = isV6 ? 40 : 20;
  const tcpLength = TCP_BYTES + payload.length;
  const packet = new Uint8Array(ETHERNET_BYTES + ipBytes + tcpLength);
  const view = new DataView(packet.buffer);
  // Locally administered addresses, one for each end.
  packet.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]);
  view.setUint16(12, isV6 ? 0x86dd : 0x0800);
  if (isV6) {
    view.setUint32(ETHERNET_BYTES, 6 << 28);
    view.setUint16(ETHERNET_BYTES + 4, tcpLength);
    packet.set([TCP, 64], ETHERNET_BYTES + 6);
    packet.set([...source, ...target], ETHERNET_BYTES + 8);
  } else {
    packet[ETHERNET_BYTES] = 0x45;
    view.setUint16(ETHERNET_BYTES + 2, ipBytes + tcpLength);
    // Don't fragment.
    packet.set([0x40, 0, 64, TCP], ETHERNET_BYTES + 6);
    packet.set([...source, ...target], ETHERNET_BYTES + 12);
    view.setUint16(
      ETHERNET_BYTES + 10,
      checksum(packet.subarray(ETHERNET_BYTES, ETHERNET_BYTES + ipBytes), 0),
    );
  }
  const at = ETHERNET_BYTES + ipBytes;
  view.setUint16(at, from.port);
  view.setUint16(at + 2, to.port);
  view.setUint32(at + 4, tcp.sequence >>> 0);
  view.setUint32(at + 8, tcp.acknowledgement >>> 0);
  packet.set([(TCP_BYTES / 4) << 4, tcp.flags], at + 12);
  view.setUint16(at + 14, WINDOW);
  packet.set(payload, at + TCP_BYTES);
  const pseudo = sum(Uint8Array.of(...source, ...target)) + TCP + tcpLength;
  view.setUint16(at + 16, checksum(packet.subarray(at), pseudo));
  return packet;
}

/** The sum of the words of some bytes (RFC 1071). */
function sum(bytes: Uint8Array): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 2) total += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  return total;
}

function checksum(bytes: Uint8Array, start: number): number {
  let total = start + sum(bytes);
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 65_536);
  return ~total & 0xffff;
}

const mapped = (address: readonly number[]): readonly number[] =>
  address.length === 16 ? address : [...new Array<number>(10).fill(0), 255, 255, ...address];

/** Four or sixteen numbers. IPv4 addresses in IPv6 form, as servers see them, are given as four. */
function addressBytes(address: string): readonly number[] {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.split('.').map(Number);
  if (!/^[\da-f:]+$/i.test(plain) || !plain.includes(':')) return UNKNOWN;
  const [head = '', tail] = plain.split('::');
  const wordsOf = (part: string) =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const [first, last] = [wordsOf(head), wordsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const words = [...first, ...new Array<number>(zeros).fill(0), ...last];
  return words.length === 8 ? words.flatMap((word) => [(word >> 8) & 255, word & 255]) : UNKNOWN;
}
