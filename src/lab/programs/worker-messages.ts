import type { ProgramLimits, Turn } from '../../sandbox/program';
import type { SyntaxFault } from '../../sandbox/trace-lines';

/** To the thread of one client's program. `library` is what `clientGuest` takes. */
export type ToWorker =
  | {
      readonly kind: 'start';
      readonly code: string;
      readonly library: string;
      readonly limits: ProgramLimits;
    }
  | { readonly kind: 'news'; readonly json: string; readonly buffers: readonly ArrayBuffer[] };

/** From it. It answers each message with one, in order; timers cause turns, too. Times are microseconds since 1970. */
export type FromWorker =
  | ({ readonly kind: 'turn'; readonly isAnswer: boolean } & Omit<Turn, 'tookMs'>)
  | { readonly kind: 'fault'; readonly fault: SyntaxFault };

/** The thread of one client's program, as its page sees it. */
export interface ProgramThread {
  post(message: ToWorker): void;
  terminate(): void;
}

/** Starts one; `failed` is told why it cannot go on. */
export type StartThread = (
  take: (message: FromWorker) => void,
  failed: (message: string) => void,
) => ProgramThread;
