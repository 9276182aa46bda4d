import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFrameMessage } from './read-message';

it('what a page forges is bounded, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.record({
        kind: fc.constantFrom(
          'log',
          'uncaught',
          'emit',
          'listener',
          'io',
          'late',
          'connections',
          'alive',
          'x',
        ),
        text: fc.anything(),
        line: fc.anything(),
        atMs: fc.anything(),
        call: fc.anything(),
        kept: fc.anything(),
        packets: fc.anything(),
        connections: fc.anything(),
        namespace: fc.anything(),
      }),
      (given) => {
        const message = readFrameMessage(given);
        if (given.kind === 'x') return message === null;
        if (!message || !('text' in message)) return true;
        const { text, line, atMs, packets } = message;
        return text.length <= 2000 && line >= 0 && Number.isFinite(atMs) && packets.length <= 50;
      },
    ),
  );
});

it.each([null, 7, 'log', [], { kind: 'constructor' }])('%j is no message', (given) =>
  expect(readFrameMessage(given)).toBeNull(),
);

it('long texts are cut, and nothing happens later than now', () => {
  const later = performance.timeOrigin + performance.now() + 1e9;
  const message = readFrameMessage({ kind: 'log', text: 'a'.repeat(5000), line: -3, atMs: later });
  expect(message).toMatchObject({ kind: 'log', text: 'a'.repeat(2000), line: 0 });
  expect((message as { atMs: number }).atMs).toBeLessThan(later);
});
