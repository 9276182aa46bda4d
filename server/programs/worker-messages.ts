import type { ProgramOptions } from '../../src/protocol/messages/program-options';
import type { ProgramLimits, Turn } from '../../src/sandbox/program';
import type { SyntaxFault } from '../../src/sandbox/trace-lines';

/** What the programs of one process may take. */
export interface WorkerLimits {
  readonly program: ProgramLimits & {
    /** Processor time that one program may use in each second, and how much of it can be saved up. */
    readonly shareMsPerSecond: number;
    readonly savedShareMs: number;
    readonly shortestTimerMs: number;
    /** Processor time of one turn, beyond `turnMs`, while no other program waits. */
    readonly aloneMs: number;
  };
  /** Memory that all programs together may take beyond what each begins with. */
  readonly grownBytes: number;
}

/** A program to start. */
export interface ProgramText {
  readonly code: string;
  /** Options of `new Server()` that come from the page. */
  readonly options: ProgramOptions;
}

/** To a worker, in lists; `begin` comes first. Programs have numbers that are never used twice. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly limits: WorkerLimits; readonly guest: string }
  | ({ readonly kind: 'start'; readonly program: number } & ProgramText)
  | {
      readonly kind: 'news';
      readonly program: number;
      readonly json: string;
      readonly buffers: readonly ArrayBuffer[];
    }
  | { readonly kind: 'end'; readonly program: number };

/**
 * From a worker, in lists. It is `ready` when it has made its first engine. One message answers each `start` and each `news`, in order;
 * timers make turns of their own.
 */
export type FromWorker =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'turn'; readonly program: number; readonly isAnswer: boolean } & Omit<Turn, 'tookMs'>)
  | { readonly kind: 'fault'; readonly program: number; readonly fault: SyntaxFault };

/** The descriptor of the file that a worker shares with its parent: two 32-bit numbers. */
export const TURN_FD = 4;
/** Where the worker writes whose turn it is, to be read when the worker has died. */
export const TURN_AT = 0;
/** Where the parent writes the only program that has something to do, or `SEVERAL`. */
export const ALONE_AT = 4;
export const SEVERAL = 2 ** 32 - 1;
