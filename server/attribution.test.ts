import { expect, test } from 'vitest';
import { connect, frame, handshake, makeLab, startTestServer, watch } from './test-server';

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test('a connection that two labs and a page use shows each lab only its own exchanges', async () => {
  const server = await startTestServer();
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const [watchedOne, watchedTwo] = [await watch(one.feed), await watch(two.feed)];
  const client = await connect(server);
  const exchange = async (request: string, answer: string) => {
    await client.send(request);
    await client.until(answer);
  };
  await exchange(get('/lessons/handshake'), 'a page');
  await exchange(post(`/lab/${one.id}/echo`, 'first of one'), 'first of one');
  await exchange(get(`/lab/${one.id}`), `/lab/${one.id}/feed`);
  await exchange(post(`/lab/${two.id}/echo`, 'only of two'), 'only of two');
  await exchange(get('/assets/index.js'), 'a page');
  await exchange(post(`/lab/${one.id}/echo`, 'second of one'), 'second of one');
  await watchedOne.until(() => watchedOne.stream('server').includes('second of one'));
  await watchedTwo.until(() => watchedTwo.stream('server').includes('only of two'));

  const requests = (text: string) => text.match(/(GET|POST) \S+/g);
  expect(requests(watchedOne.stream('client').toString())).toEqual(Array(2).fill(`POST /lab/${one.id}/echo`));
  expect(requests(watchedTwo.stream('client').toString())).toEqual([`POST /lab/${two.id}/echo`]);
  expect(
    watchedOne
      .stream('server')
      .toString()
      .match(/HTTP\/1.1/g),
  ).toHaveLength(2);
  expect(
    watchedTwo
      .stream('server')
      .toString()
      .match(/HTTP\/1.1/g),
  ).toHaveLength(1);
  // Offsets count all of the connection's bytes: what is not shown leaves a gap.
  for (const [watched, sender, all] of [
    [watchedOne, 'client', client.sent()],
    [watchedTwo, 'client', client.sent()],
    [watchedOne, 'server', client.received()],
    [watchedTwo, 'server', client.received()],
  ] as const) {
    for (const { offset, bytes } of watched.chunks(sender)) {
      expect(Buffer.from(bytes)).toEqual(all.subarray(offset, offset + bytes.length));
    }
  }
});

test('pipelined requests in one packet are told apart, and so are their responses', async () => {
  const server = await startTestServer();
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const [watchedOne, watchedTwo] = [await watch(one.feed), await watch(two.feed)];
  const client = await connect(server);
  await client.send(
    post(`/lab/${one.id}/echo`, 'AAAA') +
      post(`/lab/${two.id}/echo`, 'BBBB') +
      post(`/lab/${one.id}/echo`, 'CCCC'),
  );
  await client.until('CCCC');
  await watchedOne.until(() => watchedOne.stream('server').includes('CCCC'));
  await watchedTwo.until(() => watchedTwo.stream('server').includes('BBBB'));
  for (const sender of ['client', 'server'] as const) {
    expect(watchedOne.stream(sender).toString()).not.toContain('BBBB');
    expect(watchedTwo.stream(sender).toString()).not.toMatch(/AAAA|CCCC/);
  }
});

test('the feed, the pages and requests about the lab are never shown', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send(
    get('/') + get(`/lab/${lab.id}`) + get(`/lab/${lab.id}/feed`) + get(`/lab/${lab.id}/raw/1`),
  );
  await client.until('"error"');
  const last = await connect(server);
  await last.send(get(`/lab/${lab.id}/echo`));
  await watched.until(() => watched.chunks('server').length > 0);
  expect(watched.records.flatMap((record) => (record.type === 'open' ? [record.client.port] : []))).toEqual([
    last.port,
  ]);
});

test('a request is shown from its first byte as soon as its target is known, with the times of its reads', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send('GET /lab/');
  // Nothing comes back yet, so a second connection shows that the server has read the first bytes.
  await (await fetch(`${server.url}/`)).text();
  await client.send(`${lab.id}/ws HTTP/1.1\r\n`);
  await watched.until(() => watched.chunks('client').length === 2);
  expect(watched.chunks('client').map((chunk) => chunk.bytes.length)).toEqual([9, client.sent().length - 9]);
  const [first, second] = watched.chunks('client');
  expect(first!.atMicros).toBeLessThan(second!.atMicros);
});

test('a request that is invalid after its first line is shown up to its fault, and so is the answer', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send(`GET /lab/${lab.id}/ws HTTP/1.1\r\nHost localhost\r\n\r\n`);
  await client.until('400 Bad Request');
  await client.closed();
  await watched.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  expect(watched.stream('client').toString()).toBe(`GET /lab/${lab.id}/ws HTTP/1.1\r\nHost `);
  expect(watched.stream('server')).toEqual(client.received());
  expect(client.received().toString()).toContain('A field name is a token, directly followed by a colon');
});

test.each([
  ['an empty Transfer-Encoding', 'Transfer-Encoding:\r\n'],
  ['an empty Upgrade', 'Connection: upgrade\r\nUpgrade:\r\n'],
  ['a tab in Connection', 'Connection: upgrade\t\r\nUpgrade: websocket\r\n'],
  ['an upgrade for proxies', 'Proxy-Connection: upgrade\r\nUpgrade: websocket\r\n'],
  ['two lengths', 'Content-Length: 3\r\nContent-Length: 3\r\n'],
])('%s ends reading on a connection: the next lab is neither answered nor shown', async (_, fields) => {
  const server = await startTestServer();
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const watched = await watch(one.feed);
  const client = await connect(server);
  const broken = `GET /lab/${one.id}/echo HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`;
  await client.send(broken + get(`/lab/${two.id}/echo`));
  await client.closed();
  await watched.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  expect(watched.stream('client').toString()).toBe(broken);
  expect(
    client
      .received()
      .toString()
      .match(/HTTP\/1.1 \d+/g),
  ).toEqual(['HTTP/1.1 400']);
  expect(watched.stream('server')).toEqual(client.received());
  expect(server.labs.find(two.id)!.log.lastSeq).toBe(0);
});

test('carriage returns before a request line hide no lab: the request is refused', async () => {
  const server = await startTestServer();
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const client = await connect(server);
  await client.send(`${get(`/lab/${one.id}/object/1`)}\r\r${get(`/lab/${two.id}/echo`)}`);
  await client.closed();
  expect(
    client
      .received()
      .toString()
      .match(/HTTP\/1.1 \d+/g),
  ).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  expect(server.labs.find(two.id)!.log.lastSeq).toBe(0);
});

test('an upgrade waits for the answers to the requests before it, so that each lab has its own', async () => {
  const server = await startTestServer();
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const [watchedOne, watchedTwo] = [await watch(one.feed), await watch(two.feed)];
  const client = await connect(server);
  await client.send(
    get(`/lab/${one.id}/object/1?afterMs=50`) +
      handshake(`/lab/${two.id}/ws`) +
      frame(1, 'of two').toString('latin1'),
  );
  await client.until('of two');
  client.socket.end();
  await client.closed();
  const isClosed = (records: readonly { type: string; how?: string }[]) =>
    records.some((record) => record.type === 'end' && record.how === 'closed');
  await watchedOne.until(isClosed);
  await watchedTwo.until(isClosed);
  const at = client.received().indexOf('HTTP/1.1 101');
  expect(at).toBeGreaterThan(0);
  expect(watchedOne.stream('server')).toEqual(client.received().subarray(0, at));
  expect(watchedTwo.stream('server')).toEqual(client.received().subarray(at));
});

test('an interim response comes after the head that asked for it, in a pipeline, too', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const expecting = (body: string) =>
    post(`/lab/${lab.id}/echo`, body).replace('Host', 'Expect: 100-continue\r\nHost');
  const client = await connect(server);
  // The second head comes in single bytes while the first request still waits for its answer.
  await client.send(expecting('one').replace('/echo', '/echo?afterMs=50'));
  for (const byte of expecting('two')) await client.send(byte);
  await client.until('two');
  await watched.until(() => watched.stream('server').includes('two'));
  const tolds = watched.chunks().map(({ sender, offset, bytes }) => ({ sender, end: offset + bytes.length }));
  const told = (sender: 'client' | 'server', end: number) =>
    tolds.findIndex((chunk) => chunk.sender === sender && chunk.end >= end);
  const stream = watched.stream('client').toString();
  const answers = watched.stream('server').toString();
  const second = answers.lastIndexOf('100 Continue');
  expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(
    ['100', '200', '100', '200'].map((code) => `HTTP/1.1 ${code}`),
  );
  expect(told('client', stream.indexOf('\r\n\r\n') + 4)).toBeLessThan(told('server', 1));
  expect(told('client', stream.lastIndexOf('\r\n\r\n') + 4)).toBeLessThan(told('server', second));
});

test('after a 101 nothing is read as HTTP any more', async () => {
  const server = await startTestServer();
  const [one, two] = [await makeLab(server), await makeLab(server)];
  const [watchedOne, watchedTwo] = [await watch(one.feed), await watch(two.feed)];
  const client = await connect(server);
  await client.send(handshake(`/lab/${one.id}/ws`));
  await client.until('\r\n\r\n');
  await client.send(frame(1, get(`/lab/${two.id}/echo`)));
  await client.until(`/lab/${two.id}/echo`);
  await client.send(get(`/lab/${two.id}/echo`));
  await client.closed();
  await watchedOne.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  expect(watchedOne.stream('client')).toEqual(client.sent());
  expect(watchedTwo.records.filter((record) => record.type !== 'hello')).toEqual([]);
});

test('a connection that is older than the lab keeps the time at which it opened, before the lab’s 0', async () => {
  const server = await startTestServer();
  const client = await connect(server);
  await client.send(get('/'));
  await client.until('a page');
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  await client.send(get(`/lab/${lab.id}/echo`));
  await watched.until(() => watched.chunks('server').length > 0);
  const [open] = watched.records.filter((record) => record.type === 'open');
  expect(open!.atMicros).toBeLessThan(0);
  expect(watched.chunks().every(({ atMicros }) => atMicros > 0)).toBe(true);
});

test.each([
  ['an opening handshake', (id: string) => handshake(`/lab/${id}/ws`), '101'],
  ['a handshake that is refused', (id: string) => handshake(`/lab/${id}/echo`), '404'],
  ['Upgrade: h2c', (id: string) => handshake(`/lab/${id}/ws`, { Upgrade: 'h2c' }), '400'],
])('a request of another lab behind %s is shown to neither', async (_, first, status) => {
  const server = await startTestServer();
  const [one, other] = [await makeLab(server), await makeLab(server)];
  const [watchedOne, watchedOther] = [await watch(one.feed), await watch(other.feed)];
  const stray = `GET /lab/${other.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  for (const pieces of [
    [first(one.id) + stray],
    [first(one.id), stray],
    [`${first(one.id)}G`, stray.slice(1)],
  ]) {
    const client = await connect(server);
    for (const piece of pieces) await client.send(piece);
    await client.until(`HTTP/1.1 ${status}`);
    client.socket.destroy();
    await client.closed();
  }
  await watchedOne.until((records) => records.filter(isClosed).length === 3);
  for (const { chunks } of [watchedOne, watchedOther]) {
    expect(chunks().some(({ bytes }) => Buffer.from(bytes).includes(other.id))).toBe(false);
  }
});

const isClosed = (record: { readonly type: string; readonly how?: string }) =>
  record.type === 'end' && record.how === 'closed';
