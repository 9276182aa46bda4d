import { grouped } from '../../../protocol/text';
import type { EmitEvent, FileReader } from '../event';
import { PieceBuffer } from '../piece-buffer';
import { MAX_PACKET_BYTES, type TakePacket } from './packet';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const TIME_RESOLUTION = 9;
const TIME_OFFSET = 14;
const END_OF_OPTIONS = 0;

/** An interface of the current section. */
interface Interface {
  readonly linkType: number;
  /** 0 for no limit. */
  readonly snapBytes: number;
  readonly microsPerUnit: number;
  readonly offsetMicros: number;
}

/** Whether a file with these first bytes is a pcapng: at least four of them. */
export const isPcapng = (first: Uint8Array): boolean =>
  first[0] === 0x0a && first[1] === 0x0d && first[2] === 0x0d && first[3] === 0x0a;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * Reads the pcapng format (draft-ietf-opsawg-pcapng): several sections and interfaces, times of any resolution, both
 * byte orders. Blocks of other types are passed over.
 */
export function createPcapngReader(take: TakePacket, emit: EmitEvent): FileReader {
  const buffer = new PieceBuffer();
  let isLittle = true;
  let interfaces: Interface[] = [];
  let packets = 0;
  let lastMicros = 0;
  /** What is left of a block that is passed over. */
  let toSkip = 0;
  let isBroken = false;

  const fail = (text: string) => {
    isBroken = true;
    emit({ kind: 'note', what: 'broken-file', text });
  };

  const readInterface = (body: Uint8Array) => {
    const view = viewOf(body);
    let microsPerUnit = 1;
    let offsetMicros = 0;
    for (let at = 8; at + 4 <= body.length; ) {
      const code = view.getUint16(at, isLittle);
      const length = view.getUint16(at + 2, isLittle);
      if (code === END_OF_OPTIONS || at + 4 + length > body.length) break;
      if (code === TIME_RESOLUTION && length >= 1) {
        const value = body[at + 4]!;
        microsPerUnit = 1_000_000 / (value & 0x80 ? 2 ** (value & 0x7f) : 10 ** value);
      }
      if (code === TIME_OFFSET && length >= 8) {
        offsetMicros = Number(view.getBigInt64(at + 4, isLittle)) * 1_000_000;
      }
      at += 4 + length + (-length & 3);
    }
    interfaces.push({
      linkType: view.getUint16(0, isLittle),
      snapBytes: view.getUint32(4, isLittle),
      microsPerUnit,
      offsetMicros,
    });
  };

  const takeFrom = (
    from: Interface | undefined,
    at: number,
    body: Uint8Array,
    captured: number,
    wire: number,
  ) => {
    if (from === undefined)
      return fail(
        `Packet ${packets + 1} of this pcapng file names an interface that the file does not describe.`,
      );
    packets++;
    lastMicros = at;
    take({
      linkType: from.linkType,
      atMicros: at,
      bytes: body.subarray(0, captured),
      wireBytes: Math.max(wire, Math.min(captured, body.length)),
    });
  };

  const readPacket = (type: number, body: Uint8Array) => {
    const view = viewOf(body);
    if (type === SIMPLE_PACKET) {
      const [from] = interfaces;
      const wire = view.getUint32(0, isLittle);
      const limit = from === undefined || from.snapBytes === 0 ? wire : Math.min(wire, from.snapBytes);
      // It has no time of its own: the last one is the best that is known.
      takeFrom(from, lastMicros, body.subarray(4), limit, wire);
      return;
    }
    const number = type === OLD_PACKET ? view.getUint16(0, isLittle) : view.getUint32(0, isLittle);
    const from = interfaces[number];
    const units = view.getUint32(4, isLittle) * 2 ** 32 + view.getUint32(8, isLittle);
    const { microsPerUnit = 1, offsetMicros = 0 } = from ?? {};
    // In nanoseconds the number is beyond 2^53, which moves the time by less than a microsecond.
    const at = Math.floor(units * microsPerUnit) + offsetMicros;
    takeFrom(from, at, body.subarray(20), view.getUint32(12, isLittle), view.getUint32(16, isLittle));
  };

  /** Reads one block; false when more bytes are needed. */
  const readBlock = (): boolean => {
    const head = buffer.peek(12);
    if (head === null) return false;
    const view = viewOf(head);
    const isSection = view.getUint32(0, true) === SECTION_HEADER;
    if (isSection) {
      const order = view.getUint32(8, true);
      if (order !== 0x1a2b3c4d && order !== 0x4d3c2b1a) {
        fail('This pcapng file is broken: a section does not say its byte order.');
        return false;
      }
      isLittle = order === 0x1a2b3c4d;
      interfaces = [];
    }
    const type = view.getUint32(0, isLittle);
    const length = view.getUint32(4, isLittle);
    const least = LEAST_BYTES.get(type) ?? 12;
    if (length < least || length % 4 !== 0) {
      fail(
        `After ${grouped(packets)} packets this pcapng file is broken: ${grouped(length)} bytes is an impossible size for a block. Nothing after that was read.`,
      );
      return false;
    }
    if (isSection || !LEAST_BYTES.has(type)) {
      toSkip = length;
      return true;
    }
    if (length > MAX_PACKET_BYTES) {
      fail(
        `After ${grouped(packets)} packets this pcapng file is broken: ${grouped(length)} bytes is an impossible size for a packet. Nothing after that was read.`,
      );
      return false;
    }
    const block = buffer.take(length);
    if (block === null) return false;
    const body = block.subarray(8, length - 4);
    if (type === INTERFACE) readInterface(body);
    else readPacket(type, body);
    return true;
  };

  return {
    push(piece) {
      if (isBroken) return;
      buffer.push(piece);
      do {
        toSkip -= buffer.skip(toSkip);
      } while (toSkip === 0 && !isBroken && readBlock());
      buffer.release();
    },
    end() {
      if (isBroken || (buffer.length === 0 && toSkip === 0)) return;
      fail(
        `This pcapng file ends inside a block, after ${grouped(packets)} packets: the capture was cut while it was written or copied.`,
      );
    },
  };
}

/** The types of blocks that are read, with the least that each of them can have. */
const LEAST_BYTES: ReadonlyMap<number, number> = new Map([
  [INTERFACE, 20],
  [OLD_PACKET, 32],
  [SIMPLE_PACKET, 16],
  [ENHANCED_PACKET, 32],
]);
