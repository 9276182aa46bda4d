import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Speed } from '../../timeline';
import { type Link, NO_LINK, readLink, writeLink } from './link';

const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,40}(\.[1-9])?$/);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const link: fc.Arbitrary<Link> = fc.record({
  step: maybe(name),
  task: maybe(name),
  unit: maybe(name),
  connection: maybe(fc.integer({ min: 1, max: 999_999 })),
  field: maybe(name),
  bytes: maybe(
    fc.tuple(fc.nat(9999), fc.nat(9999)).map(([start, length]) => ({ start, end: start + length + 1 })),
  ),
  speed: maybe(fc.constantFrom<Speed[]>('real', 'half', 'tenth', 'explain')),
});

describe('a link', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(link, (one) => {
        expect(readLink(writeLink(one))).toEqual({ link: one, problems: [] });
      }),
    );
  });

  it('says what it means', () => {
    const one = {
      ...NO_LINK,
      step: 'request',
      unit: 'server-http-response-101',
      field: 'sec-websocket-accept',
    };
    expect(writeLink(one)).toBe('?step=request&unit=server-http-response-101&field=sec-websocket-accept');
    expect(writeLink(NO_LINK)).toBe('');
  });
});

describe('an address that anybody may have written', () => {
  const key = fc.constantFrom('step', 'task', 'unit', 'connection', 'field', 'bytes', 'speed', 'x');
  const junk = fc.array(fc.tuple(key, fc.string({ maxLength: 60, unit: 'binary' })));

  it('never throws, and gives nothing but names', () => {
    fc.assert(
      fc.property(junk, (pairs) => {
        const search = `?${pairs.map(([k, value]) => `${k}=${value}`).join('&')}`;
        expect(readLink(writeLink(readLink(search).link)).problems).toEqual([]);
      }),
    );
  });

  it.each([
    ['?step=%ff', /Its step “.” is not one/],
    ['?step=', /Its step “” is not one/],
    ['?unit=<script>', /Its unit “<script>” is not one/],
    [`?unit=${'a'.repeat(300)}`, /“a{40}…”/],
    ['?connection=0', /Its connection/],
    ['?bytes=9-3', /Its bytes/],
    ['?speed=warp', /Its speed “warp”/],
    [`?step=${'x'.repeat(10_000)}`, /10006 characters long/],
  ])('%.40s is told in plain words', (search, sentence) => {
    const { link: read, problems } = readLink(search);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(read).toEqual(NO_LINK);
  });

  it('keeps what is right beside what is wrong', () => {
    const { link: read, problems } = readLink('?step=request&speed=warp');
    expect(read).toEqual({ ...NO_LINK, step: 'request' });
    expect(problems).toHaveLength(1);
  });
});
