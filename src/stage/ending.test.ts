import { expect, it } from 'vitest';
import { closeFrame, Recording } from '../capture/recording/recording';
import { encodeHandshake } from '../protocol/encode';
import { becauseText, type EndingShape, endingShape, endingText } from './ending';

const close = (sender: 'client' | 'server') =>
  new Recording()
    .open(0)
    .handshake(0)
    [sender](1, closeFrame(1000))
    .capture.decoder.units.find(({ kind }) => kind === 'close')!;

it.each<[EndingShape, Parameters<typeof endingShape>[0]]>([
  ['agreed', { how: 'fin', by: 'server', at: 9, closing: [close('client'), close('server')] }],
  ['cut', { how: 'fin', by: 'server', at: 9, closing: [close('server')] }],
  ['cut', { how: 'closed', by: 'client', at: 9, closing: [] }],
  ['torn', { how: 'reset', by: 'client', at: 9, closing: [close('client'), close('server')] }],
  ['cut', { how: 'idle', by: 'server', at: 9, closing: [] }],
  ['faded', { how: 'timeout', by: 'server', at: 9, closing: [] }],
])('draws the end %s', (shape, ending) => {
  expect(endingShape(ending)).toBe(shape);
});

it('says why a client ended a connection at its 101', () => {
  const { client, server } = encodeHandshake();
  const offering = client.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: chat\r\n\r\n');
  const { decoder } = new Recording().open(0).exchange(100, offering, server).capture;
  const ending = { how: 'fin', by: 'client', at: 9, closing: [] } as const;
  expect(endingText(ending) + becauseText(decoder, { id: 1, upstream: null }, ending)).toBe(
    'closed by the client (FIN), because of the 101: The client offered the subprotocol “chat”, and the server chose none.',
  );
  expect(becauseText(decoder, { id: 1, upstream: null }, { ...ending, by: 'server' })).toBe('');
  expect(becauseText(decoder, { id: 1, upstream: null }, { ...ending, closing: [close('client')] })).toBe('');
});
