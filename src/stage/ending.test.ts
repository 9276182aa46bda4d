import { expect, it } from 'vitest';
import { FakeCapture } from '../timeline/fake-capture';
import { type EndingShape, endingShape } from './ending';

const close = (sender: 'client' | 'server') =>
  new FakeCapture().connect(1, 0).unit({ kind: 'close', sender, at: 1 }).units[1]!;

it.each<[EndingShape, Parameters<typeof endingShape>[0]]>([
  ['agreed', { how: 'fin', by: 'server', closing: [close('client'), close('server')] }],
  ['cut', { how: 'fin', by: 'server', closing: [close('server')] }],
  ['cut', { how: 'closed', by: 'client', closing: [] }],
  ['torn', { how: 'reset', by: 'client', closing: [close('client'), close('server')] }],
  ['faded', { how: 'timeout', by: 'server', closing: [] }],
])('draws the end %s', (shape, ending) => {
  expect(endingShape(ending)).toBe(shape);
});
