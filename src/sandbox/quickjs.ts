import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

/** An engine of its own for one program. */
export interface Engine {
  readonly quickjs: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
  /** What it can still do before it traps, and then for ever; null when its module does not count that. */
  readonly fuel: WebAssembly.Global | null;
}

interface EngineOptions {
  /** It may export a global `fuel`, which it uses up. */
  readonly wasm: WebAssembly.Module;
  /** Of 64 KiB: what it begins with, and the most. */
  readonly pages: readonly [number, number];
}

/** What the module as it is published asks for; with less it does not start. */
export const PUBLISHED_PAGES = 256;

/**
 * Makes an engine in a memory of its own: `setMemoryLimit` bounds only a part of what QuickJS takes, the memory's own maximum
 * bounds all.
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
