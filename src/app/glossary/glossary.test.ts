import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

// The glossary reads the terms when it is imported, which another test of this process may have done too early.
vi.resetModules();
const { fetchLayers } = await import('../../protocol');
await fetchLayers();
const { allTerms } = await import('../../protocol/terms');
const { entries, glossaryGroups, groupOf } = await import('./glossary');

describe('the glossary', () => {
  it('has every term once, in some group', () => {
    const grouped = glossaryGroups().flatMap((group) => group.entries.map(({ key }) => key));
    expect(grouped.toSorted()).toEqual(Object.keys(allTerms()).toSorted());
  });

  it.each([
    ['masking-key', 'WebSocket'],
    ['method', 'HTTP'],
    ['half-close', 'TCP'],
    ['engine-sid', 'Engine.IO'],
    ['namespace', 'Socket.IO'],
    ['header-upgrade', 'HTTP header fields'],
    ['header-sec-websocket-key', 'HTTP header fields'],
    ['status-101', 'HTTP status codes'],
    ['status-code', 'HTTP'],
  ])('has %s under %s', (key, title) => {
    expect(groupOf(entries.find((entry) => entry.key === key)!)).toBe(title);
  });

  it('is filtered by all words, in name, sentence or section', () => {
    const keys = glossaryGroups('xored BYTES').flatMap((group) => group.entries.map(({ key }) => key));
    expect(keys).toContain('masking-key');
    expect(keys).not.toContain('method');
    expect(glossaryGroups('quantum teapot')).toEqual([]);
  });

  it('says each term in one sentence, with its section', () => {
    for (const { key, name, text, spec } of entries) {
      expect([key, name !== '', spec !== '']).toEqual([key, true, true]);
      expect([key, /[.]$/.test(text), text.includes('!')]).toEqual([key, true, false]);
    }
  });

  it('has no two terms of one name', () => {
    const names = entries.map(({ name }) => name.toLowerCase());
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('has every term that a lesson underlines', () => {
    const folder = join(import.meta.dirname, '../../lessons');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.tsx'),
    );
    const used = files.flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/<Term of="([^"]+)"/g),
    ]);
    expect(used.length).toBeGreaterThan(0);
    for (const [, key] of used) expect(Object.keys(allTerms())).toContain(key);
  });
});
