import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createProxies } from './proxies';

const request = (remoteAddress: string, headers: Readonly<Record<string, string>>) =>
  ({ socket: { remoteAddress }, headers: { host: 'inside:8101', ...headers } }) as unknown as IncomingMessage;

test('only what a trusted proxy says of a request counts', () => {
  const proxies = createProxies(['127.0.0.1', '10.0.0.0/8', '::1']);
  const said = {
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'wire.example',
    'x-forwarded-prefix': '/101/',
  };
  expect(proxies.placeOf(request('10.1.2.3', said))).toBe('https://wire.example/101');
  expect(proxies.clientOf(request('::ffff:127.0.0.1', said))).toBe('203.0.113.7');
  expect(proxies.clientOf(request('::1', said))).toBe('203.0.113.7');
  const stranger = request('198.51.100.9', said);
  expect([proxies.placeOf(stranger), proxies.clientOf(stranger)]).toEqual([null, '198.51.100.9']);
  expect(createProxies([]).placeOf(request('127.0.0.1', said))).toBe(null);
});

test('a client’s own invention before the proxies’ entries is not believed', () => {
  const proxies = createProxies(['10.0.0.0/8']);
  const chained = { 'x-forwarded-for': '127.0.0.1, 203.0.113.7, 10.0.0.9' };
  expect(proxies.clientOf(request('10.0.0.1', chained))).toBe('203.0.113.7');
  const forwarded = {
    forwarded: 'for=10.6.6.6;proto=http, for="[2001:db8::1]:4711";proto=https;host="wire.example:8443"',
  };
  expect(proxies.clientOf(request('10.0.0.1', forwarded))).toBe('2001:db8::1');
  expect(proxies.placeOf(request('10.0.0.1', forwarded))).toBe('https://wire.example:8443');
});

test('a header field that the proxy only passes on makes nobody another client', () => {
  const proxies = createProxies(['10.0.0.0/8']);
  const invented = { 'x-forwarded-for': '203.0.113.7', forwarded: 'for=198.51.100.1;host=evil.example' };
  const disputed = request('10.0.0.1', invented);
  expect([proxies.clientOf(disputed), proxies.placeOf(disputed)]).toEqual(['10.0.0.1', null]);
  const both = {
    'x-forwarded-for': '203.0.113.7',
    forwarded: 'for=203.0.113.7;proto=https;host=wire.example',
  };
  const agreed = request('10.0.0.1', both);
  expect([proxies.clientOf(agreed), proxies.placeOf(agreed)]).toEqual([
    '203.0.113.7',
    'https://wire.example',
  ]);
});

test('what no address can hold does not get into one', () => {
  const proxies = createProxies(['127.0.0.1']);
  for (const [name, value] of [
    ['x-forwarded-host', 'a b'],
    ['x-forwarded-host', 'a/<script>'],
  ] as const)
    expect(proxies.placeOf(request('127.0.0.1', { [name]: value }))).toBe(null);
  const odd = request('127.0.0.1', { 'x-forwarded-proto': 'javascript', 'x-forwarded-prefix': '//evil"' });
  expect(proxies.placeOf(odd)).toBe('http://inside:8101');
  expect(proxies.placeOf(request('127.0.0.1', {}))).toBe(null);
});

test.each(['wire.example', '10.0.0.0/33', '10.0.0.0/x', ''])('“%s” cannot be trusted', (entry) => {
  expect(() => createProxies([entry])).toThrow(RangeError);
});
