/**
 * Reads the binary format of WebAssembly (Core 2.0, §5) one instruction at a time. Only where each ends matters. SIMD, threads and
 * exceptions are left out.
 */
export class WasmReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new RangeError('the module ends too early');
    this.at += 1;
    return byte;
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError('the module ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** LEB128 of up to 64 bits; correct for unsigned numbers of 32 bits (§5.2.2). */
  leb(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
  }

  /** Skips one instruction and returns its opcode, or 0xfc00 plus its number after the prefix `fc` (§5.4). */
  instruction(): number {
    const opcode = this.byte();
    if (opcode === 0xfc) return this.#prefixed();
    if (opcode === 0x0e) for (let left = this.leb() + 1; left > 0; left--) this.leb();
    else if (opcode === 0x1c) this.take(this.leb());
    else if (opcode === 0x43) this.take(4);
    else if (opcode === 0x44) this.take(8);
    else {
      const lebs = LEBS.get(opcode);
      if (lebs === undefined) throw new RangeError(`instruction ${opcode.toString(16)} is not known`);
      for (let left = lebs; left > 0; left--) this.leb();
    }
    return opcode;
  }

  #prefixed(): number {
    const number = this.leb();
    const lebs = PREFIXED_LEBS[number];
    if (lebs === undefined) throw new RangeError(`instruction fc ${number} is not known`);
    for (let left = lebs; left > 0; left--) this.leb();
    return 0xfc00 + number;
  }
}

const span = (from: number, until: number, lebs: number): [number, number][] =>
  Array.from({ length: until - from + 1 }, (_, n) => [from + n, lebs]);

/** How many LEB128 numbers follow an opcode. */
const LEBS: ReadonlyMap<number, number> = new Map([
  ...span(0x00, 0x01, 0), // unreachable, nop
  ...span(0x02, 0x04, 1), // block, loop, if
  ...span(0x05, 0x05, 0), // else
  ...span(0x0b, 0x0b, 0), // end
  ...span(0x0c, 0x0d, 1), // br, br_if
  ...span(0x0f, 0x0f, 0), // return
  ...span(0x10, 0x10, 1), // call
  ...span(0x11, 0x11, 2), // call_indirect
  ...span(0x1a, 0x1b, 0), // drop, select
  ...span(0x20, 0x26, 1), // local, global, table
  ...span(0x28, 0x3e, 2), // loads and stores
  ...span(0x3f, 0x42, 1), // memory.size, memory.grow, i32.const, i64.const
  ...span(0x45, 0xc4, 0), // numeric
  ...span(0xd0, 0xd0, 1), // ref.null
  ...span(0xd1, 0xd1, 0), // ref.is_null
  ...span(0xd2, 0xd2, 1), // ref.func
]);

/** The same after `fc`: conversions, then bulk operations on memory and tables. */
const PREFIXED_LEBS = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];
