import { expect, it } from 'vitest';
import { closeFrame, Recording } from '../capture/recording/recording';
import { type EndingShape, endingShape } from './ending';

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
