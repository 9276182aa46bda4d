import type { KeyPress } from '../keys';

/** A key's meaning while presenting. */
export type PresenterAction =
  | 'next'
  | 'back'
  | 'blank'
  | 'text'
  | 'notes'
  | 'full-screen'
  | 'leave'
  | 'nothing';

/** Slide remotes are keyboards: they send PageDown and PageUp, F5 or Escape for "start", and `.` or `b` for "blank". */
const REMOTE: Readonly<Record<string, PresenterAction>> = {
  PageDown: 'next',
  PageUp: 'back',
  // "Start" on a remote that does not know that it has begun: a reload would end every connection.
  F5: 'nothing',
};

/** In a text they are letters, and Escape is the control's own. */
const OTHERS: Readonly<Record<string, PresenterAction>> = {
  b: 'blank',
  '.': 'blank',
  t: 'text',
  n: 'notes',
  s: 'full-screen',
  escape: 'leave',
};

/** What a key press asks of the presenter. What remotes send counts wherever the focus is; letters in a text do not. */
export function presenterActionOf({ key, hasModifier, focus }: KeyPress): PresenterAction | null {
  if (hasModifier) return null;
  const other = focus === 'text' ? undefined : OTHERS[key.toLowerCase()];
  return REMOTE[key] ?? other ?? null;
}
