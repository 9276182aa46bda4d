import { grouped } from '../../../protocol/text';
import type { EmitEvent, FileReader } from '../event';
import { PieceBuffer } from '../piece-buffer';
import { MAX_PACKET_BYTES, type TakePacket } from './packet';

const HEADER_BYTES = 24;
const RECORD_BYTES = 16;

/** How the fields of a file are written. */
interface Style {
  readonly isLittle: boolean;
  /** Parts of a second in the second word of a time. */
  readonly perMicro: number;
}

const STYLES: Readonly<Record<string, Style>> = {
  a1b2c3d4: { isLittle: false, perMicro: 1 },
  d4c3b2a1: { isLittle: true, perMicro: 1 },
  a1b23c4d: { isLittle: false, perMicro: 1000 },
  '4d3cb2a1': { isLittle: true, perMicro: 1000 },
};

function styleOf(first: Uint8Array): Style | undefined {
  const magic = Array.from(first.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return STYLES[magic];
}

/** Whether a file with these first bytes is a pcap: at least four of them. */
export const isPcap = (first: Uint8Array): boolean => styleOf(first) !== undefined;

/** Reads the pcap format (draft-ietf-opsawg-pcap) in microseconds or nanoseconds, in both byte orders. */
export function createPcapReader(take: TakePacket, emit: EmitEvent): FileReader {
  const buffer = new PieceBuffer();
  let style: Style | null = null;
  let linkType = 0;
  let packets = 0;
  let isBroken = false;

  const fail = (text: string) => {
    isBroken = true;
    emit({ kind: 'note', what: 'broken-file', text });
  };

  /** Reads one record; false when more bytes are needed. */
  const readRecord = ({ isLittle, perMicro }: Style): boolean => {
    const head = buffer.peek(RECORD_BYTES);
    if (head === null) return false;
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const captured = view.getUint32(8, isLittle);
    if (captured > MAX_PACKET_BYTES) {
      fail(
        `After ${grouped(packets)} packets this pcap file is broken: ${grouped(captured)} bytes is an impossible size for a packet. Nothing after that was read.`,
      );
      return false;
    }
    const record = buffer.take(RECORD_BYTES + captured);
    if (record === null) return false;
    const fields = new DataView(record.buffer, record.byteOffset, RECORD_BYTES);
    const parts = fields.getUint32(4, isLittle);
    packets++;
    take({
      linkType,
      atMicros: fields.getUint32(0, isLittle) * 1_000_000 + Math.floor(parts / perMicro),
      bytes: record.subarray(RECORD_BYTES),
      wireBytes: Math.max(captured, fields.getUint32(12, isLittle)),
    });
    return true;
  };

  return {
    push(piece) {
      if (isBroken) return;
      buffer.push(piece);
      if (style === null) {
        const header = buffer.take(HEADER_BYTES);
        if (header !== null) {
          style = styleOf(header) ?? null;
          if (style === null) return fail('This is not a pcap file.');
          const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
          // The upper bits tell the length of a frame check sequence, which the IP header's length leaves out.
          linkType = view.getUint32(20, style.isLittle) & 0xffff;
        }
      }
      while (style !== null && !isBroken && readRecord(style));
      buffer.release();
    },
    end() {
      if (isBroken) return;
      if (style === null || buffer.length > 0) {
        fail(
          `This pcap file ends inside ${style === null ? 'its header' : `a packet, after ${grouped(packets)} whole ones`}: the capture was cut while it was written or copied.`,
        );
      }
    },
  };
}
