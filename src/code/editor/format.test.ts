import { history, undo } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { indentUnit } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { formatting } from './format';

const stateOf = (doc: string, cursor = 0) =>
  EditorState.create({
    doc,
    selection: { anchor: cursor },
    extensions: [javascript(), indentUnit.of('  '), history()],
  });

function formatted(doc: string): string {
  const state = stateOf(doc);
  const change = formatting(state);
  return (change ? state.update(change).state : state).doc.toString();
}

test('lines are put in their places, without blanks at their ends, and the text ends with one newline', () => {
  const untidy =
    "io.on('connection', (socket) => {\nsocket.on('a', () => {  \n      log(1);\n});\t\n   \n    });\n\n\n";
  expect(formatted(untidy)).toBe(
    "io.on('connection', (socket) => {\n  socket.on('a', () => {\n    log(1);\n  });\n\n});\n",
  );
  expect(formatted('a()')).toBe('a()\n');
  expect(formatted('a()   ')).toBe('a()\n');
});

test('what is in order is left alone', () => {
  expect(formatting(stateOf('if (a) {\n  b();\n}\n'))).toBeNull();
  expect(formatting(stateOf(''))).toBeNull();
});

test('formatting again changes nothing', () => {
  const once = formatted('const a = {\nb: [\n1,\n],\n};\nswitch (a) {\ncase 1:\nb();\n}');
  expect(formatting(stateOf(once))).toBeNull();
});

test('what a template string holds is left alone, blanks at the ends of its lines too', () => {
  const text = 'const a = `x  \n      y  \n`;\n';
  expect(formatted(text)).toBe(text);
});

test('a text that cannot be read is put in order as far as it can be', () => {
  expect(formatted('f(() => {\na();  \n')).toBe('f(() => {\n  a();\n');
});

test('it is one step to undo, and the cursor stays at its word', () => {
  const text = 'if (a) {\nb();  \n}';
  let state = stateOf(text, text.indexOf('b'));
  state = state.update(formatting(state)!).state;
  expect(state.sliceDoc(state.selection.main.head).startsWith('b();')).toBe(true);
  undo({ state, dispatch: (transaction) => (state = transaction.state) });
  expect(state.doc.toString()).toBe(text);
});
