import { describe, expect, it } from 'vitest';
import { lessons } from '../../lessons';
import { find } from './find';

const titles = (query: string) => find(query, lessons).map(({ title }) => title);

describe('search', () => {
  it('offers the lessons, then the other pages, before anything is typed', () => {
    expect(titles('  ').slice(0, lessons.length)).toEqual(lessons.map(({ title }) => title));
    expect(titles('')).toContain('Glossary');
  });

  it('finds a lesson by its title before a term of the same words', () => {
    const [first, ...others] = find('101 switching', lessons);
    expect(first).toMatchObject({ kind: 'Lesson', href: '/lessons/handshake' });
    expect(others.every(({ kind }) => kind !== 'Lesson')).toBe(true);
  });

  it('finds a term by the beginning of its name before one whose sentence has the word', () => {
    const found = find('mask', lessons);
    expect(found[0]!.title.toLowerCase()).toMatch(/^mask/);
    expect(found.map(({ href }) => href)).toContain('/glossary#masking-key');
  });

  it('finds a lesson by what it promises', () => {
    expect(titles('accept value from a key')).toContain('101 Switching Protocols');
  });

  it('finds nothing for words that nothing has', () => {
    expect(titles('quantum teapot')).toEqual([]);
  });
});
