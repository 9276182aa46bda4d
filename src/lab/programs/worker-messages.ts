import type { ProgramLimits, Turn } from '../../sandbox/program';
import type { SyntaxFault } from '../../sandbox/trace-lines';

/** To the thread of one client's program. */
export type ToWorker =
  /** Makes the engine, with what a program has around it: `library` is what `clientGuest` takes. It comes first. */
  | {
      readonly kind: 'prepare';
      readonly library: string;
      /** Threads that get the same one share what is compiled of it. */
      readonly wasm: WebAssembly.Module;
      readonly limits: ProgramLimits;
    }
  | { readonly kind: 'start'; readonly code: string }
  /** What came at once, as a list in JSON. */
  | { readonly kind: 'news'; readonly json: string; readonly buffers: readonly ArrayBuffer[] };

/**
 * From it. It answers each message with one, in order; timers cause turns, too. `ready`, when the engine is there, answers the first.
 * Times are microseconds since 1970.
 */
export type FromWorker =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'turn'; readonly isAnswer: boolean } & Omit<Turn, 'tookMs'>)
  | { readonly kind: 'fault'; readonly fault: SyntaxFault };

/** The thread of one client's program, as its page sees it. */
export interface ProgramThread {
  post(message: ToWorker): void;
  terminate(): void;
}

/** Where clients' programs run. */
export interface Place {
  /** Compiles the engine. */
  readonly compile: () => Promise<WebAssembly.Module>;
  /** Starts a thread; `failed` is told why it cannot go on. */
  readonly start: (take: (message: FromWorker) => void, failed: (message: string) => void) => ProgramThread;
}
