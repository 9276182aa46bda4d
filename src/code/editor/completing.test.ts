import { CompletionContext } from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { sourceOf } from './completing';

/** The labels offered at the `|` in this text. */
async function offered(marked: string): Promise<readonly string[] | null> {
  const pos = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', ''), extensions: javascript() });
  ensureSyntaxTree(state, state.doc.length, 1000);
  const found = await sourceOf(() => 'client')(new CompletionContext(state, pos, false));
  return found?.options.map(({ label }) => label) ?? null;
}

test.each(['// so|', '/* socket.| */', "log('say so|')", '`socket.|`', '/so|/'])(
  'nothing in %s',
  async (text) => {
    expect(await offered(text)).toBeNull();
  },
);

test('names of events in a string, members and words elsewhere', async () => {
  expect(await offered("socket.on('|')")).toContain('connect');
  expect(await offered("socket.on('dis|', f)")).toContain('disconnect');
  expect(await offered('socket.|')).toContain('emit');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the program's
  expect(await offered('`id: ${socket.|}`')).toContain('id');
  expect(await offered("'a' + so|")).toContain('socket');
});
