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

  it.each([
    ['reconnect', 'Reconnection'],
    ['emitWithAck', 'emitWithAck'],
    ['socket.id', 'socket.id'],
    ['cors', 'CORS'],
    ['sticky', 'Sticky session'],
    ['retries', 'retries'],
    ['acknowledgment', 'Acknowledgement'],
    ['transport close', 'Disconnect reason'],
    ['xhr poll error', 'connect_error'],
    ['EIO=4', 'Engine.IO'],
    ['SSE', 'Server-sent events'],
    ['426', 'Status code 426'],
    ['1006', '1006'],
    ['join', 'Room'],
    ['recovered', 'Connection state recovery'],
  ])('finds for “%s” %s first', (query, title) => {
    expect(titles(query)[0]).toBe(title);
  });

  it('finds a step by its title and by its code, once its lesson is loaded', async () => {
    const loaded = await Promise.all(lessons.map((entry) => entry.load()));
    expect(find('several for one', loaded)[0]).toMatchObject({
      kind: 'Step',
      href: '/lessons/on?step=several',
    });
    expect(find('socket.leave', loaded).map(({ href }) => href)).toContain('/lessons/rooms?step=private');
  });
});
