/** Link types that are read, by their number in the tcpdump registry (draft-ietf-opsawg-pcaplinktype). */
const NULL = 0;
const ETHERNET = 1;
const RAW_BSD = [12, 14];
const RAW = 101;
const LOOP = 108;
const COOKED_1 = 113;
const IPV4 = 228;
const IPV6 = 229;
const COOKED_2 = 276;

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;
/** IEEE 802.1Q, 802.1ad and the older QinQ: each puts four bytes before the next type. */
const VLAN_TAGS = new Set([0x8100, 0x88a8, 0x9100]);

/** How AF_INET6 is numbered where a loopback capture was made: BSD, FreeBSD, macOS, Linux. */
const BSD_IPV6 = new Set([24, 28, 30, 10]);

/** What others are called, to say what cannot be read. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [105, 'Wi-Fi (802.11) frames'],
  [119, 'Wi-Fi (802.11) frames'],
  [127, 'Wi-Fi (802.11) frames'],
  [163, 'Wi-Fi (802.11) frames'],
  [9, 'PPP'],
  [187, 'Bluetooth'],
  [201, 'Bluetooth'],
  [189, 'USB'],
  [220, 'USB'],
  [253, 'netlink'],
]);

/** For people: "Wi-Fi (802.11) frames (link type 127)". */
export const nameOfLinkType = (linkType: number): string =>
  NAMES.has(linkType) ? `${NAMES.get(linkType)} (link type ${linkType})` : `link type ${linkType}`;

/** Whether packets of this link type are read. */
export const isKnownLinkType = (linkType: number): boolean => KNOWN.has(linkType);

const KNOWN = new Set([NULL, ETHERNET, ...RAW_BSD, RAW, LOOP, COOKED_1, IPV4, IPV6, COOKED_2]);

/** Where the IP header of a packet begins; -1 when it carries something else, or too little of it was captured. */
export function ipStart(linkType: number, bytes: Uint8Array): number {
  switch (linkType) {
    case ETHERNET:
      return afterType(bytes, 12);
    case COOKED_1:
      return afterType(bytes, 14);
    case COOKED_2:
      return startOf(bytes, 0, 20);
    case NULL:
    case LOOP: {
      // The family is in the byte order of the machine that captured, and never above 255.
      const family = bytes[0]! | bytes[3]!;
      return family === 2 || BSD_IPV6.has(family) ? 4 : -1;
    }
    default:
      return 0;
  }
}

/** Reads the EtherType at `at` and those behind VLAN tags. */
function afterType(bytes: Uint8Array, at: number): number {
  let place = at;
  while (place + 2 <= bytes.length && VLAN_TAGS.has((bytes[place]! << 8) | bytes[place + 1]!)) place += 4;
  return startOf(bytes, place, place + 2);
}

function startOf(bytes: Uint8Array, typeAt: number, start: number): number {
  if (start > bytes.length) return -1;
  const type = (bytes[typeAt]! << 8) | bytes[typeAt + 1]!;
  return type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6 ? start : -1;
}
