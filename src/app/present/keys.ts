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
  // Some remotes send "start" at any time: a reload would end every connection.
  F5: 'nothing',
};

/** In a text they are letters, and Escape is the control's. */
const OTHERS: Readonly<Record<string, PresenterAction>> = {
  b: 'blank',
  '.': 'blank',
  t: 'text',
  n: 'notes',
  s: 'full-screen',
  escape: 'leave',
};

/** The presenter's action for a key press. A remote's keys work with any focus; letters do not while typing. */
export function presenterActionOf({ key, hasModifier, focus }: KeyPress): PresenterAction | null {
  if (hasModifier) return null;
  const other = focus === 'text' ? undefined : OTHERS[key.toLowerCase()];
  return REMOTE[key] ?? other ?? null;
}
