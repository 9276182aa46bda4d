import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Translucent, so that a selection below the line shows through. */
const shade = (percent: number) => `color-mix(in srgb, var(--ink) ${percent}%, transparent)`;
const SELECTED = 'color-mix(in srgb, var(--http) 28%, transparent)';

/** The editor in the page's colours and type, which enter its shadow root as custom properties. */
export const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--card)', font: 'var(--text-code)' },
  '&.cm-focused': { outline: 'none' },
  // Above the gutter, which would hide an outline; below the tooltips.
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    inset: '0',
    zIndex: '300',
    border: 'var(--focus) solid var(--ink)',
    pointerEvents: 'none',
  },
  // Whole lines, below the padding of the content.
  '.cm-scroller': {
    maxHeight: 'calc(round(down, 100% - 8px, 1lh) + 8px)',
    font: 'inherit',
    fontSize: 'max(14px, 1em)',
    overflow: 'auto',
  },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-line::selection, .cm-line ::selection': { backgroundColor: SELECTED },
  '.cm-gutters': { backgroundColor: 'var(--card)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: shade(5) },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)' },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--edge)',
  },
  '&.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--fault)',
  },
  '& .cm-line.cm-lit, &.cm-focused .cm-line.cm-lit': {
    backgroundColor: 'var(--socket-io-tint)',
    boxShadow: 'inset 3px 0 var(--socket-io)',
  },
  '& .cm-line.cm-lit[data-how="ran"], &.cm-focused .cm-line.cm-lit[data-how="ran"]': {
    backgroundColor: shade(8),
    boxShadow: 'inset 3px 0 var(--edge)',
  },
  '.cm-marks': { width: '30px' },
  '.cm-mark': {
    all: 'unset',
    display: 'block',
    boxSizing: 'border-box',
    width: '22px',
    height: 'calc(100% - 2px)',
    margin: '1px 4px',
    borderRadius: '4px',
    color: 'var(--socket-io)',
    textAlign: 'center',
  },
  '.cm-mark[data-lit]': { fontWeight: '700' },
  '.cm-mark[data-lit="ran"]': { color: 'var(--soft)' },
  'button.cm-mark': { fontWeight: '700', boxShadow: 'inset 0 0 0 1px var(--edge)', cursor: 'pointer' },
  'button.cm-mark:hover': { backgroundColor: 'var(--socket-io-tint)' },
  '.cm-snippetField': { backgroundColor: shade(8) },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--card)',
    border: '1px solid var(--edge)',
    borderRadius: '6px',
    font: 'var(--text-small)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: 'var(--text-code)', maxHeight: '14em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '1px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--paper)', backgroundColor: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { width: 'max-content', maxWidth: '34ch', padding: '6px 10px' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--fault)', marginLeft: '0' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--fault)',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--fault)' },
  '@media (pointer: coarse)': {
    // A phone zooms in on smaller type; a finger needs taller lines.
    '.cm-scroller': { fontSize: 'max(var(--written), 1em)', lineHeight: '1.75' },
    '.cm-marks': { width: '38px' },
    '.cm-mark': { width: '30px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '10px 8px' },
  },
  // Forced colours remove tints and shadows.
  '@media (forced-colors: active)': {
    '.cm-line.cm-lit': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
});

/** Layer colours are reserved for layers: code uses weight, slant, and two colours from `code-editor.module.css`. */
export const highlight = HighlightStyle.define([
  { tag: tags.keyword, fontWeight: '700' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--fault)' },
]);
