import { expect, test } from 'vitest';
import type { CodeEvent } from '../capture/capture';
import { wordsOf } from './console-words';

const words = (change: Partial<CodeEvent>) =>
  wordsOf({
    ...{ id: 0, at: 0, end: 'client', client: 1, run: 1, kind: 'emit', line: 1, text: 'news', packets: [] },
    ...change,
  });
const packets = [{ sid: 's', sender: 'client', ordinal: 1 }] as const;

test('an emit tells what became of it', () => {
  expect(words({ packets })).toBe('→ news');
  expect(words({ unsent: 'kept' })).toBe('→ news, kept until connected');
  expect(words({ unsent: 'kept', packets })).toBe('→ news, kept until connected, then sent');
  expect(words({ unsent: 'dropped' })).toMatch(/dropped: it is volatile/);
  expect(words({ end: 'server' })).toBe('→ news, to nobody');
  expect(words({})).toBe('→ news, not on the wire');
});

test('a wait that is over without an answer is no answer', () => {
  expect(words({ kind: 'answered', packets })).toBe('← the answer');
  expect(words({ kind: 'answered' })).toBe('✕ no answer: the callback gets an error');
  expect(words({ kind: 'answered', end: 'server' })).toMatch(/^✕ not exactly one answer/);
});
