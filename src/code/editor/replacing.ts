import { isolateHistory } from '@codemirror/commands';
import { Annotation, type EditorState, type TransactionSpec } from '@codemirror/state';

/** Marks a change that came from outside of the editor: whoever made it need not be told. */
export const FromOutside = Annotation.define<true>();

/**
 * What puts `value` in place of the text, as one step to undo; null when it stands there already. Only what differs is replaced,
 * so that the cursor and the marks keep their places.
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
