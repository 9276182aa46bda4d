import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { packetText } from './packet-text';

it('is what the packet in a frame says, and is never cut within a character', () => {
  const recording = new Recording()
    .open(0)
    .handshake(100, { target: '/socket.io/?EIO=4&transport=websocket' });
  recording.client(1000, frame('text', '42["say","Grüße"]')).client(2000, frame('text', '3'));
  const { decoder } = recording.capture;
  const frames = decoder.units.filter(({ layer, kind }) => layer === 'websocket' && kind === 'text');
  const said = frames[0]!;
  expect(packetText(decoder, said, 40)).toBe('2["say","Grüße"]');
  expect(packetText(decoder, said, 11)).toBe('2["say","Gr…');
  expect(packetText(decoder, said, 12)).toBe('2["say","Gr…');
  expect(packetText(decoder, said, 13)).toBe('2["say","Grü…');
});
