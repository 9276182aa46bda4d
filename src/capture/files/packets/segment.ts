import type { Endpoint } from '../event';
import { addressText, type IpPayload } from './ip';

/** One TCP segment (RFC 9293 §3.1), with what was captured of its payload. */
export interface Segment {
  /** Names an end of a connection: address and port. */
  readonly source: string;
  readonly target: string;
  readonly sourcePort: number;
  readonly targetPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly isSyn: boolean;
  readonly isAck: boolean;
  readonly isFin: boolean;
  readonly isReset: boolean;
  /** A view that is valid only during the call. */
  readonly payload: Uint8Array;
  /** Bytes of the payload that were sent and not captured (a snapshot length). */
  readonly cutBytes: number;
  readonly atMicros: number;
}

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

/** Reads the segment of an IP packet; null when too little of its header was captured. */
export function readSegment(
  bytes: Uint8Array,
  { start, end, sourceAt, targetAt, addressBytes }: Extract<IpPayload, { kind: 'tcp' }>,
  atMicros: number,
): Segment | null {
  if (start + 20 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[start + 13]!;
  const from = Math.max(20, (bytes[start + 12]! >> 4) * 4) + start;
  const captured = Math.min(end, bytes.length);
  const sourcePort = view.getUint16(start);
  const targetPort = view.getUint16(start + 2);
  return {
    source: endName(view, sourceAt, addressBytes, sourcePort),
    target: endName(view, targetAt, addressBytes, targetPort),
    sourcePort,
    targetPort,
    sequence: view.getUint32(start + 4),
    acknowledgement: view.getUint32(start + 8),
    isSyn: (flags & SYN) !== 0,
    isAck: (flags & ACK) !== 0,
    isFin: (flags & FIN) !== 0,
    isReset: (flags & RST) !== 0,
    payload: bytes.subarray(Math.min(from, captured), captured),
    cutBytes: Math.max(0, end - Math.max(captured, from)),
    atMicros,
  };
}

function endName(view: DataView, at: number, addressBytes: 4 | 16, port: number): string {
  if (addressBytes === 4) return (view.getUint32(at) * 65_536 + port).toString(36);
  const words = [0, 4, 8, 12].map((offset) => view.getUint32(at + offset).toString(36));
  return `${words.join(':')}:${port}`;
}

/** The address and port that an end's name stands for. */
export function endpointOf(name: string): Endpoint {
  const words = name.split(':');
  if (words.length === 1) {
    const number = Number.parseInt(name, 36);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, Math.floor(number / 65_536));
    return { address: addressText(bytes), port: number % 65_536 };
  }
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < 4; index++) view.setUint32(index * 4, Number.parseInt(words[index]!, 36));
  return { address: addressText(bytes), port: Number(words[4]) };
}
