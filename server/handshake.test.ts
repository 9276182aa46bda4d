import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connect, frame, handshake, makeLab, startTestServer } from './test-server';

/** The whole answer to a refused handshake: the server ends the connection after it. */
async function answerTo(path: (id: string) => string, change: Readonly<Record<string, string | null>>) {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const client = await connect(server);
  await client.send(handshake(path(lab.id), change));
  await once(client.socket, 'end');
  const [head, body] = client.received().toString().split('\r\n\r\n') as [string, string];
  expect(head).toMatch(/^Connection: (Upgrade, )?close$/m);
  expect(head).toContain('Content-Type: text/plain');
  expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
  return { head, body };
}

const WS = (id: string) => `/lab/${id}/ws`;

test("the accept value is RFC 6455's own for its own key", async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const client = await connect(server);
  await client.send(handshake(WS(lab.id)));
  await client.until('\r\n\r\n');
  const head = client.received().toString();
  expect(head).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
  expect(head).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  expect(head).not.toMatch(/Sec-WebSocket-(Extensions|Protocol)/);
});

test.each([['8'], ['14'], ['thirteen'], [null]])(
  'version %s is answered with 426 and the version that works',
  async (version) => {
    const { head, body } = await answerTo(WS, { 'Sec-WebSocket-Version': version });
    expect(head).toContain('HTTP/1.1 426 Upgrade Required');
    expect(head).toContain('Sec-WebSocket-Version: 13');
    expect(body).toContain('version 13');
  },
);

test.each([[null], ['short'], [`${'A'.repeat(24)}`], ['']])('key %s is answered with 400', async (key) => {
  const { head, body } = await answerTo(WS, { 'Sec-WebSocket-Key': key });
  expect(head).toContain('HTTP/1.1 400 Bad Request');
  expect(body).toContain('16 random bytes');
});

test('a foreign Origin is answered with 403', async () => {
  const { head, body } = await answerTo(WS, { Origin: 'http://evil.example' });
  expect(head).toContain('HTTP/1.1 403 Forbidden');
  expect(body).toContain('http://evil.example');
});

test('an unknown lab is answered with 404 and how to get one', async () => {
  const { head, body } = await answerTo(() => '/lab/0123456789abcdef/ws', {});
  expect(head).toContain('HTTP/1.1 404 Not Found');
  expect(body).toContain('POST /lab');
});

test('a protocol other than WebSocket is answered with 400', async () => {
  const { head } = await answerTo(WS, { Upgrade: 'h2c' });
  expect(head).toContain('HTTP/1.1 400 Bad Request');
});

test('an upgrade where nothing speaks WebSocket is answered with 404', async () => {
  expect((await answerTo((id) => `/lab/${id}/echo`, {})).head).toContain('404 Not Found');
  expect((await answerTo(() => '/', {})).head).toContain('404 Not Found');
});

test('a plain GET says in one sentence what this URL speaks', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const response = await fetch(`${lab.http}/ws`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  expect(await response.text()).toContain('Upgrade: websocket');
});

test.each([['constructor'], ['toString'], ['__proto__'], ['impairments'], ['nothing']])(
  '%s, which a lab does not have, is answered with 404 and what the lab has',
  async (path) => {
    const server = await startTestServer();
    const lab = await makeLab(server);
    for (const method of ['GET', 'PUT', 'POST']) {
      const response = await fetch(`${lab.http}/${path}`, { method });
      expect([response.status, await response.text()]).toEqual([
        404,
        expect.stringContaining('There is nothing at'),
      ]);
    }
  },
);

test('text comes back as text, binary as binary, and the subprotocol is taken if offered', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const websocket = new WebSocket(lab.ws, ['other', 'echo.wire101']);
  await once(websocket, 'open');
  expect(websocket.protocol).toBe('echo.wire101');
  websocket.send('grüße');
  const [text, isBinary] = (await once(websocket, 'message')) as [Buffer, boolean];
  expect([text.toString(), isBinary]).toEqual(['grüße', false]);
  websocket.send(Buffer.from([0, 255]));
  expect(await once(websocket, 'message')).toEqual([Buffer.from([0, 255]), true]);
  websocket.close(3001, 'done');
  expect(await once(websocket, 'close')).toEqual([3001, Buffer.from('done')]);
});

test.each([
  ['an unmasked frame', Buffer.from([0x81, 0x01, 0x41]), 1002],
  ['text that is not UTF-8', frame(1, Buffer.from([0xff])), 1007],
  ['a message over the limit', Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4]), 1009],
])('%s ends the connection with its close code', async (_, bytes, code) => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const client = await connect(server);
  await client.send(handshake(WS(lab.id)));
  await client.until('\r\n\r\n');
  const head = client.received().length;
  await client.send(bytes);
  await client.until(head + 4);
  expect(client.received().subarray(head, head + 4)).toEqual(Buffer.from([0x88, 2, code >> 8, code & 255]));
});

test('a subprotocol of the development server is answered without such a server', async () => {
  const { head } = await answerTo((id) => `/lab/${id}/echo`, { 'Sec-WebSocket-Protocol': 'vite-hmr' });
  expect(head).toMatch(/^HTTP\/1.1 404 Not Found/);
});

test('a handshake without Host is answered with 400, as any request without it', async () => {
  const { head, body } = await answerTo(WS, { Host: null });
  expect(head).toContain('HTTP/1.1 400 Bad Request');
  expect(body).toContain('There is no Host');
});
