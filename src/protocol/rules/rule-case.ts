import { createDecoder } from '../create-decoder';
import type { DecoderWriter, WritableDecoder } from '../decoder';
import { encodeFrame, encodeHandshake, type FrameKind, type FrameOptions } from '../encode';
import { concat, hexBytes, latin } from '../testing/bytes';
import type { Fault, LayerId, Peer } from '../unit';
import { WAIT_MICROS } from '../waiting';

/** What happens on a connection: bytes of one side in one push, the end of its direction, or nothing for `WAIT_SECONDS`. */
export type Step = (
  | { readonly sender: Peer; readonly bytes: Uint8Array }
  | { readonly sender: Peer; readonly end: 'fin' | 'reset' }
  | { readonly sender: Peer; readonly waits: true }
) & {
  /** 1, unless another one is named. */
  readonly connection?: number;
  /** Milliseconds since the beginning; 0 unless it is named. */
  readonly atMs?: number;
};

/** The steps, so many milliseconds after the beginning. */
export const at = (atMs: number, ...steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ ...step, atMs }));

/** The steps on another connection. */
export const onConnection = (connection: number, steps: readonly Step[]): Step[] =>
  steps.map((step) => ({ ...step, connection }));

/** A fault that must come of it, and the unit that has it. Parts that are left out are not compared. */
export interface ExpectedFault extends Partial<Omit<Fault, 'others' | 'message' | 'spec'>> {
  readonly layer: LayerId;
  /** The label of the unit. */
  readonly unit?: string;
  readonly message: string;
  readonly spec: string;
}

/** One way to break a rule: the bytes that do it, and every fault that they must give. */
export interface RuleCase {
  /** What the bytes do: "a request without Host". */
  readonly name: string;
  readonly wire: readonly Step[];
  /** All faults, in the order of their units; several of one unit in the order of their bytes. None for bytes that keep to the rules. */
  readonly faults: readonly ExpectedFault[];
  /** The labels of the units of all layers that come after a failure, in order, where they show something. */
  readonly afterFailure?: readonly string[];
  /** The labels of all units of this layer, in order, where they show something. */
  readonly units?: { readonly layer: LayerId; readonly labels: readonly string[] };
}

type Bytes = string | Uint8Array;
const bytesOf = (part: Bytes): Uint8Array => (typeof part === 'string' ? latin(part) : part);

/** Bytes of the client in one push; text is Latin-1. */
export const client = (...parts: readonly Bytes[]): Step => ({
  sender: 'client',
  bytes: concat(...parts.map(bytesOf)),
});
/** Bytes of the server in one push; text is Latin-1. */
export const server = (...parts: readonly Bytes[]): Step => ({
  sender: 'server',
  bytes: concat(...parts.map(bytesOf)),
});
export const clientHex = (hex: string): Step => ({ sender: 'client', bytes: hexBytes(hex) });
export const serverHex = (hex: string): Step => ({ sender: 'server', bytes: hexBytes(hex) });
export const ends = (sender: Peer): Step => ({ sender, end: 'fin' });
export const isReset = (sender: Peer): Step => ({ sender, end: 'reset' });
/** Nothing comes from this side, or the other one. */
export const waits = (sender: Peer): Step => ({ sender, waits: true });

/** A frame of the client (masked) or the server (not masked). */
export const clientFrame = (kind: FrameKind, payload: Bytes, options: Partial<FrameOptions> = {}): Step =>
  client(encodeFrame(kind, payload, { isMasked: true, ...options }));
export const serverFrame = (kind: FrameKind, payload: Bytes, options: Partial<FrameOptions> = {}): Step =>
  server(encodeFrame(kind, payload, { isMasked: false, ...options }));

/** The opening handshake of RFC 6455 §1.3, without a fault. */
export function opened(options: Parameters<typeof encodeHandshake>[0] = {}): Step[] {
  const bytes = encodeHandshake({ target: '/chat', ...options });
  return [client(bytes.client), server(bytes.server)];
}

/** Decodes the steps; `cut` says in which pieces bytes come. */
export function decode(
  steps: readonly Step[],
  cut: (bytes: Uint8Array) => Uint8Array[] = (bytes) => [bytes],
): WritableDecoder {
  const decoder = createDecoder();
  for (const step of steps) {
    if ('bytes' in step) {
      for (const piece of cut(step.bytes)) {
        decoder.push(step.connection ?? 1, step.sender, piece, (step.atMs ?? 0) * 1000);
      }
    } else pass(decoder, step);
  }
  return decoder;
}

/** Lets a step pass that brings no bytes. */
export function pass(decoder: DecoderWriter, step: Exclude<Step, { readonly bytes: Uint8Array }>): void {
  if ('end' in step) decoder.end(step.connection ?? 1, step.sender, step.end);
  else decoder.passTo(WAIT_MICROS);
}

/** All faults of all units, as they are compared. */
export function faultsIn(decoder: WritableDecoder): ExpectedFault[] {
  return decoder.units.flatMap((unit) => {
    if (unit.fault === null) return [];
    const { others = [], ...first } = unit.fault;
    return [first, ...others].map((fault) => ({ layer: unit.layer, unit: decoder.labelOf(unit), ...fault }));
  });
}
