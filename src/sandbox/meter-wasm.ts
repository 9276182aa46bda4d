import { WasmReader } from './wasm-reader';

/**
 * Rewrites a WebAssembly module so that whatever runs in it uses fuel: nothing else can end a native call from within its own
 * thread. Each function and each iteration of a loop takes 1, copying and filling memory takes 1 for every 64 bytes, and a call of
 * the host takes `HOST_CALL`. Below zero the module traps (`unreachable`), and so does every later call.
 *
 * The fuel is a new global, exported as `FUEL`, which the host sets before each call. Everything new comes last in its section, so
 * that no index changes. Format: WebAssembly Core 2.0, §5 "Binary Format". Custom sections (names) are left out.
 *
 * @throws RangeError on an instruction or a section that it does not know.
 */
export function meterWasm(bytes: Uint8Array, { memoryPages }: MeterOptions): Uint8Array<ArrayBuffer> {
  const reader = new WasmReader(bytes);
  if (HEAD.some((byte) => reader.byte() !== byte)) throw new RangeError('not a WebAssembly module');
  const sections = sectionsOf(reader);
  const counts = countsOf(sections);
  const added = additions(counts);
  const out = new Writer();
  out.push(HEAD);
  for (const { id, body } of sections) {
    const read = new WasmReader(body);
    if (id === CUSTOM) continue;
    out.push([id]);
    if (id === IMPORT) out.sized((section) => rewriteImports(read, memoryPages, section));
    else if (id === CODE) out.sized((section) => rewriteCode(read, counts, section));
    else out.sized((section) => append(read, added.get(id) ?? [], section));
  }
  return out.bytes();
}

interface MeterOptions {
  /** Initial size of its imported memory, in pages of 64 KiB; its data must fit. */
  readonly memoryPages: number;
}

/** The name of the exported global. */
const FUEL = 'fuel';

const [CUSTOM, TYPE, IMPORT, FUNCTION, GLOBAL, EXPORT, CODE] = [0, 1, 2, 3, 6, 7, 10];
/** `\0asm`, version 1. */
const HEAD = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** Far more expensive than an iteration of a loop; below 64, so that it is one byte as an i32. */
const HOST_CALL = 50;
const BYTES_SHIFT = 6;

interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

interface Counts {
  readonly types: number;
  readonly importedFunctions: number;
  readonly functions: number;
  /** Index of the fuel global, as instructions encode it. */
  readonly fuel: readonly number[];
}

function sectionsOf(reader: WasmReader): Section[] {
  const sections: Section[] = [];
  while (!reader.isAtEnd) sections.push({ id: reader.byte(), body: reader.take(reader.leb()) });
  return sections;
}

function countsOf(sections: readonly Section[]): Counts {
  const reading = (wanted: number) => {
    const found = sections.find(({ id }) => id === wanted);
    if (!found) throw new RangeError(`a module without section ${wanted}`);
    return new WasmReader(found.body);
  };
  const imported = [0, 0, 0, 0];
  const read = reading(IMPORT);
  for (let left = read.leb(); left > 0; left--) imported[skipImport(read).kind]! += 1;
  const importedFunctions = imported[0]!;
  return {
    types: reading(TYPE).leb(),
    importedFunctions,
    functions: importedFunctions + reading(FUNCTION).leb(),
    fuel: leb(imported[3]! + reading(GLOBAL).leb()),
  };
}

/** What is added at the end of each section. */
function additions({ types, fuel }: Counts): ReadonlyMap<number, readonly (readonly number[])[]> {
  // (i32, i32, i32) → (), as `memory.copy` and `memory.fill` take.
  const bulk = [0x60, 3, 0x7f, 0x7f, 0x7f, 0];
  // A mutable i32 with the largest value, since a module may run code when it is instantiated.
  const global = [0x7f, 1, 0x41, 0xff, 0xff, 0xff, 0xff, 0x07, 0x0b];
  const exported = [FUEL.length, ...new TextEncoder().encode(FUEL), 0x03, ...fuel];
  return new Map([
    [TYPE!, [bulk]],
    [FUNCTION!, [leb(types), leb(types)]],
    [GLOBAL!, [global]],
    [EXPORT!, [exported]],
  ]);
}

/** A vector with more entries at its end (§5.1.3); the unchanged section when there is nothing to add. */
function append(read: WasmReader, items: readonly (readonly number[])[], out: Writer): void {
  if (items.length > 0) out.push(leb(read.leb() + items.length));
  out.push(read.bytes.subarray(read.at));
  for (const item of items) out.push(item);
}

/** Skips one import (§5.5.5); `from` is where its description begins. */
function skipImport(read: WasmReader): { readonly kind: number; readonly from: number } {
  read.take(read.leb());
  read.take(read.leb());
  const kind = read.byte();
  const from = read.at;
  if (kind === 0) read.leb();
  else if (kind === 3) read.take(2);
  else if (kind > 3) throw new RangeError(`an import of kind ${kind}`);
  else {
    if (kind === 1) read.byte();
    const hasMost = (read.byte() & 1) === 1;
    read.leb();
    if (hasMost) read.leb();
  }
  return { kind, from };
}

/** Starts with less memory than the compiler of the module had chosen. */
function rewriteImports(read: WasmReader, memoryPages: number, out: Writer): void {
  out.push(leb(read.leb()));
  while (!read.isAtEnd) {
    const start = read.at;
    const { kind, from } = skipImport(read);
    if (kind !== 2) out.push(read.bytes.subarray(start, read.at));
    else {
      const limits = new WasmReader(read.bytes, from + 1);
      limits.leb();
      out.push(read.bytes.subarray(start, from + 1));
      out.push(leb(memoryPages));
      out.push(read.bytes.subarray(limits.at, read.at));
    }
  }
}

function rewriteCode(read: WasmReader, counts: Counts, out: Writer): void {
  const bodies = read.leb();
  out.push(leb(bodies + BULK.length));
  for (let left = bodies; left > 0; left--) {
    const body = new WasmReader(read.take(read.leb()));
    out.sized((metered) => meter(body, counts, metered));
  }
  for (const { instruction } of BULK) out.sized((body) => body.push(bulkFunction(instruction, counts)));
}

/** Instructions on many bytes at once, which functions that count them replace, in this order. */
const BULK = [
  { opcode: 0xfc0a, instruction: [0xfc, 10, 0, 0] }, // memory.copy
  { opcode: 0xfc0b, instruction: [0xfc, 11, 0] }, // memory.fill
];

function bulkFunction(instruction: readonly number[], counts: Counts): number[] {
  const arguments_ = [0x20, 0, 0x20, 1, 0x20, 2];
  const bytes = [0x20, 2, 0x41, BYTES_SHIFT, 0x76];
  return [0, ...burn(counts, bytes), ...toll(counts), ...arguments_, ...instruction, 0x0b];
}

/** `fuel -= amount`, where `amount` is an instruction that leaves an i32. */
const burn = ({ fuel }: Counts, amount: readonly number[]): number[] => [
  ...[0x23, ...fuel],
  ...amount,
  ...[0x6b, 0x24, ...fuel],
];

/** `fuel -= 1; if (fuel < 0) unreachable` */
const toll = (counts: Counts): number[] => [
  ...burn(counts, [0x41, 1]),
  ...[0x23, ...counts.fuel, 0x41, 0, 0x48],
  ...[0x04, 0x40, 0x00, 0x0b],
];

/** Makes one function pay for its start, its loops and its calls of the host (§5.5.13). */
function meter(read: WasmReader, counts: Counts, out: Writer): void {
  for (let groups = read.leb(); groups > 0; groups--) {
    read.leb();
    read.byte();
  }
  const paid = toll(counts);
  out.push(read.bytes.subarray(0, read.at));
  out.push(paid);
  while (!read.isAtEnd) {
    const start = read.at;
    const opcode = read.instruction();
    const written = read.bytes.subarray(start, read.at);
    const bulk = BULK.findIndex((one) => one.opcode === opcode);
    if (bulk >= 0) out.push([0x10, ...leb(counts.functions + bulk)]);
    else {
      const isOfHost = opcode === 0x10 && new WasmReader(written, 1).leb() < counts.importedFunctions;
      if (isOfHost) out.push(burn(counts, [0x41, HOST_CALL]));
      out.push(written);
      if (opcode === 0x03) out.push(paid);
    }
  }
}

/** LEB128, unsigned (§5.2.2). */
function leb(value: number): number[] {
  const out: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...out, left];
    out.push((left & 0x7f) | 0x80);
  }
}

/** Collects bytes. */
class Writer {
  #bytes = new Uint8Array(1024);
  #length = 0;

  push(bytes: ArrayLike<number>): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  /** Writes the size of what `write` adds, and then that. */
  sized(write: (out: Writer) => void): void {
    const inner = new Writer();
    write(inner);
    this.push(leb(inner.#length));
    this.push(inner.#bytes.subarray(0, inner.#length));
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}
