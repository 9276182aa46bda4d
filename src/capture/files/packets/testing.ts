import type { Peer } from '../../../protocol/unit';
import type { Endpoint } from '../event';
import { joinBytes } from '../join-bytes';
import { encodeFileHead, encodePacketBlock } from '../save/pcapng-blocks';
import { ACK, encodePacket, type TcpHeader } from '../save/synthetic-packet';

/** A packet for a test: an Ethernet frame. */
export interface TestPacket {
  readonly atMicros: number;
  readonly bytes: Uint8Array;
  /** How much of it is captured; all of it without this. */
  readonly captured?: number;
}

export const CLIENT: Endpoint = { address: '10.0.0.1', port: 50_000 };
export const SERVER: Endpoint = { address: '10.0.0.2', port: 80 };
const BOTH: Readonly<Record<Peer, Endpoint>> = { client: CLIENT, server: SERVER };

/** A segment of the client or the server. It acknowledges nothing unless `acknowledgement` is given. */
export function segment(
  sender: Peer,
  sequence: number,
  payload: Uint8Array | string = '',
  more: Partial<TcpHeader> & {
    readonly ends?: Readonly<Record<Peer, Endpoint>>;
    readonly atMicros?: number;
  } = {},
): TestPacket {
  const { ends = BOTH, atMicros = 0, acknowledgement = 0 } = more;
  const { flags = more.acknowledgement === undefined ? 0 : ACK } = more;
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  const to = sender === 'client' ? 'server' : 'client';
  return {
    atMicros,
    bytes: encodePacket(ends[sender], ends[to], { sequence, acknowledgement, flags }, bytes),
  };
}

export interface PcapStyle {
  readonly isLittle?: boolean;
  readonly isNano?: boolean;
  readonly linkType?: number;
  /** What stands before the IP packet, instead of the Ethernet header. */
  readonly link?: readonly number[];
}

/** A pcap file. */
export function pcapOf(packets: readonly TestPacket[], style: PcapStyle = {}): Uint8Array {
  const { isLittle = true, isNano = false, linkType = 1, link } = style;
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, isNano ? 0xa1b23c4d : 0xa1b2c3d4, isLittle);
  head.setUint16(4, 2, isLittle);
  head.setUint16(6, 4, isLittle);
  head.setUint32(16, 262_144, isLittle);
  head.setUint32(20, linkType, isLittle);
  const records = packets.flatMap(({ atMicros, bytes, captured }) => {
    const whole = link === undefined ? bytes : joinBytes([Uint8Array.from(link), bytes.subarray(14)]);
    const record = new DataView(new ArrayBuffer(16));
    record.setUint32(0, Math.floor(atMicros / 1e6), isLittle);
    record.setUint32(4, (atMicros % 1e6) * (isNano ? 1000 : 1), isLittle);
    record.setUint32(8, captured ?? whole.length, isLittle);
    record.setUint32(12, whole.length, isLittle);
    return [new Uint8Array(record.buffer), whole.subarray(0, captured ?? whole.length)];
  });
  return joinBytes([new Uint8Array(head.buffer), ...records]);
}

/** A pcapng file. */
export const pcapngOf = (packets: readonly TestPacket[]): Uint8Array =>
  joinBytes([
    encodeFileHead('test'),
    ...packets.map(({ atMicros, bytes }) => encodePacketBlock(atMicros, bytes)),
  ]);

/** The same bytes in pieces of these sizes, over and over. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length]!);
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}
