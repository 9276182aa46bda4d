/** After so much silence a reader is told what the other end still owes. Shorter pauses are usual. */
export const WAIT_SECONDS = 5;
export const WAIT_MICROS = WAIT_SECONDS * 1_000_000;

/** Something that waits for an answer, and says so when that takes long. */
export interface Waiting {
  /** See `DecoderWriter.passTo`. False when it waits no longer. */
  passTo(atMicros: number, isHeld: (connection: number) => boolean): boolean;
}
