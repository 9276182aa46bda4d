import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDecoder } from './create-decoder';
import { type AnyLayer, fetchLayers, LAYERS, layerOf, protocolOf, wireLayer } from './layers';
import { unitCodes } from './records';
import { latin, openedDecoder } from './testing/units';

await fetchLayers();

const SRC = join(import.meta.dirname, '..');

/** Where a layer's id may appear: it means something else, or is an old word that no new layer adds to. */
const OTHER_MEANINGS: readonly (readonly [file: string, word: string, meaning: string])[] = [
  ['app/connect-commands.ts', 'http', 'one of the lab’s addresses'],
  ['app/connect-commands.ts', 'message', 'an event that a command emits'],
  ['app/examples/tutorial.ts', 'socket.io', 'a package that the tutorial imports'],
  ['app/gallery/fixture-parts.ts', 'message', 'a kind of the page’s calls'],
  ['app/gallery/fixtures.ts', 'message', 'an event in what a fixture sends'],
  ['app/Sharing.tsx', 'message', 'an event of a window'],
  ['app/gallery/fixtures.ts', 'websocket', 'a transport in what a fixture sends'],
  ['app/open/import-file.ts', 'message', 'an event of a thread'],
  ['app/open/import-worker.ts', 'message', 'an event of a thread'],
  ['inspector/code-line.ts', 'message', 'a kind of the page’s calls'],
  ['timeline/call-book.ts', 'message', 'a kind of the page’s calls'],
];

function sourcesOf(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(tsx?|css)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

describe('a layer', () => {
  it('is not named in the code that shows its units', () => {
    const found: string[] = [];
    for (const file of ['stage', 'inspector', 'timeline', 'app'].flatMap(sourcesOf)) {
      const text = readFileSync(join(SRC, file), 'utf8');
      for (const { id } of LAYERS) {
        const isOtherWord = OTHER_MEANINGS.some(([other, word]) => other === file && word === id);
        const name = new RegExp(`['"]${id.replace('.', '\\.')}['"]`);
        if (!isOtherWord && name.test(text)) found.push(`${file}: ${id}`);
      }
      if (/Record<(LayerId|UnitKind)/.test(text)) found.push(`${file}: a table of layers or kinds`);
    }
    expect(found).toEqual([]);
  });

  it('has another meaning only in files that use the word', () => {
    for (const [file, word] of OTHER_MEANINGS) {
      expect(readFileSync(join(SRC, file), 'utf8'), file).toMatch(new RegExp(`['"]${word}['"]`));
    }
  });

  it('has an id of its own, and says what it is', () => {
    expect(new Set(LAYERS.map(({ id }) => id)).size).toBe(LAYERS.length);
    for (const layer of LAYERS) {
      expect(layerOf(layer.id)).toBe(layer);
      expect(layer.about).toMatch(/^[A-Z].*\.$/);
    }
    expect(() => layerOf('quic')).toThrow(RangeError);
  });

  it('has all the kinds that it refers to', () => {
    for (const { id, kinds, ...layer } of LAYERS) {
      const named = [layer.control, layer.events, layer.named, layer.heartbeats?.kinds].flatMap(
        (some) => some ?? [],
      );
      expect(kinds, id).toEqual(expect.arrayContaining([...named, ...Object.keys(layer.withoutCode ?? {})]));
      expect(layer.named !== undefined, id).toBe(layer.properName !== undefined);
    }
  });

  it('explains its fields in sentences, and cites only documents that it lists', () => {
    for (const { id, terms = {}, documents } of LAYERS) {
      for (const [key, { text, spec }] of Object.entries(terms)) {
        expect(text, key).toMatch(/^\S.*\.$/);
        expect(
          Object.keys(documents).some((name) => spec.startsWith(name)),
          `${id} ${key}`,
        ).toBe(true);
      }
    }
  });

  it('has its colour in every theme, and a CSS rule that applies it', () => {
    const css = readFileSync(join(SRC, 'ui/tokens.css'), 'utf8');
    const themes = [...css.matchAll(/^:root(?:\[data-theme="\w+"\])? \{[^}]*--paper:[^}]*\}/gm)].map(String);
    expect(themes).toHaveLength(3);
    for (const { id, colour } of LAYERS) {
      for (const theme of themes) {
        expect(theme, id).toMatch(new RegExp(`${colour}: #[0-9a-f]{6};`));
        expect(theme, id).toMatch(new RegExp(`${colour}-tint: #[0-9a-f]{6};`));
      }
      const rule = `\\[data-layer="${id.replace('.', '\\.')}"\\][^{}]*\\{\\s*--layer: var\\(${colour}\\);\\s*--layer-tint: var\\(${colour}-tint\\);`;
      expect(css, id).toMatch(new RegExp(rule));
    }
  });

  it('is the only one whose units are on its kind of wire', () => {
    for (const wire of ['bytes', 'turns', 'duplex'] as const) {
      expect(LAYERS.filter((layer) => layer.wire === wire)).toEqual([wireLayer(wire)]);
    }
  });

  it('that joins the units of another counts as that one', () => {
    const joining: AnyLayer[] = LAYERS.filter(({ joins }) => joins !== undefined);
    expect(joining.length).toBeGreaterThan(0);
    for (const { id, joins, colour } of joining) {
      expect(protocolOf(id).id).toBe(joins!.id);
      expect(protocolOf(id).colour).toBe(colour);
    }
  });
});

describe('what a layer may recognise its traffic by', () => {
  function asked(push: () => void) {
    const accepts = vi.spyOn(layerOf('engine.io').reads!, 'accepts');
    onTestFinished(() => accepts.mockRestore());
    push();
    const answers = accepts.mock.calls.map(([carried]) => JSON.stringify(carried));
    return [...new Set(answers)].map((answer) => JSON.parse(answer) as unknown);
  }

  it('is the target, the layer below and, for a WebSocket, its subprotocol', () => {
    expect(asked(() => openedDecoder({ target: '/chat', subprotocol: 'superchat' }))).toEqual([
      { below: 'message', target: '/chat', subprotocol: 'superchat', contentType: '' },
    ]);
  });

  it('is the media type of an HTTP body, whichever side sends it', () => {
    const decoder = createDecoder();
    const request =
      'POST /news HTTP/1.1\r\nHost: a\r\nContent-Type: Text/Plain; charset=utf-8\r\nContent-Length: 2\r\n\r\nhi';
    expect(asked(() => decoder.push(1, 'client', latin(request), 0))).toEqual([
      { below: 'http', target: '/news', subprotocol: '', contentType: 'text/plain' },
    ]);
  });
});

describe('the code of a unit', () => {
  it('is one byte, and refuses more kinds or the same name twice', () => {
    expect(() => unitCodes('engine.io', ['one'])).toThrow('two layers are called');
    expect(() => unitCodes('double', ['one', 'one'])).toThrow('twice');
    const many = Array.from({ length: 256 }, (_, n) => `kind ${n}`);
    expect(() => unitCodes('many', many)).toThrow('more than 256 kinds');
  });
});
