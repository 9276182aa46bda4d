import { expect, it, onTestFinished, vi } from 'vitest';
import { keepFormer, readFormer } from './former';

function browser() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

const KEY = 'a'.repeat(32);
const done = { votes: {}, goals: ['handshake/open'] };

it('a browser knows who it was in each class, until the class is over or four hours have passed', () => {
  const store = browser();
  keepFormer(store, 'CDFHJK', { key: KEY, done });
  keepFormer(store, 'CDFHJM', { key: 'b'.repeat(32), done: {} });
  expect(readFormer(store, 'CDFHJK')).toMatchObject({ key: KEY, done });
  keepFormer(store, 'CDFHJM', null);
  expect(readFormer(store, 'CDFHJM')).toBeNull();
  expect(readFormer(store, 'constructor')).toBeNull();
  const now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 4 * 60 * 60_000 + 1);
  onTestFinished(() => clock.mockRestore());
  expect(readFormer(store, 'CDFHJK')).toBeNull();
  // What has expired goes with whatever is kept next.
  keepFormer(store, 'CDFHJN', { key: KEY, done });
  expect(store.getItem('wire101:members')).not.toContain('CDFHJK');
});

it.each(['null', '[]', '{', '{"CDFHJK":null}', '{"CDFHJK":{"key":"x","untilMs":9e15}}'])(
  'what is no former member in the store is none: %s',
  (text) => {
    const store = browser();
    store.setItem('wire101:members', text);
    expect(readFormer(store, 'CDFHJK')).toBeNull();
    keepFormer(store, 'CDFHJK', { key: KEY, done });
    expect(readFormer(store, 'CDFHJK')?.key).toBe(KEY);
  },
);
