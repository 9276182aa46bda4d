import { expect, it } from 'vitest';
import { actionOf, type KeyPress, pageActionOf } from '../keys';
import { presenterActionOf } from './keys';

const press = (key: string, focus: KeyPress['focus'] = 'none', hasModifier = false): KeyPress => ({
  key,
  hasModifier,
  focus,
});

it.each<[string, KeyPress, ReturnType<typeof presenterActionOf>]>([
  ['a remote’s forward is the next step', press('PageDown'), 'next'],
  ['a remote’s back is the previous step', press('PageUp'), 'back'],
  ['a remote works while the focus is in a text', press('PageDown', 'text'), 'next'],
  ['a remote works while the focus is in a list', press('PageUp', 'move'), 'back'],
  ['a remote’s start button reloads nothing, it chooses the next answer', press('F5'), 'another-answer'],
  ['a digit chooses an answer', press('2'), 'answer-2'],
  ['a digit in a text is a digit', press('2', 'text'), null],
  ['a remote’s blank button', press('.'), 'blank'],
  ['B, shifted or not', press('B'), 'blank'],
  ['a full stop in a text is a full stop', press('.', 'text'), null],
  ['N opens the notes, from a button too', press('n', 'press'), 'notes'],
  ['T brings the text', press('t'), 'text'],
  ['S fills the screen', press('s'), 'full-screen'],
  ['Escape leaves', press('Escape'), 'leave'],
  ['Escape in a text is the text’s', press('Escape', 'text'), null],
  ['reloading on purpose is the browser’s', press('F5', 'none', true), null],
])('%s', (_name, keyPress, action) => {
  expect(presenterActionOf(keyPress)).toBe(action);
});

it('no key of the presenter means something else to the page or the instrument', () => {
  for (const key of ['PageDown', 'PageUp', 'Escape', 'F5', 'b', 'B', '.', 't', 'T', 'n', 'N', 's', 'S']) {
    expect([key, actionOf(press(key)), pageActionOf(press(key))]).toEqual([key, null, null]);
  }
});
