import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { makeLab, startTestServer, watch } from '../test-server';

const NULL_ORIGIN = { Origin: 'null' };

it('the frame of a page may reach its own lab’s Socket.IO server and its scripts, and nothing else', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const response = await fetch(`${lab.http}/frame`);
  expect(response.status).toBe(200);
  const policy = new Map(
    response.headers
      .get('content-security-policy')
      ?.split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('connect-src')).toEqual([lab.socketio, lab.socketio.replace('http', 'ws')]);
  expect(policy.get('script-src')).toEqual(["'unsafe-inline'", `${lab.http}/frame/`]);
  expect(policy.get('sandbox')).toEqual(['allow-scripts', 'allow-forms']);
  expect(policy.get('frame-ancestors')).toEqual(["'self'"]);
  for (const name of ['form-action', 'base-uri']) expect(policy.get(name)).toEqual(["'none'"]);
});

it('the frame of a page that is published elsewhere reaches its lab there, and no other words get into its policy', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const policyAt = async (at: string) =>
    (await fetch(`${lab.http}/frame?at=${encodeURIComponent(at)}`)).headers.get('content-security-policy')!;
  const place = `https://wire.example:8443/101/lab/${lab.id}`;
  const policy = await policyAt(place);
  expect(policy).toContain(`script-src 'unsafe-inline' ${place}/frame/;`);
  expect(policy).toContain(`connect-src ${place}/socket.io/ ${place.replace('http', 'ws')}/socket.io/;`);
  for (const odd of [
    `https://wire.example/; script-src */lab/${lab.id}`,
    `https://wire.example/a b/lab/${lab.id}`,
    `javascript:/lab/${lab.id}`,
    'https://wire.example/lab/another',
  ])
    expect(await policyAt(odd)).toContain(`connect-src ${lab.socketio} `);
});

it('the library is the installed one, its module shows itself to the frame, and other files are not there', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const { version } = createRequire(import.meta.url)('socket.io-client/package.json') as { version: string };
  for (const name of ['socket.io.js', 'socket.io.min.js', 'library.esm.min.js']) {
    const response = await fetch(`${lab.http}/frame/${name}`, { headers: NULL_ORIGIN });
    expect(response.headers.get('access-control-allow-origin')).toBe('null');
    expect(await response.text()).toContain(`Socket.IO v${version}`);
  }
  expect(await (await fetch(`${lab.http}/frame/bootstrap.js`)).text()).toContain(version);
  for (const name of ['package.json', '../frame.ts', '%2e%2e/package.json', ''])
    expect((await fetch(`${lab.http}/frame/${name}`)).status).toBe(404);
});

it('a frame without an origin reads the answers of its lab’s Socket.IO server; a foreign page is refused', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const session = `${lab.socketio}?EIO=4&transport=polling`;
  const answer = await fetch(session, { headers: NULL_ORIGIN });
  expect(answer.headers.get('access-control-allow-origin')).toBe('null');
  expect(await answer.text()).toContain('"sid"');
  const asks = {
    ...NULL_ORIGIN,
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'x-a',
  };
  const may = await fetch(session, { method: 'OPTIONS', headers: asks });
  expect([may.status, may.headers.get('access-control-allow-headers')]).toEqual([204, 'x-a']);
  expect((await fetch(session)).headers.has('access-control-allow-origin')).toBe(false);
  expect(
    (await fetch(`${lab.http}/echo`, { headers: NULL_ORIGIN })).headers.has('access-control-allow-origin'),
  ).toBe(false);
  for (const path of ['/frame', '/frame/socket.io.js', '/socket.io/?EIO=4&transport=polling']) {
    expect((await fetch(lab.http + path, { headers: { Origin: 'https://evil.example' } })).status).toBe(403);
  }
});

it('what a frame loads leaves no trace in its lab', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const seen = await watch(lab.feed);
  await fetch(`${lab.http}/frame`);
  await fetch(`${lab.http}/frame/socket.io.js`);
  await fetch(`${lab.http}/echo`, { method: 'POST', body: 'after' });
  await seen.until(() => seen.chunks('client').length > 0);
  expect(
    seen
      .chunks()
      .map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
      .join(''),
  ).not.toContain('/frame');
});
