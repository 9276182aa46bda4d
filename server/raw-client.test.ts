import * as v from 'valibot';
import { expect, test } from 'vitest';
import { rawOpened } from '../src/protocol/messages/answers';
import { frame, handshake, makeLab, startTestServer, watch } from './test-server';

async function setUp(limits = {}) {
  const server = await startTestServer({ limits });
  const lab = await makeLab(server);
  const call = async (method: string, path: string, body?: string | Buffer) => {
    const bytes = typeof body === 'string' || body === undefined ? body : new Uint8Array(body);
    const response = await fetch(`${lab.http}/${path}`, {
      method,
      ...(bytes === undefined ? {} : { body: bytes }),
    });
    const text = await response.text();
    return { status: response.status, json: text ? JSON.parse(text) : null };
  };
  return { server, lab, call, watched: await watch(lab.feed) };
}

test('a handshake and a frame typed by hand are written unchanged, and all of it is shown', async () => {
  const { lab, call, watched } = await setUp();
  const request = handshake(`/lab/${lab.id}/ws`);
  const opened = await call('POST', 'raw', request);
  expect(opened.status).toBe(201);
  expect(v.parse(rawOpened, opened.json)).toEqual({ ...opened.json, raw: 1 });
  await watched.until(() => watched.stream('server').includes('101 Switching Protocols'));
  expect(watched.records.find((record) => record.type === 'open')).toMatchObject({
    via: 'raw',
    client: { port: opened.json.port },
  });
  const hello = frame(1, 'Hello');
  expect((await call('POST', 'raw/1', hello)).status).toBe(204);
  await watched.until(() => watched.stream('server').includes('Hello'));
  expect(watched.stream('client')).toEqual(Buffer.concat([Buffer.from(request), hello]));
  expect((await call('DELETE', 'raw/1')).status).toBe(204);
  await watched.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  expect(watched.records.find((record) => record.type === 'end')).toMatchObject({ how: 'fin', by: 'client' });
  const gone = await call('POST', 'raw/1', 'x');
  expect([gone.status, gone.json.error]).toEqual([404, expect.stringContaining('has ended')]);
});

test('bytes that are not HTTP belong to the lab, and so does the answer', async () => {
  const { call, watched } = await setUp();
  await call('POST', 'raw', Buffer.from([0, 1, 2, 255, 254, 10, 13]));
  await watched.until(() => watched.stream('server').includes('400 Bad Request'));
  expect(watched.stream('client')).toEqual(Buffer.from([0, 1, 2, 255, 254, 10, 13]));
  expect(watched.stream('server').toString()).toContain('This is not an HTTP request');
});

test('an empty connection is shown as soon as it is open', async () => {
  const { call, watched } = await setUp();
  await call('POST', 'raw', '');
  await watched.until((records) => records.some((record) => record.type === 'open' && record.via === 'raw'));
});

test('neither the feed nor the lab itself can be reached from a raw connection', async () => {
  const { lab, call, watched } = await setUp();
  await call('POST', 'raw', handshake(`/lab/${lab.id}/feed`));
  await watched.until(() => watched.stream('server', 1).includes('403 Forbidden'));
  await call('POST', 'raw', 'POST /lab HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n');
  await watched.until(() => watched.stream('server', 2).includes('403 Forbidden'));
});

test('too many bytes at once and too many connections are refused with the limit', async () => {
  const { call } = await setUp({ rawBytes: 100, rawPerLab: 1 });
  expect(await call('POST', 'raw', 'x'.repeat(101))).toMatchObject({ status: 413 });
  expect(await call('POST', 'raw', 'GET')).toMatchObject({ status: 201 });
  const refused = await call('POST', 'raw', 'GET');
  expect([refused.status, refused.json.error]).toEqual([429, expect.stringContaining('1 raw connections')]);
  expect(await call('PUT', 'raw', 'x')).toMatchObject({ status: 405 });
});
