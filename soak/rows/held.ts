import type { Attack } from '../attack';
import type { Row } from '../row';
import { CLOSE, frame, handshakeText, pause, requestText, TEXT } from '../wire';
import { aliveAfter } from './parts';

/** What happens to a server on a network every day. */
export const heldRows: readonly Row[] = [
  {
    name: 'header-floods',
    what: 'heads with thousands of fields, and with an endless one',
    attack: headerFloods,
  },
  { name: 'silent-sockets', what: 'a thousand connections that say nothing', attack: silentSockets },
  {
    name: 'slow-frames',
    what: 'frames, handshakes and chunks sent a byte at a time',
    attack: slowFrames,
  },
  { name: 'resets', what: 'resets at every point of an exchange', isShort: true, attack: resets },
  { name: 'odd-resumes', what: 'feeds that resume after records that never existed', attack: oddResumes },
  {
    name: 'redos',
    what: 'long headers, queries and media types that would slow down a bad pattern',
    attack: slowPatterns,
  },
];

async function headerFloods(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  for (const path of ['/', '/lab', `/lab/${lab.id}/echo`, `/lab/${lab.id}/ws`]) {
    for (const fields of [
      Array.from({ length: 5000 }, (_, n) => `X${n}: y`),
      Array(3000).fill('Cookie: a=b'),
      ['X: '.padEnd(200_000, 'x')],
      Array(1900).fill('a:'),
    ]) {
      const client = await attack.bare();
      await client.send(requestText(`GET ${path} HTTP/1.1`, fields));
      attack.expect(
        await client.until(/^HTTP\/1.1 [1-4]\d\d /, 5000),
        `a flood of fields is not answered: ${client.received.slice(0, 40)}`,
      );
      client.socket.destroy();
    }
  }
  const endless = await attack.bare();
  await endless.send('GET / HTTP/1.1\r\nX: ');
  for (let n = 0; n < 200 && !endless.isClosed; n++) await endless.send('x'.repeat(10_000));
  attack.expect(await endless.closed(8000), 'an endless field is read forever');
}

async function silentSockets(attack: Attack): Promise<void> {
  for (let n = 0; n < 1000; n++) await attack.bare({ address: attack.address(n >> 5) }).catch(() => null);
  await pause(3000);
  const { status } = await attack.ask('/', { from: attack.address(100) });
  attack.expect(status === 200, `with a thousand silent connections: ${status}`);
}

async function slowFrames(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const slowly = async (n: number) => {
    const client = await attack.bare();
    const send = async (bytes: Buffer, size: number) => {
      for (let at = 0; at < bytes.length; at += size) {
        await client.send(bytes.subarray(at, at + size));
        await pause(5);
      }
    };
    // On a busy machine a head in single bytes would take longer than a head may.
    await send(Buffer.from(handshakeText(`/lab/${lab.id}/ws`)), 10);
    await send(frame(TEXT, `slow ${n}`), 1);
    return client;
  };
  const clients = await Promise.all(Array.from({ length: 40 }, (_, n) => slowly(n)));
  for (const [n, client] of clients.entries()) {
    attack.expect(await client.until(new RegExp(`slow ${n}$`)), 'a slow frame does not come back');
  }
}

async function resets(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const engine = `/lab/${lab.id}/socket.io/?EIO=4&transport=`;
  const whole = [
    Buffer.from(requestText(`POST /lab/${lab.id}/echo HTTP/1.1`, ['Content-Length: 100'], 'x'.repeat(100))),
    Buffer.from(requestText(`GET ${engine}polling HTTP/1.1`)),
    Buffer.concat([Buffer.from(handshakeText(`/lab/${lab.id}/ws`)), frame(TEXT, 'hello'), frame(CLOSE)]),
    Buffer.concat([
      Buffer.from(handshakeText(`${engine}websocket`)),
      frame(TEXT, '40'),
      frame(TEXT, '420["x",1]'),
    ]),
    Buffer.from(handshakeText(`/lab/${lab.id}/feed`)),
  ];
  for (const bytes of whole) {
    const step = attack.isShort ? 29 : 5;
    for (let end = 0; end <= bytes.length; end += step) {
      const client = await attack.bare();
      await client.send(bytes.subarray(0, end));
      if (end % 2 === 0) await client.until(/\r\n\r\n/, 5);
      client.socket.resetAndDestroy();
    }
  }
  await aliveAfter(attack);
}

async function oddResumes(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  for (let n = 0; n < 20; n++) await attack.ask(`/lab/${lab.id}/echo?n=${n}`);
  for (const after of [
    '-1',
    '1e9',
    '1e400',
    'NaN',
    'x',
    '',
    '9007199254740993',
    '0.5',
    '-0',
    'null',
    '3&after=4',
    '%00',
    '0x10',
    'Infinity',
    '5'.repeat(1000),
  ]) {
    const { socket, until } = await attack.watch(lab, after);
    const isGreeted = await until((records) => records.some(({ type }) => type === 'hello'), 3000);
    attack.expect(isGreeted, `a feed that resumes after "${after.slice(0, 20)}" is not greeted`);
    for (const question of [
      '{"clock":1}',
      '{"clock":"x"}',
      '[',
      'null',
      '"x"',
      '{"clock":1e999}',
      `{"clock":${'9'.repeat(400)}}`,
    ])
      socket.send(question);
    socket.send(Buffer.alloc(100));
    await pause(20);
    socket.send('x'.repeat(2000));
    socket.terminate();
  }
}

async function slowPatterns(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const long = (text: string, bytes = 15_000) => text.repeat(Math.floor(bytes / text.length));
  const fields = [
    'Connection',
    'Upgrade',
    'Content-Type',
    'Origin',
    'Cookie',
    'Accept',
    'Sec-WebSocket-Extensions',
    'Sec-WebSocket-Protocol',
    'Transfer-Encoding',
    'Sec-WebSocket-Key',
    'If-None-Match',
    'Accept-Encoding',
    'Last-Event-ID',
  ];
  for (const field of fields) {
    for (const text of [' ', ',', '\t,', 'a,', 'upgrade ', ';a=', '"\\', '=', '; ']) {
      const client = await attack.bare();
      await client.send(handshakeText(`/lab/${lab.id}/ws`, [`${field}: ${long(text)}x`]));
      await client.until(/\r\n\r\n/, 3000);
      client.socket.destroy();
    }
  }
  for (const text of ['/', '%2f', '../', '?a', '&a=', '\r\n', 'a b ']) {
    const client = await attack.bare();
    await client.send(requestText(`GET /lab/${lab.id}/${long(text)} HTTP/1.1`));
    await client.until(/\r\n\r\n/, 3000);
    client.socket.destroy();
  }
}
