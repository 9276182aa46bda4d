import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast, lightOf } from '../../ui/testing/colour-vision';

const sheet = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const css = sheet('../../ui/tokens.css') + sheet('./code-editor.module.css');

/** The colours of a theme; what it does not set is as in the light theme. */
function coloursOf(theme: string | null): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, of, body] of css.matchAll(
    /^(?::root|\.editor|:(?:global\(:)?root\[data-theme="(\w+)"\]\)?(?: \.editor)?) \{([^}]*)\}/gm,
  )) {
    if (of !== undefined && of !== theme) continue;
    for (const [, name, value] of body!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) found.set(name!, value!);
  }
  return found;
}

const TEXT = ['ink', 'soft', 'fault', 'code-string', 'code-number'];
const GROUNDS = ['card', 'socket-io-tint'];
const cases = [null, 'dark', 'projector'].flatMap((theme) =>
  TEXT.flatMap((text) => GROUNDS.map((ground) => [theme, text, ground] as const)),
);

test.each(cases)('theme %s: %s can be read on %s', (theme, text, ground) => {
  const colours = coloursOf(theme);
  expect(contrast(lightOf(colours.get(text)!), lightOf(colours.get(ground)!))).toBeGreaterThanOrEqual(4.5);
});

test('each theme has colours of its own for code', () => {
  const strings = [null, 'dark', 'projector'].map((theme) => coloursOf(theme).get('code-string'));
  expect(new Set(strings).size).toBe(3);
});
