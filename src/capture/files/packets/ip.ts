/** What an IP packet carries, as far as it concerns TCP. */
export type IpPayload =
  | {
      readonly kind: 'tcp';
      /** Of the addresses: half-open ranges of the packet. */
      readonly sourceAt: number;
      readonly targetAt: number;
      readonly addressBytes: 4 | 16;
      /** Where the TCP header begins. */
      readonly start: number;
      /** Where the packet ends according to its header, which may be after what was captured. */
      readonly end: number;
    }
  | { readonly kind: 'fragment' | 'other' | 'cut' };

const TCP = 6;
const FRAGMENT = 44;
/** Hop-by-hop, routing, destination options, mobility: all with a length in units of 8 bytes (RFC 8200 §4). */
const EXTENSIONS = new Set([0, 43, 60, 135]);
const AUTHENTICATION = 51;

/** Reads the IP header at `at` (RFC 791 §3.1, RFC 8200 §3). `wireEnd` is where the packet ended on the wire. */
export function readIp(bytes: Uint8Array, at: number, wireEnd: number): IpPayload {
  const version = bytes[at]! >> 4;
  if (version === 4) return readIpv4(bytes, at, wireEnd);
  return version === 6 ? readIpv6(bytes, at, wireEnd) : { kind: at < bytes.length ? 'other' : 'cut' };
}

const uint16 = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!;

function readIpv4(bytes: Uint8Array, at: number, wireEnd: number): IpPayload {
  if (at + 20 > bytes.length) return { kind: 'cut' };
  const header = (bytes[at]! & 15) * 4;
  if (bytes[at + 9] !== TCP || header < 20) return { kind: 'other' };
  // More fragments, or an offset (RFC 791 §3.1).
  if ((uint16(bytes, at + 6) & 0x3fff) !== 0) return { kind: 'fragment' };
  const total = uint16(bytes, at + 2);
  // A network card that splits segments by itself leaves the length 0.
  const end = total === 0 ? wireEnd : Math.min(at + total, wireEnd);
  return { kind: 'tcp', sourceAt: at + 12, targetAt: at + 16, addressBytes: 4, start: at + header, end };
}

function readIpv6(bytes: Uint8Array, at: number, wireEnd: number): IpPayload {
  if (at + 40 > bytes.length) return { kind: 'cut' };
  const length = uint16(bytes, at + 4);
  const end = length === 0 ? wireEnd : Math.min(at + 40 + length, wireEnd);
  let next = bytes[at + 6]!;
  let start = at + 40;
  while (EXTENSIONS.has(next) || next === AUTHENTICATION) {
    if (start + 2 > bytes.length) return { kind: 'cut' };
    const units = bytes[start + 1]!;
    const size = next === AUTHENTICATION ? (units + 2) * 4 : (units + 1) * 8;
    next = bytes[start]!;
    start += size;
  }
  if (next === FRAGMENT) return { kind: 'fragment' };
  if (next !== TCP) return { kind: 'other' };
  return { kind: 'tcp', sourceAt: at + 8, targetAt: at + 24, addressBytes: 16, start, end };
}

/** An address as people write it (RFC 5952 for IPv6). */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const words = Array.from({ length: 8 }, (_, index) => uint16(bytes, index * 2));
  let [from, size] = [0, 0];
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > size) [from, size] = [start, length];
  }
  const hex = (part: readonly number[]) => part.map((word) => word.toString(16)).join(':');
  return size < 2 ? hex(words) : `${hex(words.slice(0, from))}::${hex(words.slice(from + size))}`;
}
