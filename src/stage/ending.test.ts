import { expect, it } from 'vitest';
import { FakeCapture } from '../timeline/fake-capture';
import { type EndingShape, endingShape } from './ending';

const close = (sender: 'client' | 'server') =>
  new FakeCapture().connect(1, 0).unit({ kind: 'close', sender, at: 1 }).units[1]!;

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
