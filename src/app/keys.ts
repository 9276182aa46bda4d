import type { Picture } from '../lessons/define';

/** A key's meaning for the instrument. */
export type KeyAction =
  | 'toggle'
  | 'back'
  | 'forward'
  | 'live'
  | 'fault'
  | 'fault-back'
  | 'speed-1'
  | 'speed-2'
  | 'speed-3'
  | 'speed-4';

/** The parts of a key press that matter: key, modifiers, and how the focused element uses keys. */
export interface KeyPress {
  readonly key: string;
  readonly hasModifier: boolean;
  /** `text`: accepts typing. `press`: Space and Enter operate it. `move`: arrow keys move within it. */
  readonly focus: 'text' | 'press' | 'move' | 'none';
}

const ACTIONS: Readonly<Record<string, KeyAction>> = {
  ' ': 'toggle',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  l: 'live',
  L: 'live',
  f: 'fault',
  F: 'fault-back',
  '1': 'speed-1',
  '2': 'speed-2',
  '3': 'speed-3',
  '4': 'speed-4',
};

const PARTS: Readonly<Record<string, Picture>> = {
  w: 'wire',
  e: 'code',
  a: 'ladder',
  i: 'inspector',
};

/** The part of the stage that a key press opens or closes; null when the key belongs to something else. */
export function partOf({ key, hasModifier, focus }: KeyPress): Picture | null {
  return hasModifier || focus === 'text' ? null : (PARTS[key.toLowerCase()] ?? null);
}

/** A key's meaning on every page. */
export type PageAction = 'help' | 'copy-link' | 'present';

const PAGE_ACTIONS: Readonly<Record<string, PageAction>> = {
  '?': 'help',
  c: 'copy-link',
  C: 'copy-link',
  p: 'present',
  P: 'present',
};

/** Whether a key press opens the search: Ctrl K or ⌘ K, also while typing. */
export function isSearchKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): boolean {
  return (
    (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'
  );
}

/** The page action of a key press; null while typing, or with a modifier. */
export function pageActionOf({ key, hasModifier, focus }: KeyPress): PageAction | null {
  return hasModifier || focus === 'text' ? null : (PAGE_ACTIONS[key] ?? null);
}

/** The instrument action of a key press; null when the key belongs to the focused control or the browser. */
export function actionOf({ key, hasModifier, focus }: KeyPress): KeyAction | null {
  const action = ACTIONS[key];
  if (action === undefined || hasModifier || focus === 'text') return null;
  if (action === 'toggle' && focus !== 'none') return null;
  if ((action === 'back' || action === 'forward') && focus === 'move') return null;
  return action;
}

/** Reads a key press, also in a shadow root; null when it has been handled already. */
export function keyPressOf(event: KeyboardEvent): KeyPress | null {
  if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) return null;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  return { key: event.key, hasModifier, focus: focusOf(event.composedPath()[0] ?? null) };
}

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof HTMLElement)) return 'none';
  if (
    target.isContentEditable ||
    target.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=range])')
  ) {
    return 'text';
  }
  const moves =
    'input, [role=tab], [role=slider], [role=option], [role=listbox], [role=grid], [role=tree], [role=radio]';
  if (target.matches(moves) || target.closest('[role=listbox], [role=grid], [role=tree]')) return 'move';
  return target.matches('button, a, summary, label, [role=button]') ? 'press' : 'none';
}
