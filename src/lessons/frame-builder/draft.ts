import { hexOf } from '../../protocol/text';
import { readHex } from '../parts/hex';
import { type FrameSpec, type LengthForm, saidLength } from './frame-spec';

/** A frame while it is written, with its fields as typed. */
export interface FrameDraft {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  readonly masked: boolean;
  readonly form: LengthForm | null;
  /** Decimal digits; empty for the true length. */
  readonly claims: string;
  /** Eight hexadecimal digits. */
  readonly key: string;
  readonly payload: PayloadDraft;
}

/** `filler`: this many letters `a`, for sizes nobody types. */
export interface PayloadDraft {
  readonly kind: 'text' | 'hex' | 'filler';
  readonly text: string;
}

/** What a draft is on the wire, or what is wrong with what was typed. */
export type Readiness =
  | { readonly kind: 'frame'; readonly spec: FrameSpec }
  | { readonly kind: 'invalid'; readonly message: string };

/** The largest payload that the page builds, so that a mistyped size does not fill its memory. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;

/** The key of the example in RFC 6455 §5.7. */
const SAMPLE_MASKING_KEY = '37 fa 21 3d';

/** A text frame as a client sends it, with these changes. */
export function frameDraft(change: Partial<FrameDraft> & { readonly text?: string } = {}): FrameDraft {
  const { text = 'Hello', ...rest } = change;
  return {
    fin: true,
    rsv1: false,
    rsv2: false,
    rsv3: false,
    opcode: 1,
    masked: true,
    form: null,
    claims: '',
    key: SAMPLE_MASKING_KEY,
    payload: { kind: 'text', text },
    ...rest,
  };
}

/** Reads what was typed. */
export function specOf(draft: FrameDraft): Readiness {
  const invalid = (message: string): Readiness => ({ kind: 'invalid', message });
  const { key, claims, payload, ...bits } = draft;
  const four = readHex(key);
  if (four.kind === 'invalid') return invalid(`Masking key: ${four.message}`);
  if (four.bytes.length !== 4)
    return invalid(`A masking key has 4 bytes, eight digits; this one has ${four.bytes.length}.`);
  const digits = claims.replace(/[\s,_]/g, '');
  if (!/^\d*$/.test(digits))
    return invalid(`“${claims}” is not a length: write digits, or leave it empty for the actual length.`);
  if (BigInt(digits || 0) >= 2n ** 64n) return invalid('No length has more than 64 bits.');
  const read = payloadOf(payload);
  if (!(read instanceof Uint8Array)) return invalid(read.message);
  const spec = { ...bits, key: four.bytes, payload: read, claims: digits === '' ? null : Number(digits) };
  if (saidLength(spec) >= 2 ** 64) return invalid('No length has more than 64 bits.');
  return { kind: 'frame', spec };
}

function payloadOf({ kind, text }: PayloadDraft): Uint8Array | { readonly message: string } {
  const tooMuch = (size: number) => ({
    message: `${size.toLocaleString('en-US')} bytes are more than the builder makes: ${MAX_PAYLOAD_BYTES.toLocaleString('en-US')} at most.`,
  });
  if (kind === 'filler') {
    const size = Number(text.replace(/[\s,_]/g, '') || 0);
    if (!Number.isInteger(size) || size < 0) return { message: `“${text}” is not a number of bytes.` };
    return size > MAX_PAYLOAD_BYTES ? tooMuch(size) : new Uint8Array(size).fill(0x61);
  }
  if (kind === 'text') {
    const bytes = new TextEncoder().encode(text);
    return bytes.length > MAX_PAYLOAD_BYTES ? tooMuch(bytes.length) : bytes;
  }
  const hex = readHex(text);
  if (hex.kind === 'invalid') return { message: `Payload: ${hex.message}` };
  return hex.bytes.length > MAX_PAYLOAD_BYTES ? tooMuch(hex.bytes.length) : hex.bytes;
}

/** The same payload in another form; empty when it cannot be read. */
export function rewritten(payload: PayloadDraft, kind: PayloadDraft['kind']): PayloadDraft {
  if (kind === payload.kind) return payload;
  const bytes = payloadOf(payload);
  if (!(bytes instanceof Uint8Array)) return { kind, text: '' };
  if (kind === 'filler') return { kind, text: String(bytes.length) };
  if (kind === 'text') return { kind, text: new TextDecoder().decode(bytes) };
  return { kind, text: hexOf(bytes) };
}

/** Four random bytes, as a client makes them for each frame (RFC 6455 §5.3). */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return hexOf(bytes);
}
