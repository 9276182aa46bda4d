import { hostname, networkInterfaces } from 'node:os';
import type { Attack } from '../attack';
import type { LabAddress } from '../lab';
import type { Row } from '../row';
import { handshakeText, pause } from '../wire';
import { OPENED } from './parts';

/** Foreign pages must not get in, and secrets must not get out. */
export const doorRows: readonly Row[] = [
  {
    name: 'foreign-host',
    what: 'a server open to a class, addressed by a foreign name',
    isShort: true,
    stand: OPENED,
    attack: foreignHost,
  },
  {
    name: 'foreign-host-loopback',
    what: 'a server on loopback, addressed by a foreign name',
    attack: foreignHostLoopback,
  },
  {
    name: 'secrets-to-programs',
    what: 'a client with a cookie connects to a lab whose program reads its headers',
    isShort: true,
    attack: secretsToPrograms,
  },
  { name: 'documents', what: 'bodies that a browser would open as a page', attack: documents },
  { name: 'orders-across', what: 'orders to one lab for connections of another', attack: ordersAcross },
];

async function foreignHost(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const from = (host: string) => ({ headers: { Host: host, Origin: `http://${host}` }, from: undefined });
  for (const host of [
    'evil.test',
    `evil.test:${attack.port}`,
    '203.0.113.9',
    'localhost.evil.test',
    'xclass.test',
    'class.test.evil.test',
  ]) {
    for (const [path, method] of [
      ['/', 'GET'],
      ['/lab', 'POST'],
      [`/lab/${lab.id}`, 'GET'],
      [`/lab/${lab.id}/echo`, 'GET'],
      [`/lab/${lab.id}/code`, 'PUT'],
    ] as const) {
      const { status, body } = await attack.ask(path, { method, ...from(host) });
      attack.expect(status === 421, `${method} ${path.slice(0, 5)} for Host ${host}: ${status}`);
      attack.expect(status !== 421 || body.length > 30, `Host ${host} is refused without a sentence`);
    }
    for (const path of ['ws', 'feed', 'socket.io/?EIO=4&transport=websocket']) {
      const client = await attack.bare();
      await client.send(handshakeText(`/lab/${lab.id}/${path}`, [`Host: ${host}`, `Origin: http://${host}`]));
      await client.until(/\r\n\r\n/);
      attack.expect(
        client.received.startsWith('HTTP/1.1 421 '),
        `an upgrade to ${path} for Host ${host}: ${client.received.slice(0, 20)}`,
      );
      client.socket.destroy();
    }
  }
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const own = addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
  for (const host of [
    'localhost',
    '127.0.0.1',
    '127.0.0.9',
    '[::1]',
    hostname(),
    'class.test',
    'wire.test',
    ...own.filter((one) => !one.includes('%')),
  ]) {
    for (const [path, method] of [
      ['/', 'GET'],
      ['/lab', 'POST'],
    ] as const) {
      const { status } = await attack.ask(path, { method, ...from(`${host}:${attack.port}`) });
      attack.expect(status < 300, `${method} ${path} for this machine's own Host ${host}: ${status}`);
    }
  }
}

async function foreignHostLoopback(attack: Attack): Promise<void> {
  for (const host of ['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test', '10.0.0.1']) {
    for (const [path, method] of [
      ['/', 'GET'],
      ['/lab', 'POST'],
    ] as const) {
      const { status } = await attack.ask(path, { method, headers: { Host: host } });
      attack.expect(status === 421 || status === 403, `${method} ${path} for Host ${host}: ${status}`);
    }
  }
}

async function secretsToPrograms(attack: Attack): Promise<void> {
  const lab = await attack.lab();
  const viewer = await attack.watch(lab);
  const code = `io.use((socket, next) => { console.log(JSON.stringify(socket.handshake)); next(); });
io.on('connection', (socket) => {
  console.log(JSON.stringify(socket.handshake));
  socket.emit('seen', JSON.stringify(socket.handshake));
});`;
  await attack.order(lab, 'code', { code });
  const secrets = {
    Cookie: 'session=s3cr3tcookie',
    Authorization: 'Bearer s3cr3ttoken',
    'Proxy-Authorization': 'Basic s3cr3tproxy',
  };
  for (const transports of [['websocket'], ['polling']]) {
    const client = attack.socketio(lab, { transports: transports as ['websocket'], extraHeaders: secrets });
    const seen = await new Promise<string>((resolve) => {
      client.once('seen', resolve);
      setTimeout(() => resolve('nothing came'), 5000);
    });
    attack.expect(seen.includes('headers'), `the program saw no client: ${seen}`);
    attack.expect(!seen.includes('s3cr3t'), `the program was handed ${/s3cr3t\w+/.exec(seen)?.[0]}`);
    client.disconnect();
  }
  await pause(300);
  const told = viewer.text() + JSON.stringify(viewer.records.filter(({ type }) => type === 'code'));
  attack.expect(!told.includes('s3cr3t'), `the feed tells ${/s3cr3t\w+/.exec(told)?.[0]}`);
}

async function documents(attack: Attack): Promise<void> {
  const { id } = await attack.lab();
  const isHarmless = (headers: Readonly<Record<string, string | string[] | undefined>>) => {
    const type = String(headers['content-type']).split(';')[0]!.trim();
    const isInert = ['text/plain', 'application/json', 'application/octet-stream', 'text/csv'].includes(type);
    const policy = String(headers['content-security-policy'] ?? '');
    return (
      headers['x-content-type-options'] === 'nosniff' &&
      (isInert || /sandbox|default-src 'none'/.test(policy))
    );
  };
  for (const type of [
    'text/html',
    'application/xml',
    'text/xml',
    'application/xhtml+xml',
    'image/svg+xml',
    'application/xml; charset=x',
    'APPLICATION/XML',
    'text/xsl',
    'multipart/x-mixed-replace; boundary=a',
  ]) {
    const body = '<x xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></x>';
    const { headers } = await attack.ask(`/lab/${id}/echo`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
    });
    attack.expect(isHarmless(headers), `echo answers ${type} as ${headers['content-type']} without a policy`);
  }
  for (const path of ['page', 'object/1', 'page?objects=<script>', 'nothing<script>']) {
    const { headers } = await attack.ask(`/lab/${id}/${encodeURI(path)}`);
    attack.expect(isHarmless(headers), `${path} is ${headers['content-type']} without a policy`);
  }
}

async function ordersAcross(attack: Attack): Promise<void> {
  const [a, b] = [await attack.lab(0), await attack.lab(1)];
  const victims = [await attack.websocket(b.ws), await attack.websocket(b.ws), await attack.websocket(b.ws)];
  const order = (lab: LabAddress, name: string, value: unknown) => attack.order(lab, name, value);
  for (let connection = 1; connection <= 5; connection++) {
    const answers = [
      await order(a, 'end', { connection, how: 'reset' }),
      await order(a, 'say', { connection, text: 'x' }),
      await order(a, 'impairment', { connection, cut: 'black hole' }),
      await attack.ask(`/lab/${a.id}/raw/${connection}`, { method: 'POST', body: 'x' }),
    ];
    for (const { status } of answers)
      attack.expect(status === 404, `an order for another lab's connection ${connection}: ${status}`);
  }
  attack.expect(
    victims.every(({ readyState, OPEN }) => readyState === OPEN),
    "another lab's connection was ended",
  );
}
