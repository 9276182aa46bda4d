import { readIp } from '../packets/ip';
import { ipStart } from '../packets/link';
import { readSegment } from '../packets/segment';
import type { PastedPart } from './pasted';

const ETHERNET = 1;
const RAW = 101;

/** Takes off the Ethernet, IP and TCP headers of pasted packets: Wireshark copies whole packets. */
export function withoutPacketHeads(parts: readonly PastedPart[]): {
  parts: readonly PastedPart[];
  remark: string;
} {
  const payloads = parts.map((part) => ('bytes' in part ? payloadOf(part.bytes) : null));
  if (payloads.every((payload) => payload === null)) return { parts, remark: '' };
  const bare = parts.flatMap((part, at): PastedPart[] => {
    const payload = payloads[at];
    if (payload === null || payload === undefined) return [part];
    return payload.length === 0 ? [] : [{ sender: part.sender, bytes: payload }];
  });
  return {
    parts: bare,
    remark: 'These are whole packets: the headers of Ethernet, IP and TCP were taken off.',
  };
}

/** The payload of bytes that are a packet with TCP, headers and lengths and all; null for anything else. */
function payloadOf(bytes: Uint8Array): Uint8Array | null {
  for (const linkType of [ETHERNET, RAW]) {
    const start = ipStart(linkType, bytes);
    if (start < 0) continue;
    const ip = readIp(bytes, start, bytes.length);
    if (ip.kind !== 'tcp') continue;
    const header = (bytes[ip.start + 12]! >> 4) * 4;
    // The lengths must fit: other bytes may begin like a header by chance.
    if (header < 20 || ip.start + header > ip.end || bytes.length - ip.end > 6) continue;
    const isWhole =
      bytes[start]! >> 4 === 4
        ? start + ((bytes[start + 2]! << 8) | bytes[start + 3]!) <= bytes.length
        : true;
    if (isWhole) return readSegment(bytes, ip, 0)?.payload ?? null;
  }
  return null;
}
