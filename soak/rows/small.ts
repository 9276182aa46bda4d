import type { Attack } from '../attack';
import type { Row } from '../row';
import { CLOSE, frame, handshakeText, PING, pause, requestText, TEXT } from '../wire';
import { openEngine } from './parts';

/** Rules of the protocols that clients rely on. */
export const smallRows: readonly Row[] = [
  { name: 'http10-upgrade', what: 'opening handshakes in HTTP/1.0', isShort: true, attack: http10Upgrade },
  {
    name: 'ignored-close',
    what: 'Socket.IO and WebSocket clients that ignore a close',
    attack: ignoredClose,
  },
  { name: 'pings', what: 'floods of pings', attack: pings },
  { name: 'continue', what: 'pipelined requests that expect 100', attack: expectContinue },
];

async function http10Upgrade(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  for (const path of ['ws', 'feed', 'socket.io/?EIO=4&transport=websocket']) {
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/${path}`, [], 'HTTP/1.0'));
    await client.until(/\r\n\r\n/);
    attack.expect(
      /^HTTP\/1\.1 4(?:00|26) /.test(client.received),
      `an upgrade of ${path} in HTTP/1.0: ${client.received.slice(0, 20)}`,
    );
  }
}

async function ignoredClose(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const code = "io.on('connection', (socket) => socket.on('go', () => socket.disconnect(true)));";
  await attack.order(lab, 'code', { code });
  for (const how of ['by its program', 'by the end of its program', 'by a broken packet']) {
    const client = await openEngine(attack, lab.id);
    await client.send(frame(TEXT, '40'));
    await client.until(/40\{"sid"/);
    const atMs = performance.now();
    if (how === 'by its program') await client.send(frame(TEXT, '42["go"]'));
    else if (how === 'by a broken packet') await client.send(frame(TEXT, '4nonsense'));
    else await attack.order(lab, 'code', { code });
    const isClosed = await client.closed(8000);
    const tookMs = Math.round(performance.now() - atMs);
    attack.expect(
      isClosed && tookMs < 6500,
      `a Socket.IO connection closed ${how} was there after ${tookMs} ms`,
    );
  }
  const client = await attack.bare();
  await client.send(handshakeText(`/lab/${lab.id}/ws`));
  await client.until(/\r\n\r\n/);
  await client.send(frame(0x83, 'no such opcode'));
  attack.expect(await client.closed(8000), 'a WebSocket that was closed with 1002 is still open after 8 s');
}

async function pings(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  for (const [path, count] of [
    ['ws', 50],
    ['ws', 200],
    ['ws', 5000],
    ['feed', 5000],
    ['socket.io/?EIO=4&transport=websocket', 5000],
  ] as const) {
    const client = await attack.bare();
    await client.send(handshakeText(`/lab/${lab.id}/${path}`));
    await client.until(/\r\n\r\n/);
    await client.send(Buffer.concat(Array.from({ length: count }, () => frame(PING, 'are you there'))));
    const answered = () => client.received.split('\x8a\x0dare you there').length - 1;
    await client.until(/$^/, 1500);
    const close = client.received.indexOf('\x88');
    const isTold = close >= 0 && client.received.length > close + 4;
    attack.expect(
      answered() === count || isTold || !client.isClosed,
      `${path}: ${count} pings, ${answered()} pongs, and cut without a reason`,
    );
    client.socket.destroy();
  }
}

async function expectContinue(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const viewer = await attack.watch(lab);
  const one = requestText(
    `POST /lab/${lab.id}/echo HTTP/1.1`,
    ['Expect: 100-continue', 'Content-Length: 5'],
    'hello',
  );
  const client = await attack.bare();
  await client.send(one.repeat(3));
  await client.until(/(?:200 OK[\s\S]*hello[\s\S]*){3}/);
  await pause(200);
  const order = viewer.records.flatMap((record) => (record.type === 'chunk' ? [record.sender] : []));
  attack.expect(order[0] === 'client', 'an answer is logged before its request');
  const odd = await attack.bare();
  await odd.send(
    requestText(`POST /lab/${lab.id}/echo HTTP/1.1`, ['Expect: 200-maybe', 'Content-Length: 5'], 'hello'),
  );
  attack.expect(
    await odd.until(/^HTTP\/1.1 417 /),
    `an expectation that nobody knows: ${odd.received.slice(0, 20)}`,
  );
  const closing = await attack.bare();
  await closing.send(handshakeText(`/lab/${lab.id}/ws`) + frame(CLOSE).toString('latin1'));
  attack.expect(await closing.closed(3000), 'a close in the first segment is not answered');
}
