import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { type LineMarks, marksField, setMarks } from './marks';

const withMarks = (doc: string, marks: LineMarks) =>
  EditorState.create({ doc, extensions: marksField }).update({ effects: setMarks.of(marks) }).state;

/** Each mark as `line in the text: line that ran, how, whether linked`. */
function marksOf(state: EditorState): readonly string[] {
  const found: string[] = [];
  const { beside } = state.field(marksField);
  beside.between(0, state.doc.length, (from, _, { line, how, isLinked }) => {
    found.push(`${state.doc.lineAt(from).number}: ${line} ${how} ${isLinked}`);
  });
  return found;
}

test('lines are lit, linked, or both', () => {
  const state = withMarks('a\nb\nc', {
    lit: [
      { line: 3, how: 'received' },
      { line: 1, how: 'ran' },
    ],
    linked: [3, 2],
  });
  expect(marksOf(state)).toEqual(['1: 1 ran false', '2: 2 null true', '3: 3 received true']);
  expect(state.field(marksField).under.size).toBe(2);
});

test('lines that the text has not are left out', () => {
  const state = withMarks('a', { lit: [{ line: 7, how: 'sent' }], linked: [0, -1, 2] });
  expect(marksOf(state)).toEqual([]);
});

test('marks go along with what is written before them, and keep the line that ran', () => {
  const state = withMarks('a\nb', { lit: [{ line: 2, how: 'sent' }], linked: [2] });
  const { state: written } = state.update({ changes: { from: 0, insert: 'x\n' } });
  expect(marksOf(written)).toEqual(['3: 2 sent true']);
});

test('new marks take the place of the old', () => {
  const state = withMarks('a\nb', { lit: [{ line: 2, how: 'sent' }], linked: [] });
  expect(marksOf(state.update({ effects: setMarks.of({ lit: [], linked: [] }) }).state)).toEqual([]);
});
