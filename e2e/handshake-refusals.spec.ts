import net, { type AddressInfo, type Socket } from 'node:net';
import type { Page } from '@playwright/test';
import { acceptSteps } from '../src/protocol/handshake';
import { parseHead } from '../src/protocol/http-head';
import { faultsOfResponse } from '../src/protocol/opening/rules';
import { expect, test } from './wire101';

/** A 101 with one thing changed, and what the page offers. */
interface Scripted {
  readonly protocols?: readonly string[];
  /** Fields instead of those that are right; null leaves one out. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly status?: string;
}

const EXTENSION = 'Sec-WebSocket-Extensions';
const SCRIPT: Readonly<Record<string, Scripted>> = {
  'no-upgrade': { fields: { Upgrade: null } },
  'other-upgrade': { fields: { Upgrade: 'h2c' } },
  'no-connection': { fields: { Connection: null } },
  'keep-alive': { fields: { Connection: 'keep-alive' } },
  'no-accept': { fields: { 'Sec-WebSocket-Accept': null } },
  'wrong-accept': { fields: { 'Sec-WebSocket-Accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=' } },
  'none-chosen': { protocols: ['chat', 'token123'], fields: {} },
  'other-chosen': { protocols: ['chat'], fields: { 'Sec-WebSocket-Protocol': 'Chat' } },
  'unasked-protocol': { fields: { 'Sec-WebSocket-Protocol': 'chat' } },
  'unasked-extension': { fields: { [EXTENSION]: 'x-foo' } },
  twice: { fields: { [EXTENSION]: 'permessage-deflate, permessage-deflate' } },
  refused: { fields: {}, status: '403 Forbidden' },
};
/** The same, and all is well. */
const TAKEN: Readonly<Record<string, Scripted>> = {
  plain: { fields: {} },
  case: { fields: { Upgrade: 'WebSocket', Connection: 'keep-alive, upgrade' } },
  deflate: { fields: { [EXTENSION]: 'permessage-deflate; client_max_window_bits=12' } },
  chosen: { protocols: ['chat', 'b'], fields: { 'Sec-WebSocket-Protocol': 'b' } },
};

/** Answers `/name` with the response of that name, and `/` with an empty page. Keeps each request and its response. */
async function scriptedServer() {
  const heads = new Map<string, readonly [request: Buffer, response: Buffer]>();
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (request) => {
      const text = request.toString('latin1');
      const name = /^GET \/(\S*)/.exec(text)?.[1] ?? '';
      const script = SCRIPT[name] ?? TAKEN[name];
      const response = Buffer.from(script ? answerTo(text, script) : PAGE, 'latin1');
      heads.set(name, [request, response]);
      socket.write(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, heads, close };
}

const PAGE =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>';

function answerTo(request: string, { fields, status = '101 Switching Protocols' }: Scripted): string {
  const key = /^sec-websocket-key: (.*)\r$/im.exec(request)?.[1] ?? '';
  const right = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Accept': acceptSteps(key).accept,
  };
  const lines = Object.entries({ ...right, ...fields }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return `${[`HTTP/1.1 ${status}`, ...lines].join('\r\n')}\r\n\r\n`;
}

/** Whether the browser opens it; else what `onclose` says. */
const open = (page: Page, url: string, protocols: readonly string[] = []) =>
  page.evaluate(
    ([to, offered]) =>
      new Promise<string>((resolve) => {
        const socket = offered.length > 0 ? new WebSocket(to, [...offered]) : new WebSocket(to);
        socket.onopen = () => resolve('open');
        socket.onclose = ({ code }) => resolve(`closed with ${code}`);
      }),
    [url, protocols] as const,
  );

test('this browser refuses a 101 for what the page says that Chromium does', async ({ page }) => {
  const { port, heads, close } = await scriptedServer();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`http://127.0.0.1:${port}/`);
  for (const [name, { protocols }] of Object.entries({ ...SCRIPT, ...TAKEN })) {
    said.length = 0;
    const how = await open(page, `ws://127.0.0.1:${port}/${name}`, protocols);
    const [request, response] = heads.get(name)!;
    const [first] = faultsOfResponse(parseHead(request), parseHead(response));
    expect(how, name).toBe(name in TAKEN ? 'open' : 'closed with 1006');
    expect(first === undefined, name).toBe(name in TAKEN);
    if (first === undefined) continue;
    const quoted = /“([^“”]*)”\.? ?[^“”]*$/.exec(first.effect ?? '')?.[1];
    await expect.poll(() => said.join('\n'), { message: name }).toContain(quoted);
  }
  close();
});
