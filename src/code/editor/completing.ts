import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionSource,
  clearSnippet,
  completionKeymap,
  snippet,
  snippetKeymap,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { completionsAt } from './completions';
import type { End } from './members';

const COMMENTS = new Set(['LineComment', 'BlockComment']);
const STRINGS = new Set(['String', 'TemplateString', 'RegExp']);

/** Completion for one end of Socket.IO; `end` is asked for each time. Tab takes what is chosen while the list is open. */
export function completing(end: () => End): Extension {
  return [
    autocompletion({ override: [sourceOf(end)], icons: false, compareCompletions: () => 0 }),
    // Tab would go from field to field of a snippet; here it leaves the editor.
    snippetKeymap.of([{ key: 'Escape', run: clearSnippet }]),
    keymap.of([{ key: 'Tab', run: acceptCompletion }, ...completionKeymap]),
  ];
}

/** What CodeMirror asks for completions. */
export function sourceOf(end: () => End): CompletionSource {
  return ({ state, pos, explicit }) => {
    const { name } = syntaxTree(state).resolveInner(pos, -1);
    if (COMMENTS.has(name)) return null;
    const text = state.doc.toString();
    const found = completionsAt(text.slice(0, pos), text, end(), explicit);
    if (!found || (STRINGS.has(name) && found.are !== 'events')) return null;
    const options = found.options.map(
      ({ label, info, snippet: template }): Completion => ({
        label,
        info,
        ...(template === undefined ? {} : { apply: snippet(template) }),
      }),
    );
    return { from: found.from, options, validFor: found.are === 'events' ? /^[^'"`\n]*$/ : /^[\w$]*$/ };
  };
}
