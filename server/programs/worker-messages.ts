import type { ProgramLimits, Turn } from '../../src/sandbox/program';
import type { SyntaxFault } from '../../src/sandbox/trace-lines';

/** What a worker is given when it begins. */
export interface WorkerData {
  readonly wasm: WebAssembly.Module;
  readonly limits: ProgramLimits & {
    /** Of the processor, that one program may use: so much each second, and so much saved up. */
    readonly shareMsPerSecond: number;
    readonly savedShareMs: number;
    readonly shortestTimerMs: number;
  };
  /** Two 32-bit numbers: the program whose turn it is (0 none), and how many turns have begun. */
  readonly turns: SharedArrayBuffer;
}

/** To a worker, in lists. Programs are known by numbers that are never used twice. */
export type ToWorker =
  | { readonly kind: 'start'; readonly program: number; readonly code: string }
  | {
      readonly kind: 'news';
      readonly program: number;
      readonly json: string;
      readonly buffers: readonly ArrayBuffer[];
    }
  | { readonly kind: 'end'; readonly program: number };

/** From a worker, in lists. Each `start` and each `news` is answered by one message, in order; timers make turns of their own. */
export type FromWorker =
  | ({ readonly kind: 'turn'; readonly program: number; readonly isAnswer: boolean } & Omit<Turn, 'tookMs'>)
  | { readonly kind: 'fault'; readonly program: number; readonly fault: SyntaxFault };
