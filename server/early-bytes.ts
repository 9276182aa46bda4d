/**
 * What a client sends between a request to change the protocol and its answer. An impatient client may send frames (RFC 6455 §4.1
 * allows them only after the answer). Anything else may be a request, which the server never answers and which may name another lab.
 */
export class EarlyBytes {
  #count: number | null = null;

  /** The request has ended. */
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

  /** Whether the bytes so far may be a client's frames. The first two decide it: no text begins like a masked frame. */
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

/** A client masks every frame (RFC 6455 §5.1). */
const isMasked = (byte: number) => byte >= 0x80;
