import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';

/** What the engine begins with; less, and it does not start. */
const INITIAL_PAGES = 256;

/**
 * An engine of its own for one program, in a memory of its own: `setMemoryLimit` bounds only a part of what QuickJS takes, the
 * memory's own maximum bounds all. `maxPages` are of 64 KiB.
 */
export function createEngine(wasmModule: WebAssembly.Module, maxPages: number): Promise<QuickJSWASMModule> {
  const wasmMemory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: maxPages });
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule, wasmMemory }));
}
