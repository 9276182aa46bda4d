import { expect, it } from 'vitest';
import { encodeFrame } from '../../../protocol/encode';
import type { FileEvent, OpenEvent } from '../event';
import { ConnectionJudge } from './judge';

const utf8 = new TextEncoder();
const open = (start: OpenEvent['start'], connection = 1): OpenEvent => ({
  kind: 'open',
  connection,
  client: { address: '10.0.0.1', port: 50_000 },
  server: { address: '10.0.0.2', port: 80 },
  atMicros: 0,
  start,
});
const chunk = (sender: 'client' | 'server', bytes: Uint8Array | string): FileEvent => ({
  kind: 'chunk',
  connection: 1,
  sender,
  bytes: typeof bytes === 'string' ? utf8.encode(bytes) : bytes,
  atMicros: 0,
});
const end: FileEvent = { kind: 'end', connection: 1, by: 'server', how: 'reset', atMicros: 1 };

function judged(...events: readonly FileEvent[]): FileEvent[] {
  const passed: FileEvent[] = [];
  const judge = new ConnectionJudge((event) => passed.push(event));
  for (const event of events) judge.take(event);
  judge.end();
  return passed;
}

it('passes HTTP on as it is, and what is given whatever it is', () => {
  const http = [open('captured'), chunk('client', 'GET / HT'), chunk('client', 'TP/1.1\r\n\r\n'), end];
  expect(judged(...http)).toEqual(http);
  const given = [open('given'), chunk('client', 'anything'), end];
  expect(judged(...given)).toEqual(given);
});

it('passes on a connection without a byte', () => {
  expect(judged(open('captured'))).toEqual([open('captured')]);
  expect(judged(open('captured'), end)).toEqual([open('captured'), end]);
});

it('leaves out the bytes of what it cannot read, and says why', () => {
  const hello = Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0);
  const events = judged(
    open('captured'),
    chunk('client', hello),
    chunk('server', hello),
    chunk('client', 'more'),
    end,
  );
  expect(events).toEqual([
    { ...open('captured'), isPlain: true },
    expect.objectContaining({ kind: 'note', what: 'tls', connection: 1 }),
    end,
  ]);
});

it('puts an opening handshake before frames whose own was not captured', () => {
  const frame = encodeFrame('text', 'Hello', { isMasked: true });
  const [first, ...rest] = judged(open('missed'), chunk('client', frame));
  expect(first).toMatchObject({ kind: 'open', before: [{ sender: 'client' }, { sender: 'server' }] });
  expect(rest.map(({ kind }) => kind)).toEqual(['chunk', 'note']);
});

it('judges what is left at the end by what there is', () => {
  expect(judged(open('captured'), chunk('client', 'GE')).map(({ kind }) => kind)).toEqual(['open', 'note']);
});
