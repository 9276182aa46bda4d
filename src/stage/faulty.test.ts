import { expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../protocol/encode';
import { selectionFor } from './innermost';

const opened = (target: string) => new Recording().open(0).handshake(0, { target });
const SOCKET_IO = '/socket.io/?EIO=4&transport=websocket';

/** What a click on the newest row selects: its layer, its kind and the bytes. */
function clicked({ capture: { decoder } }: Recording) {
  const row = decoder.units.findLast(({ inside, layer }) => inside === null && layer !== 'tcp')!;
  const { unit, range } = selectionFor(decoder, row);
  return [unit.layer, unit.kind, range && [range.start, range.end]];
}

it('a click on a sound unit selects its innermost one', () => {
  const joined = opened(SOCKET_IO)
    .server(1, frame('text', '0{"sid":"a","upgrades":[]}'))
    .client(2, frame('text', '40'));
  expect(clicked(joined)).toEqual(['socket.io', 'connect', null]);
});

it('a click on a broken frame selects the frame and the bytes at fault, whatever it carries', () => {
  const recording = opened(SOCKET_IO)
    .server(1, frame('text', '0{"sid":"a","upgrades":[]}'))
    .client(2, frame('text', '40', { isMasked: false }));
  expect(clicked(recording)).toEqual(['websocket', 'text', [1, 2]]);
});

it('a click on a frame whose packet breaks a rule selects that packet', () => {
  const recording = opened(SOCKET_IO)
    .server(1, frame('text', '0{"sid":"a","upgrades":[]}'))
    .client(2, frame('text', '42["a"]'));
  expect(clicked(recording)).toEqual(['socket.io', 'event', [0, 1]]);
});

it('a click on a body selects the packet in it that breaks a rule, not the first one', () => {
  const target = '/socket.io/?EIO=4&transport=polling';
  const post = encodeRequest(`POST ${target}&sid=a`, ['Content-Type: text/plain'], '40\u001e7\u001e41');
  const recording = new Recording()
    .open(0)
    .exchange(1, encodeRequest(`GET ${target}`), encodeResponse('200 OK', '0{"sid":"a","upgrades":[]}'))
    .client(9_000, post);
  expect(clicked(recording)).toEqual(['engine.io', 'undecoded', [0, 1]]);
});

it('a notice about no byte selects the whole unit that has it', () => {
  const recording = opened('/ws').server(1, frame('text', 'Hello'));
  recording.end(9, 'server', 'fin');
  expect(clicked(recording)).toEqual(['websocket', 'text', null]);
});
