import { ensureSyntaxTree, indentRange } from '@codemirror/language';
import { type ChangeSpec, type EditorState, Transaction, type TransactionSpec } from '@codemirror/state';
import { isPage } from '../../sandbox/page/is-page';

/** Programs are short: only an excessive one, or a machine that is busy with others, reaches this. */
const PARSE_WITHIN_MS = 3000;

/**
 * The change that indents every line, trims it, and ends the text with one newline; null when there is nothing to
 * change. It undoes in one step. Template strings stay as written.
 */
export function formatting(state: EditorState): TransactionSpec | null {
  // The indentation of tags is a matter of taste, and no tree of them is here.
  if (isPage(state.doc.toString())) return null;
  // Half a tree would put the other half of the text anywhere.
  if (!ensureSyntaxTree(state, state.doc.length, PARSE_WITHIN_MS)) return null;
  const indented = state.update({ changes: indentRange(state, 0, state.doc.length) });
  const changes = indented.changes.compose(
    indented.newDoc.length ? trimming(indented.state) : none(indented.state),
  );
  if (changes.empty || changes.apply(state.doc).eq(state.doc)) return null;
  // A cursor before a line's first word moves with the word.
  const selection = state.selection.map(changes, 1);
  return { changes, selection, annotations: Transaction.userEvent.of('input.format') };
}

const none = (state: EditorState) => state.changes([]);

function trimming(state: EditorState) {
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_WITHIN_MS);
  const { doc } = state;
  const end = /\s*$/.exec(doc.toString())!.index;
  const changes: ChangeSpec[] = [];
  for (let number = 1; number <= doc.lines; number++) {
    const line = doc.line(number);
    const from = line.from + line.text.trimEnd().length;
    const isText = tree?.resolveInner(line.to, 1).name === 'TemplateString' && line.to < end;
    if (from < line.to && line.to < end && !isText) changes.push({ from, to: line.to });
  }
  if (doc.sliceString(end) !== '\n') changes.push({ from: end, to: doc.length, insert: '\n' });
  return state.changes(changes);
}
