import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';

/** The engine of one program. */
export interface Engine {
  readonly quickjs: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
  /** Fuel that is left before it traps, and keeps trapping; null when its module does not count fuel. */
  readonly fuel: WebAssembly.Global | null;
}

interface EngineOptions {
  /** The module may export a global `fuel`, which it uses up. */
  readonly wasm: WebAssembly.Module;
  /** Initial and maximum size of its memory, in pages of 64 KiB. */
  readonly pages: readonly [number, number];
}

/** What the published module requires; it does not start with less. */
export const PUBLISHED_PAGES = 256;

/**
 * Makes an engine with its own memory, whose maximum bounds everything; `setMemoryLimit` would bound only a part of what QuickJS
 * takes.
 */
export async function createEngine({ wasm, pages: [initial, maximum] }: EngineOptions): Promise<Engine> {
  const memory = new WebAssembly.Memory({ initial, maximum });
  let fuel: WebAssembly.Global | null = null;
  const instantiateWasm = async (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => {
    const instance = await WebAssembly.instantiate(wasm, imports);
    if (instance.exports.fuel instanceof WebAssembly.Global) fuel = instance.exports.fuel;
    done(instance);
    return instance.exports;
  };
  const customized = newVariant(variant, { wasmMemory: memory, emscriptenModule: { instantiateWasm } });
  const quickjs = await newQuickJSWASMModuleFromVariant(customized);
  return { quickjs, memory, fuel };
}

/** QuickJS collects cycles when it has this many bytes more, of which this build counts 8 for a block of any size. */
const GC_THRESHOLD = 256 * 1024;
const BYTES_OF_A_BLOCK = 8;
const WORDS_OF_A_RUNTIME = 64;

/** Fewest turns between two collections of a program whose memory has grown. */
const TURNS = 8;
/** New blocks that are worth a collection: so many, and this part of those that the last one left. */
const FEW_BLOCKS = 64;
const BLOCKS_SHIFT = 3;
/** Beyond this part of its memory, each turn begins with one. */
const NEARLY_FULL = 0.75;

/**
 * Has cycles collected when the engine's memory grows, and when it has grown and then fills with new blocks; call the result as each
 * turn begins. By itself this build collects far too late: objects that refer to each other, as those of a client that has gone, would
 * fill the memory. Call it for a new runtime, before its limits are set.
 */
export function collectingCycles({ memory }: Engine, runtime: QuickJSRuntime, maxBytes: number): () => void {
  // The library keeps it to itself.
  const { rt } = runtime as unknown as { readonly rt?: { readonly value: number } };
  if (!rt) return () => {};
  let words = new Uint32Array(memory.buffer, rt.value, WORDS_OF_A_RUNTIME);
  const thresholdAt = words.indexOf(GC_THRESHOLD);
  const blocksAt = words.findIndex((count, at) => count > 0 && words[at + 1] === count * BYTES_OF_A_BLOCK);
  if (thresholdAt < 0 || blocksAt < 0) return () => {};
  const grow = memory.grow.bind(memory);
  const collectSoon = () => {
    words[thresholdAt] = 0;
  };
  Object.defineProperty(memory, 'grow', {
    configurable: true,
    value: (pages: number) => {
      collectSoon();
      const before = grow(pages);
      words = new Uint32Array(memory.buffer, rt.value, WORDS_OF_A_RUNTIME);
      return before;
    },
  });
  const { byteLength: initialBytes } = memory.buffer;
  let turns = 0;
  /** Blocks that the last collection left. */
  let left = 0;
  return () => {
    const { byteLength } = memory.buffer;
    if (byteLength === initialBytes) return;
    turns += 1;
    const blocks = words[blocksAt]!;
    if (turns === 1 || blocks < left) left = blocks;
    const isFuller = blocks - left > Math.max(FEW_BLOCKS, left >> BLOCKS_SHIFT);
    if (!(turns > TURNS && isFuller) && byteLength <= NEARLY_FULL * maxBytes) return;
    turns = 0;
    collectSoon();
  };
}
