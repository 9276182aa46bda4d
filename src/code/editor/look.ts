import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor in the page's own colours and type; they reach into its shadow root as custom properties do. */
export const theme = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--ink)',
    backgroundColor: 'var(--card)',
    font: 'var(--text-code)',
  },
  '&.cm-focused': { outline: 'var(--focus) solid var(--ink)', outlineOffset: '-2px' },
  '.cm-scroller': { font: 'inherit', overflow: 'auto' },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--http-tint)',
  },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-gutters': { backgroundColor: 'var(--card)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--http-tint)',
    outline: '1px solid var(--edge)',
  },
  '.cm-lit': { backgroundColor: 'var(--socket-io-tint)', boxShadow: 'inset 3px 0 var(--socket-io)' },
  '.cm-marks': { width: '26px' },
  '.cm-marks .cm-gutterElement': { textAlign: 'center' },
  '.cm-mark': {
    all: 'unset',
    boxSizing: 'border-box',
    width: '24px',
    color: 'var(--socket-io)',
    textAlign: 'center',
    cursor: 'pointer',
  },
  '.cm-mark[data-lit]': { fontWeight: '700' },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--card)',
    border: '1px solid var(--edge)',
    borderRadius: '6px',
    font: 'var(--text-small)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: 'var(--text-code)', maxHeight: '14em' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--paper)', backgroundColor: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionInfo': { maxWidth: '34ch', padding: '6px 10px' },
  '.cm-diagnostic': { padding: '6px 10px', borderLeft: '3px solid var(--fault)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--fault)',
    textUnderlineOffset: '3px',
  },
  '@media (pointer: coarse)': { '&': { fontSize: 'var(--written)' } },
});

/** Colour means a layer; code has weight and slant instead, and pale comments. */
export const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--engine-io)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--http)' },
  { tag: [tags.comment], color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.invalid], color: 'var(--fault)' },
]);
