import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { UNKNOWN_LIMITS } from '../lab/session';
import { UNIMPAIRED } from '../protocol/feed';
import { Impairments } from './Impairments';

const shown = (limits = UNKNOWN_LIMITS) =>
  renderToStaticMarkup(
    createElement(Impairments, {
      to: 'WebSocket 1',
      impairment: UNIMPAIRED,
      limits,
      onChange: async () => {},
    }),
  );

it('impairments are offered up to the limits that the server has told', () => {
  const all = shown();
  for (const choice of ['200 ms', '300 ms', '50,000 B/s', '1,024 B']) expect(all).toContain(choice);
  const few = shown({ ...UNKNOWN_LIMITS, delayMs: 100, jitterMs: 100, readBytes: 16, piecesPerRead: 7 });
  for (const choice of ['200 ms', '300 ms', '1,024 B']) expect(few).not.toContain(choice);
  for (const choice of ['100 ms', '50,000 B/s', '16 B', 'cut into 7 pieces']) expect(few).toContain(choice);
});
