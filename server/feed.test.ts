import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedRecord } from '../src/protocol/feed';
import { type Cursor, LabLog, type LogBudget } from './log';
import { connect, makeLab, startTestServer, type TestLab, watch } from './test-server';

const echo = async (lab: TestLab, body: string) => {
  const headers = { Connection: 'close' };
  await (await fetch(`${lab.http}/echo`, { method: 'POST', body, headers })).text();
};
const numbers = (records: readonly FeedRecord[]) =>
  records.flatMap((record) => ('seq' in record ? [record.seq] : []));
const closed = (count: number) => (records: readonly FeedRecord[]) =>
  records.filter((record) => record.type === 'end' && record.how === 'closed').length === count;

test('a viewer that comes late gets everything from the beginning, each record once and in order', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  await echo(lab, 'before');
  const watched = await watch(lab.feed);
  await echo(lab, 'after');
  await watched.until(closed(2));
  expect(watched.records[0]).toMatchObject({ type: 'hello', lab: lab.id });
  const seqs = numbers(watched.records);
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
  expect(watched.stream('client', 1).toString()).toContain('before');
  expect(watched.stream('client', 2).toString()).toContain('after');
});

test('a viewer that returns continues after the last record it has', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const first = await watch(lab.feed);
  await echo(lab, 'one');
  await first.until(closed(1));
  const last = numbers(first.records).at(-1)!;
  first.socket.terminate();
  await echo(lab, 'two');
  for (const after of [last, last - 1, 0]) {
    const back = await watch(`${lab.feed}?after=${after}`);
    await back.until(closed(after === last ? 1 : 2));
    expect(numbers(back.records)[0]).toBe(after + 1);
    expect(back.records.some((record) => record.type === 'missed')).toBe(false);
  }
});

test('what the bounded log no longer holds is reported, and nothing is lost silently', async () => {
  const server = await startTestServer({ limits: { logBytes: 16 * 1024 } });
  const lab = await makeLab(server);
  for (let n = 0; n < 30; n++) await echo(lab, 'x'.repeat(1000));
  const watched = await watch(lab.feed);
  const last = await connect(server);
  await last.send(`GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await watched.until((records) => records.some((r) => r.type === 'open' && r.client.port === last.port));
  const [hello, missed, ...rest] = watched.records;
  expect(hello!.type).toBe('hello');
  expect(missed).toMatchObject({ type: 'missed', fromSeq: 1 });
  if (missed?.type !== 'missed') throw new Error('no missed record');
  expect(missed.bytes).toBeGreaterThan(30_000);
  expect(numbers(rest)[0]).toBe(missed.toSeq + 1);
});

test('a viewer that stalls does no harm to the echo, and is told what it missed', {
  timeout: 30_000,
}, async () => {
  const server = await startTestServer({ limits: { logBytes: 512 * 1024, viewerUnsentBytes: 64 * 1024 } });
  const lab = await makeLab(server);
  const stalled = await watch(lab.feed);
  await stalled.until((records) => records.length > 0);
  stalled.socket.pause();
  const websocket = new WebSocket(lab.ws);
  await once(websocket, 'open');
  const message = Buffer.alloc(100_000, 'm');
  let echoed = 0;
  for (let n = 0; n < 150; n++) {
    websocket.send(message);
    const [answer] = (await once(websocket, 'message')) as [Buffer];
    echoed += answer.length;
  }
  expect(echoed).toBe(150 * message.length);
  websocket.close();
  stalled.socket.resume();
  await stalled.until(closed(1));

  let next = 1;
  let told = 0;
  for (const record of stalled.records) {
    if (record.type === 'missed') {
      expect(record.fromSeq).toBe(next);
      next = record.toSeq + 1;
      told += record.bytes;
    } else if ('seq' in record) expect(record.seq).toBe(next++);
  }
  const shown = stalled.chunks().reduce((sum, chunk) => sum + chunk.bytes.length, 0);
  const last = (sender: 'client' | 'server') => stalled.chunks(sender).at(-1)!;
  const all = (['client', 'server'] as const).reduce(
    (sum, s) => sum + last(s).offset + last(s).bytes.length,
    0,
  );
  expect(told).toBeGreaterThan(0);
  expect(shown + told).toBe(all);
});

test('a clock question is answered with the clock of the lab', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  for (const nonsense of ['', '{', 'null', '[]', '{"clock":"x"}']) watched.socket.send(nonsense);
  watched.socket.send('{"clock": 12.5}');
  await watched.until((records) => records.some((record) => record.type === 'clock'));
  const [hello, clock] = watched.records;
  if (hello?.type !== 'hello' || clock?.type !== 'clock') throw new Error('another order');
  expect(clock.pageMs).toBe(12.5);
  expect(clock.nowMicros).toBeGreaterThanOrEqual(hello.nowMicros);
});

test('viewers over the limit are refused', async () => {
  const server = await startTestServer({ limits: { viewersPerLab: 1 } });
  const lab = await makeLab(server);
  await watch(lab.feed);
  const second = new WebSocket(lab.feed);
  const [error] = (await once(second, 'error')) as [Error];
  expect(error.message).toContain('503');
});

test('all logs together keep to their budget, and give it back', () => {
  const budget = budgetOf(64 * 1024, 0);
  const logs = Array.from({ length: 4 }, () => new LabLog(1024 * 1024, budget));
  const bytes = new Uint8Array(1000);
  for (let n = 0; n < 400; n++) {
    logs[n % 4]!.chunk(1, 'client', n, n * 1000, bytes);
    // A log with nothing left to drop may still take what it is about to write.
    expect(budget.usedBytes).toBeLessThanOrEqual(budget.maxBytes + 4 * 4096);
  }
  for (const log of logs) log.close();
  expect(budget.usedBytes).toBe(0);
});

test('a small log loses nothing to large ones, and a watched log loses only what exceeds its share', () => {
  const budget = budgetOf(64 * 1024, 16 * 1024);
  const [small, watched, flooded] = Array.from({ length: 3 }, () => new LabLog(1024 * 1024, budget));
  watched!.isWatched = true;
  const bytes = new Uint8Array(1000);
  for (let n = 0; n < 10; n++) small!.chunk(1, 'client', n, n * 1000, bytes);
  for (let n = 0; n < 25; n++) watched!.chunk(1, 'client', n, n * 1000, bytes);
  for (let n = 0; n < 400; n++) flooded!.chunk(1, 'client', n, n * 1000, bytes);
  // The flood fills its own share, then takes from itself.
  expect(small!.skipLost(start())).toBeNull();
  expect(watched!.bytes).toBeGreaterThanOrEqual(16 * 1024);
  const { bytes: watchedBytes } = watched!;
  for (let n = 0; n < 400; n++) flooded!.chunk(1, 'client', n, n * 1000, bytes);
  expect(watched!.bytes).toBe(watchedBytes);
});

function budgetOf(maxBytes: number, shareBytes: number): LogBudget {
  return { maxBytes, shareBytes, usedBytes: 0, logs: new Set() };
}

/** Before the first record. */
const start = (): Cursor => ({ slab: 0, offset: 0, seq: 1, payload: 0 });
