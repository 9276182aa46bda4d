import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

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
