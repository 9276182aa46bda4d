import { isolateHistory } from '@codemirror/commands';
import { Annotation, type EditorState, type TransactionSpec } from '@codemirror/state';

/** Marks a change from outside the editor: its author is not notified. */
export const FromOutside = Annotation.define<true>();

/**
 * Replaces the text by `value` in one step to undo; null when they are equal. Only the difference is replaced, so that
 * cursor and marks keep their places.
 */
export function replacing(state: EditorState, value: string): TransactionSpec | null {
  const wanted = state.toText(value);
  if (wanted.eq(state.doc)) return null;
  const [before, after] = [state.doc.toString(), wanted.toString()];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    changes: { from: start, to: before.length - tail, insert: after.slice(start, after.length - tail) },
    annotations: [FromOutside.of(true), isolateHistory.of('full')],
  };
}
