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
import { type EditorView, keymap, type Rect } from '@codemirror/view';
import { completionsAt } from './completions';
import type { End } from './members';

const COMMENTS = new Set(['LineComment', 'BlockComment']);
const STRINGS = new Set(['String', 'TemplateString', 'RegExp']);

/** Completion for one end of Socket.IO; `end` is asked for each time. Tab takes what is chosen while the list is open. */
export function completing(end: () => End): Extension {
  return [
    autocompletion({
      override: [sourceOf(end)],
      icons: false,
      // Options are in an order of their own.
      compareCompletions: () => 0,
      positionInfo: placeInfo,
    }),
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

/** What is narrower than this has no room beside the list to explain an option. */
const LEAST_INFO_PX = 220;

/**
 * The explanation stands beside the list; where there is no room, as on a phone, under or over it: on the side away from what is
 * being written, if it fits there.
 */
function placeInfo(view: EditorView, list: Rect, option: Rect, info: Rect, space: Rect) {
  const height = info.bottom - info.top;
  const top = Math.max(0, Math.min(option.top, space.bottom - height) - list.top);
  const right = space.right - list.right;
  const left = list.left - space.left;
  if (right >= LEAST_INFO_PX)
    return { style: `top: ${top}px; max-width: ${right}px`, class: 'cm-completionInfo-right' };
  if (left >= LEAST_INFO_PX)
    return { style: `top: ${top}px; max-width: ${left}px`, class: 'cm-completionInfo-left' };
  const cursor = view.coordsAtPos(view.state.selection.main.head);
  const isListUnder = cursor === null || list.top >= cursor.top;
  const room = isListUnder ? space.bottom - list.bottom : list.top - space.top;
  const side = isListUnder === room >= height ? 'top' : 'bottom';
  return { style: `left: -1px; right: -1px; width: auto; ${side}: 100%`, class: 'cm-completionInfo-apart' };
}
