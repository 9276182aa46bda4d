import { expect, it } from 'vitest';
import { actionOf, type KeyPress, pageActionOf } from './keys';

const press = (key: string, focus: KeyPress['focus'] = 'none', hasModifier = false): KeyPress => ({
  key,
  hasModifier,
  focus,
});

it.each<[string, KeyPress, ReturnType<typeof actionOf>]>([
  ['space pauses', press(' '), 'toggle'],
  ['space on a button presses the button', press(' ', 'press'), null],
  ['space in a text is a space', press(' ', 'text'), null],
  ['arrows step', press('ArrowRight'), 'forward'],
  ['arrows step from a button, too', press('ArrowLeft', 'press'), 'back'],
  ['arrows in a list stay in the list', press('ArrowRight', 'move'), null],
  ['L goes live, shifted or not', press('L'), 'live'],
  ['f goes to the next fault', press('f'), 'fault'],
  ['F goes to the fault before', press('F'), 'fault-back'],
  ['digits set the speed', press('4'), 'speed-4'],
  ['digits in a text are digits', press('4', 'text'), null],
  ['keys with a modifier belong to the browser', press('l', 'none', true), null],
  ['other keys mean nothing', press('x'), null],
])('%s', (_name, keyPress, action) => {
  expect(actionOf(keyPress)).toBe(action);
});

it.each<[string, KeyPress, ReturnType<typeof pageActionOf>]>([
  ['? shows the keys', press('?'), 'help'],
  ['C copies the link, shifted or not, from a button too', press('C', 'press'), 'copy-link'],
  ['copying with a modifier belongs to the browser', press('c', 'none', true), null],
  ['P presents', press('p', 'move'), 'present'],
  ['letters in a text are letters', press('p', 'text'), null],
  ['keys of the instrument are none of the page', press('l'), null],
])('%s', (_name, keyPress, action) => {
  expect(pageActionOf(keyPress)).toBe(action);
});
