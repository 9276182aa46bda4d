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

/** Completion for one end of Socket.IO; calls `end` each time. Tab accepts an option while the list is open. */
export function completing(end: () => End): Extension {
  return [
    autocompletion({
      override: [sourceOf(end)],
      icons: false,
      // The options are sorted already.
      compareCompletions: () => 0,
      positionInfo: placeInfo,
    }),
    // In a snippet, Tab would move between fields; here it leaves the editor.
    snippetKeymap.of([{ key: 'Escape', run: clearSnippet }]),
    keymap.of([{ key: 'Tab', run: acceptCompletion }, ...completionKeymap]),
  ];
}

/** The completion source for CodeMirror. */
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

/** Below this width, an explanation does not fit beside the list. */
const LEAST_INFO_PX = 220;

/**
 * Places the explanation beside the list or, where it does not fit, as on a phone, above or below: away from the line
 * being edited, if possible.
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
