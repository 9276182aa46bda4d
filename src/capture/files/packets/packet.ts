/** One packet of a capture file. */
export interface Packet {
  /** What it begins with: a LINKTYPE of the tcpdump registry. */
  readonly linkType: number;
  /** Microseconds since the Unix epoch. */
  readonly atMicros: number;
  /** What was captured of it; a view that is valid only during the call. */
  readonly bytes: Uint8Array;
  /** How many bytes it had on the wire. */
  readonly wireBytes: number;
}

/** Takes packets in the order of the file. */
export type TakePacket = (packet: Packet) => void;

/** Beyond this a length is a sign of a broken file: tcpdump and Wireshark themselves capture at most 256 KiB a packet. */
export const MAX_PACKET_BYTES = 16 * 1024 * 1024;
