/**
 * What a client sends after a request to change the protocol and before its answer. A client in a hurry may send frames
 * (RFC 6455 §4.1 allows it once the server has agreed, and some do not wait). Anything else may be a request, which the server
 * never takes and which may name another lab.
 */
export class EarlyBytes {
  #count: number | null = null;

  /** The request has ended, and its answer has not begun. */
  begin(): void {
    this.#count = 0;
  }

  get isAwaitingAnswer(): boolean {
    return this.#count !== null;
  }

  /** The answer has come. */
  end(): void {
    this.#count = null;
  }

  /** Whether all so far, with these, may be frames of a client. Two bytes tell: no text has such. */
  mayBeFrames(bytes: Uint8Array): boolean {
    for (let at = 0; at < bytes.length && this.#count !== null && this.#count < 2; at++) {
      const byte = bytes[at]!;
      const fits = this.#count === 0 ? mayBeginFrame(byte) : isMasked(byte);
      if (!fits) return false;
      this.#count++;
    }
    return true;
  }
}

/** Whether a client's first frame may begin with this byte (RFC 6455 §5.2): with RSV1 for permessage-deflate (RFC 7692 §6). */
function mayBeginFrame(byte: number): boolean {
  const opcode = byte & 15;
  if ((byte & 0x30) !== 0) return false;
  if (opcode === 1 || opcode === 2) return true;
  return opcode >= 8 && opcode <= 10 && (byte & 0xc0) === 0x80;
}

/** Every frame of a client is masked (RFC 6455 §5.1). */
const isMasked = (byte: number) => byte >= 0x80;
