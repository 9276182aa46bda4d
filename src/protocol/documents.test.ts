import { expect, it } from 'vitest';
import { addressOf } from './documents';

it.each([
  ['RFC 6455 §5.2', 'https://www.rfc-editor.org/rfc/rfc6455#section-5.2'],
  ['RFC 9110 §9', 'https://www.rfc-editor.org/rfc/rfc9110#section-9'],
  ['RFC 7692', 'https://www.rfc-editor.org/rfc/rfc7692'],
  ['Engine.IO protocol v4', 'https://socket.io/docs/v4/engine-io-protocol/'],
  ['somewhere', null],
])('“%s” is found at %s', (spec, address) => {
  expect(addressOf(spec)).toBe(address);
});
