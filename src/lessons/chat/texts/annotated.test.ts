import { describe, expect, it } from 'vitest';
import lesson from '../lesson';
import { acting, isActing, stepTexts } from './annotated';
import { historyTexts } from './history';
import { namesTexts } from './names';
import { roomsTexts } from './rooms';
import { safeTexts } from './safe';
import { sayTexts } from './say';
import { typingTexts } from './typing';

describe('the code of a step', () => {
  const texts = stepTexts('io;\n?// TODO: listen.\n+io.on();\n', '<p></p>', '?// TODO: connect.\n+io();\n');

  it('begins with what is to be written, and ends with what can be', () => {
    expect(texts.begun.server).toBe('io;\n// TODO: listen.\n');
    expect(texts.finished.server).toBe('io;\nio.on();\n');
    expect(texts.finished.clients).toHaveLength(3);
    expect(texts.finished.clients[0]).toContain('<script>\nio();\n</script>');
  });

  it('is told from the same with pages that act by themselves', () => {
    expect(isActing(texts.finished)).toBe(false);
    expect(isActing(acting(texts, 'say.requestSubmit();\n'))).toBe(true);
  });
});

it.each(lesson.steps)('step “$title” says what is to be written at an end', ({ code }) => {
  const all = [code!.server, ...code!.clients].join('\n');
  expect(all).toContain('// TODO: ');
  expect(all).not.toMatch(/^[?+]/m);
});

it('each step begins with the server of the step before, complete', () => {
  const wanted = (server: string) =>
    new Set(server.split('\n').filter((line) => line.includes('socket.on(')));
  for (const [before, after] of [
    [sayTexts, namesTexts],
    [namesTexts, roomsTexts],
    [roomsTexts, typingTexts],
    [typingTexts, historyTexts],
    [historyTexts, safeTexts],
  ] as const) {
    expect([...wanted(after.begun.server)]).toEqual(
      expect.arrayContaining([...wanted(before.finished.server)]),
    );
  }
});
