import type { KeyPress } from '../keys';

/** Chooses an answer of the open question. */
export type Answering = 'answer-1' | 'answer-2' | 'answer-3' | 'answer-4' | 'another-answer';

/** A key's meaning while presenting. */
export type PresenterAction =
  | 'next'
  | 'back'
  | Answering
  | 'blank'
  | 'text'
  | 'notes'
  | 'full-screen'
  | 'leave';

/** Slide remotes are keyboards: they send PageDown and PageUp, F5 or Escape for "start", and `.` or `b` for "blank". */
const REMOTE: Readonly<Record<string, PresenterAction>> = {
  PageDown: 'next',
  PageUp: 'back',
  // Some remotes send "start" at any time: a reload would end every connection. So all buttons have a use.
  F5: 'another-answer',
};

/**
 * In a text they are letters, and Escape is the control's. Digits answer even where no question is open: as speeds they would
 * slow the stage for whoever presses one too late.
 */
const OTHERS: Readonly<Record<string, PresenterAction>> = {
  '1': 'answer-1',
  '2': 'answer-2',
  '3': 'answer-3',
  '4': 'answer-4',
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
