import { type Diagnostic, forceLinting, linter, nextDiagnostic } from '@codemirror/lint';
import { type EditorState, type Extension, StateEffect, StateField, type Text } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { isPage } from '../../sandbox/page/is-page';

/** An error from running the program. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

const LINT_AFTER_MS = 400;

/** Sets or clears the problem of a line. */
export const setProblem = StateEffect.define<Problem | null>();

/** The current problem; editing the text clears it. */
export const problemField = StateField.define<Problem | null>({
  create: () => null,
  update(problem, { effects, docChanged }) {
    const set = effects.findLast((effect) => effect.is(setProblem));
    if (set) return set.value;
    return docChanged ? null : problem;
  },
});

/** Errors are underlined, and hovering shows the message; F8 goes to the next. */
export const faultMarks: Extension = [
  problemField,
  linter((view) => faultsIn(view.state), {
    delay: LINT_AFTER_MS,
    needsRefresh: ({ startState, state }) => startState.field(problemField) !== state.field(problemField),
  }),
  keymap.of([{ key: 'F8', run: nextDiagnostic }]),
];

/** Shows this problem at once, and no other. */
export function showProblem(view: EditorView, problem: Problem | null): void {
  if (view.state.field(problemField) === problem) return;
  view.dispatch({ effects: setProblem.of(problem) });
  if (problem) forceLinting(view);
}

/** Syntax errors, and the error of the last run. The parser is the same as for a run. */
export async function faultsIn(state: EditorState): Promise<readonly Diagnostic[]> {
  // Without the parser, a run still reports errors.
  const reader = await import('../../sandbox/trace-lines').catch(() => null);
  const text = state.doc.toString();
  // A browser reads any page; what it makes of its scripts, their run tells.
  const fault = isPage(text) ? null : (reader?.faultIn(text) ?? null);
  const problem = state.field(problemField);
  const found: Diagnostic[] = [];
  if (fault) found.push({ ...placeOf(state, fault), severity: 'error', message: fault.message });
  // When a syntax error stopped the run, do not report it twice.
  const isSame = fault !== null && problem?.line === fault.line && problem.message === fault.message;
  if (problem && !isSame && problem.line >= 1 && problem.line <= state.doc.lines) {
    found.push({ ...lineRange(state.doc, problem.line), severity: 'error', message: problem.message });
  }
  return found;
}

/** The word at a place, or its character; at a line's end, the one before. */
function placeOf(state: EditorState, { line: number, column }: { line: number; column: number }) {
  const line = state.doc.line(Math.min(number, state.doc.lines));
  const at = Math.min(line.from + column - 1, line.to);
  const word = state.wordAt(at);
  if (word && word.from === at) return { from: word.from, to: word.to };
  return at < line.to ? { from: at, to: at + 1 } : { from: Math.max(line.from, at - 1), to: at };
}

function lineRange(doc: Text, number: number) {
  const { to, text } = doc.line(number);
  return { from: to - text.trimStart().length, to };
}
