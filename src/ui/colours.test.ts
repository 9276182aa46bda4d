import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LAYERS as registered } from '../protocol/layers';
import { contrast, distance, lightOf, SIGHTS, type Sight, seenBy } from './testing/colour-vision';

const GROUNDS = ['paper', 'card'] as const;

/**
 * The least distance of any two layer colours, in OKLab times 100. A dichromat must tell them apart at a glance, not
 * only side by side. In grey, six colours readable on the same paper have little room: they differ just noticeably, and
 * lane, shape and label tell the layers apart.
 */
const LEAST: Readonly<Record<Sight, number>> = {
  trichromacy: 9,
  protanopia: 7,
  deuteranopia: 7,
  tritanopia: 7,
  grey: 2,
};

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** What has a tint: the layers, and faults. */
const LAYERS = [...new Set(Array.from(css.matchAll(/--([\w-]+)-tint: #/g), ([, name]) => name!))];

/** A code pane each, and its column of the ladder. In grey their numbers tell them apart. */
const CLIENTS = [...new Set(Array.from(css.matchAll(/--(client-\d): #/g), ([, name]) => name!))];

/** Colour tokens by theme; what a theme does not set is as in the light one. */
function themes(): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [, theme = 'light', body] of css.matchAll(/^:root(?:\[data-theme="(\w+)"\])? \{([^}]*)\}/gm)) {
    const tokens = new Map(found.get(theme) ?? found.get('light'));
    for (const [, name, value] of body!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) tokens.set(name!, value!);
    found.set(theme, tokens);
  }
  return found;
}

describe.each([...themes()])('%s theme', (_, tokens) => {
  const colour = (name: string) => lightOf(tokens.get(name) ?? `no --${name}`);

  it.each(SIGHTS)('tells any two layers apart: %s', (sight) => {
    const close: string[] = [];
    for (const [i, one] of LAYERS.entries()) {
      for (const other of LAYERS.slice(i + 1)) {
        const apart = distance(seenBy(sight, colour(one)), seenBy(sight, colour(other)));
        if (apart < LEAST[sight]) close.push(`${one} and ${other}: ${apart.toFixed(2)}`);
      }
    }
    expect(close).toEqual([]);
  });

  it.each(SIGHTS.filter((sight) => sight !== 'grey'))('tells any two clients apart: %s', (sight) => {
    const close: string[] = [];
    for (const [i, one] of CLIENTS.entries()) {
      for (const other of CLIENTS.slice(i + 1)) {
        const apart = distance(seenBy(sight, colour(one)), seenBy(sight, colour(other)));
        if (apart < LEAST[sight]) close.push(`${one} and ${other}: ${apart.toFixed(2)}`);
      }
    }
    expect(close).toEqual([]);
  });

  const text = [
    ...CLIENTS.flatMap((client) => GROUNDS.map((ground) => [client, ground, 4.5] as const)),
    ...CLIENTS.map((client) => ['on-colour', client, 4.5] as const),
    ...['ink', 'soft'].flatMap((name) => GROUNDS.map((ground) => [name, ground, 4.5] as const)),
    ...LAYERS.flatMap((layer) =>
      [...GROUNDS, `${layer}-tint`].map((ground) => [layer, ground, 4.5] as const),
    ),
    ...LAYERS.map((layer) => ['ink', `${layer}-tint`, 7] as const),
    ...LAYERS.map((layer) => ['soft', `${layer}-tint`, 4.5] as const),
    ...LAYERS.map((layer) => ['on-colour', layer, 4.5] as const),
    ['paper', 'ink', 7] as const,
    // Only the border shows that a field is editable (WCAG 2.2, 1.4.11).
    ...GROUNDS.map((ground) => ['edge', ground, 3] as const),
  ];
  it.each(text)('%s is seen on %s: %d to 1', (name, ground, least) => {
    expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(least);
  });
});

it('has a colour for each client that there can be', () => {
  expect(CLIENTS).toHaveLength(6);
});

it('knows the light and the dark theme', () => {
  expect([...themes().keys()]).toEqual(expect.arrayContaining(['light', 'dark']));
});

it('simulates what is known of colour vision', () => {
  const [red, green, white] = [lightOf('#ff0000'), lightOf('#00ff00'), lightOf('#ffffff')];
  expect(contrast(white, lightOf('#000000'))).toBeCloseTo(21);
  for (const sight of SIGHTS) expect(distance(seenBy(sight, white), white)).toBeLessThan(0.1);
  // A deuteranope can hardly distinguish an orange and a green of equal luminance.
  const [orange, grassy] = [lightOf('#b36200'), lightOf('#5c8000')];
  expect(distance(orange, grassy)).toBeGreaterThan(15);
  expect(distance(seenBy('deuteranopia', orange), seenBy('deuteranopia', grassy))).toBeLessThan(6);
  expect(distance(red, green)).toBeGreaterThan(50);
});

it('looks at the colour of every layer, and at that of faults', () => {
  expect(LAYERS).toEqual(
    expect.arrayContaining(['http', 'fault', ...registered.map(({ colour }) => colour.slice(2))]),
  );
});
