import { beforeAll, expect, test, vi } from 'vitest';
import { runCode } from '../../../server/programs/testing';
import { createServer, type WireServer } from '../../../server/server';
import { makeLab } from '../../../server/test-server';
import type { CodeEvent } from '../../capture/capture';
import { runClientHere } from './testing';

vi.setConfig({ testTimeout: 20_000 });
let server: WireServer;
beforeAll(async () => {
  const site = async () => ({
    answer: async (_: unknown, response: { end(): unknown }) => void response.end(),
  });
  server = await createServer({ port: 0, host: '127.0.0.1', site });
  return () => server.close();
});

test('first', async () => {
  const lab = await makeLab(server);
  expect(
    (
      await runCode(
        lab,
        `io.on('connection', (socket) => {
  socket.on('greet', (name, answer) => {
    socket.emit('welcome', name.toUpperCase());
    answer?.('ok');
  });
});`,
      )
    ).status,
  ).toBe(200);
  const { until, events } = await runClientHere(
    lab,
    `const socket = io();
socket.on('welcome', (text) => {
  console.log(text, socket.connected);
});
socket.emit('greet', 'Ada');
socket.on('connect', async () => {
  console.log('here');
  console.log(await socket.emitWithAck('greet', 'b'));
  socket.volatile.emit('greet', 'c');
  socket.io.engine.on('upgrade', (t) => console.log('upgraded', t.name));
});
`,
  );
  setTimeout(
    () =>
      console.log(
        events()
          .map((e: CodeEvent) => [e.kind, e.line, e.text, JSON.stringify(e.packets), e.unsent].join(' '))
          .join('\n'),
      ),
    2000,
  );
  await until((all) => all.some(({ text }) => text.startsWith('upgraded')));
});
