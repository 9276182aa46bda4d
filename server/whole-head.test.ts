import { expect, test } from 'vitest';
import { HttpFraming } from '../src/protocol/http-framing';
import { connect, frame, handshake, makeLab, startTestServer, watch } from './test-server';
import { isWholeSwitch, targetOfWholeUpgrade } from './whole-head';

const PATH = '/lab/1/ws?call=3';
const seen = (text: string) => targetOfWholeUpgrade(Buffer.from(text, 'latin1'));

test('an opening handshake is recognised in one step, also with frames after it', () => {
  expect(seen(handshake(PATH))).toBe(PATH);
  expect(seen(handshake(PATH, { Connection: 'keep-alive, Upgrade' }))).toBe(PATH);
  expect(seen(handshake(PATH) + frame(1, 'early\r\n\r\n').toString('latin1'))).toBe(PATH);
});

test.each<[string, string]>([
  ['a head that is not whole', handshake(PATH).slice(0, -1)],
  ['another method', handshake(PATH).replace('GET', 'POST')],
  ['another version', handshake(PATH).replace('1.1', '1.0')],
  ['an ordinary request', handshake(PATH, { Upgrade: null })],
  ['a Connection field that lists another option', handshake(PATH, { Connection: 'x-upgrade' })],
  ['an empty Upgrade field', handshake(PATH, { Upgrade: '' })],
  ['a second Upgrade field that is empty', handshake(PATH, { upgrade: '\t' })],
  ['a tab in Connection', handshake(PATH, { Connection: 'upgrade\t' })],
  ['a second Connection field with a tab', handshake(PATH, { connection: '\tupgrade' })],
  ['upgrade in Proxy-Connection', handshake(PATH, { 'Proxy-Connection': 'upgrade' })],
  ['a body', handshake(PATH, { 'Content-Length': '3' })],
  ['a chunked body', handshake(PATH, { 'transfer-encoding': 'chunked' })],
  ['a cookie', handshake(PATH, { Cookie: 'a=b' })],
  ['credentials', handshake(PATH, { AUTHORIZATION: 'Basic x' })],
  ['a space before a colon', handshake(PATH).replace('Upgrade:', 'Upgrade :')],
  ['a folded line', handshake(PATH).replace('\r\nUpgrade', '\r\n Upgrade')],
  ['a bare line feed', handshake(PATH).replace('\r\nUpgrade', '\nUpgrade')],
  ['a control character', handshake(PATH, { X: 'a\u0000b' })],
  ['no field at all', `GET ${PATH} HTTP/1.1\r\n\r\n`],
  ['bytes before it', `\r\n${handshake(PATH)}`],
])('%s takes the general path', (_name, text) => {
  expect(seen(text)).toBeNull();
});

test('what is recognised in one step is what the framing finds', () => {
  const text = handshake(PATH, { Connection: ',keep-alive , upgrade', X: 'é:, ;' });
  expect(seen(text)).toBe(PATH);
  const events = new HttpFraming('client').push(Buffer.from(text, 'latin1'));
  expect(events.map(({ kind }) => kind)).toEqual(['head', 'end', 'waiting']);
});

test('a 101 response is recognised in one step when it is one write without secrets', () => {
  const response = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
  const isSeen = (text: string) => isWholeSwitch(Buffer.from(text, 'latin1'));
  expect(isSeen(response)).toBe(true);
  expect(isSeen(`${response}\x81\x00`)).toBe(false);
  expect(isSeen(response.slice(0, -1))).toBe(false);
  expect(isSeen(response.replace('101', '100'))).toBe(false);
  expect(isSeen(response.replace('Upgrade', 'Set-Cookie: a=b\r\nUpgrade'))).toBe(false);
});

test('both paths show the same', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  for (const cuts of [[], [7], [60, 90]]) {
    const client = await connect(server);
    const text = handshake(`/lab/${lab.id}/ws`);
    for (const [at, from] of [0, ...cuts].entries()) await client.send(text.slice(from, cuts[at]));
    await client.until('\r\n\r\n');
    await client.send(frame(1, 'same'));
    await client.until('same');
    client.socket.end();
    await client.closed();
  }
  await watched.until(
    (records) => records.filter((r) => r.type === 'end' && r.how === 'closed').length === 3,
  );
  const streams = [1, 2, 3].map((n) => [watched.stream('client', n), watched.stream('server', n)]);
  expect(streams[1]).toEqual(streams[0]);
  expect(streams[2]).toEqual(streams[0]);
});
