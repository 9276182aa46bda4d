import { expect, it } from 'vitest';
import { encodeEngineOpen } from './encode';
import { clientFrame, decode, opened, serverFrame } from './rules/rule-case';
import type { SocketUnit } from './socket-io-content';
import { socketCode } from './socket-io-describe';
import { unitsOf } from './testing/units';

/** The packets of a session on WebSocket. */
function session(...packets: readonly (readonly ['client' | 'server', string])[]) {
  const decoder = decode([
    ...opened({ target: '/socket.io/?EIO=4&transport=websocket' }),
    serverFrame('text', encodeEngineOpen('abc')),
    ...packets.map(([sender, text]) => (sender === 'client' ? clientFrame : serverFrame)('text', `4${text}`)),
  ]);
  return { decoder, units: unitsOf(decoder, 'socket.io') };
}

const JOINED = [
  ['client', '0'],
  ['server', '0{"sid":"x1"}'],
] as const;

it('says that nobody asked for an acknowledgement', () => {
  const { decoder, units } = session(
    ...JOINED,
    ['client', '20["save"]'],
    ['server', '31[{"no":1}]'],
    ['server', '30[1]'],
    ['server', '30[2]'],
  );
  expect(units.slice(3).map((unit) => decoder.sentenceOf(unit))).toEqual([
    'The server sent acknowledgement 1, which no event asked for: {"no":1}.',
    'The server acknowledged event 0: 1.',
    'The server sent acknowledgement 0: 2.',
  ]);
});

it('writes the line that joins a namespace', () => {
  const { units } = session(...JOINED, ['client', '0/room-lobby,{"token":1}']);
  expect(units.map((unit) => socketCode(unit as SocketUnit))).toEqual([
    'io()',
    "socket.on('connect', …)",
    'io("/room-lobby")',
  ]);
});
