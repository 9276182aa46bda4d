import type { FileEvent } from '../../capture/files/event';

/** What the thread that reads a file is told: the file, and later that another batch has been taken. */
export type ToImport = { readonly file: Blob } | { readonly taken: true };

/** What it tells: a part of what the file holds, with how many of its bytes have been read. */
export interface FromImport {
  readonly events: readonly FileEvent[];
  readonly readBytes: number;
  readonly isOver: boolean;
  /** Why it could not be read to its end; null for nothing. */
  readonly failure: string | null;
}
