import { history, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { FromOutside, replacing } from './replacing';

const stateOf = (doc: string, cursor = 0) =>
  EditorState.create({ doc, selection: { anchor: cursor }, extensions: history() });

test.each([
  ['', 'a'],
  ['a', ''],
  ['aaa', 'aa'],
  ['ab\ncd', 'ab\nxx\ncd'],
  ['abab', 'ab'],
  ['abc', 'xyz'],
])('%j becomes %j', (before, after) => {
  const change = stateOf(before).update(replacing(stateOf(before), after)!);
  expect(change.newDoc.toString()).toBe(after);
  expect(change.annotation(FromOutside)).toBe(true);
});

test('the same text is no change, however its lines end', () => {
  expect(replacing(stateOf('a\nb'), 'a\nb')).toBeNull();
  expect(replacing(stateOf('a\nb'), 'a\r\nb')).toBeNull();
});

test('a cursor after what is replaced stays in its line', () => {
  const state = stateOf('one\ntwo\nthree', 9);
  const { newSelection, newDoc } = state.update(replacing(state, 'one\n2\nthree')!);
  expect(newDoc.sliceString(newSelection.main.head)).toBe('hree');
});

test('it is a step of its own to undo, apart from what was written just before', () => {
  let state = stateOf('a');
  const write = { changes: { from: 1, insert: 'b' }, userEvent: 'input.type' };
  state = state.update(write).state;
  state = state.update(replacing(state, 'abc')!).state;
  undo({ state, dispatch: (transaction) => (state = transaction.state) });
  expect(state.doc.toString()).toBe('ab');
});
