import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { faultsIn, type Problem, problemField, setProblem } from './faults';

const withProblem = (doc: string, problem: Problem | null = null) =>
  EditorState.create({ doc, extensions: problemField }).update({ effects: setProblem.of(problem) }).state;

/** Each fault as its message and the text that it underlines. */
async function faultsOf(state: EditorState): Promise<readonly (readonly [string, string])[]> {
  return (await faultsIn(state)).map(({ from, to, message }) => [message, state.sliceDoc(from, to)]);
}

test('a text that can be read has none, with await outside of a function', async () => {
  expect(await faultsOf(withProblem('const a = await io().emitWithAck("a");'))).toEqual([]);
});

test('what cannot be read is marked where it stands, without its place in the words', async () => {
  expect(await faultsOf(withProblem('const socket = io(;'))).toEqual([['Unexpected token', ';']]);
  expect(await faultsOf(withProblem('let a;\nlet abc, a;'))).toEqual([
    ["Identifier 'a' has already been declared", 'a'],
  ]);
  expect(await faultsOf(withProblem('f('))).toEqual([['Unexpected token', '(']]);
});

test('a problem stands under its whole line until the text changes', async () => {
  const state = withProblem('a();\n  nobody();', { line: 2, message: 'nobody is not defined' });
  expect(await faultsOf(state)).toEqual([['nobody is not defined', 'nobody();']]);
  expect(await faultsOf(state.update({ changes: { from: 0, insert: 'b' } }).state)).toEqual([]);
});

test('a problem on a line that is not there is not shown', async () => {
  expect(await faultsOf(withProblem('a', { line: 2, message: 'x' }))).toEqual([]);
  expect(await faultsOf(withProblem('a', { line: 0, message: 'x' }))).toEqual([]);
});

test('what kept a run from beginning is said once', async () => {
  const state = withProblem('io(;', { line: 1, message: 'Unexpected token' });
  expect(await faultsOf(state)).toHaveLength(1);
});
