import type { Step } from './attempt';
import type { Random } from './random';
import { mutated, oddNumber, oddText } from './values';

/** The parts of an HTTP request. */
interface RequestParts {
  method: string;
  target: string;
  version: string;
  fields: [string, string][];
  body: string;
}

/** Paths below a lab that anyone may request, and paths that look like those. */
const PATHS = [
  '/',
  '',
  '/index.html',
  '/assets/app.js',
  '/assets/',
  '/lesson/masking',
  '/lab',
  '/lab/',
  '/lab?x=1',
  '/lab/{lab}',
  '/lab/{lab}/',
  '/lab/{lab}/echo',
  '/lab/{lab}/page',
  '/lab/{lab}/object/3',
  '/lab/{lab}/object/999999',
  '/lab/{lab}/object/',
  '/lab/{lab}/news',
  '/lab/{lab}/ws',
  '/lab/{lab}/feed',
  '/lab/{lab}/raw',
  '/lab/{lab}/raw/1',
  '/lab/{lab}/raw/999999999',
  '/lab/{lab}/raw/',
  '/lab/{lab}/impairment',
  '/lab/{lab}/end',
  '/lab/{lab}/say',
  '/lab/{lab}/newsroom',
  '/lab/{lab}/code',
  '/lab/{lab}/socket.io/',
  '/lab/{lab}/socket.io',
  '/lab/{lab}/socket.io/?EIO=4&transport=polling',
  '/lab/{lab}/constructor',
  '/lab/{lab}/toString',
  '/lab/{lab}/__proto__',
  '/lab/__proto__',
  '/lab/constructor',
  '/lab/{lab}//echo',
  '/lab/{lab}/../{lab}/echo',
  '/lab/{lab}/%2e%2e/echo',
  '/lab/{lab}/echo%00',
  'http://localhost:{port}/lab/{lab}/echo',
  'http://evil.test/lab/{lab}/ws',
  'https:///lab/{lab}/ws',
  '//evil.test/lab',
  '*',
  'localhost:{port}',
  '?',
  '#',
  '/?#',
  '/lab/{lab}/echo#x',
  '/%',
  '/%ff',
  '/..%2f..%2fetc/passwd',
  '/../../etc/passwd',
  '/.git/config',
  '/__proto__',
  'http://[',
  'http:',
] as const;
const PARAMETERS = [
  'connection',
  'keepAliveMs',
  'afterMs',
  'objects',
  'after',
  'waitMs',
  'to',
  'host',
  'port',
  'pieces',
  'gapMs',
  'deflate',
  'echo',
  'heartbeatMs',
  'EIO',
  'transport',
  'sid',
  'j',
  'b64',
  't',
  '__proto__',
  'constructor',
  'toString',
] as const;
const VALUES = [
  'close',
  '0',
  '1',
  '2',
  '3',
  '4',
  'bytes',
  'polling',
  'websocket',
  'webtransport',
  '{sid}',
  '2,2,2',
  '250',
  '1000',
] as const;

export function oddQuery(random: Random): string {
  const pairs = random.times(0, 4, () => {
    const value = random.pick([() => random.pick(VALUES), () => oddNumber(random), () => oddText(random)])();
    return random.chance(0.1) ? random.pick(PARAMETERS) : `${random.pick(PARAMETERS)}=${value}`;
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

const ORIGINS = [
  'http://localhost:{port}',
  'http://127.0.0.1:{port}',
  'https://localhost:{port}',
  'null',
  'file://',
  'file:///tmp',
  'http://',
  'http:',
  'http:/x',
  'about:blank',
  'data:,x',
  'javascript:1',
  'blob:http://localhost',
  'blob:null',
  'ws://localhost:{port}',
  'urn:x',
  'chrome-extension://abcdef',
  'http://[',
  'http://[::1]:{port}',
  'http://localhost:99999',
  'http://user@localhost:{port}',
  'http://xn--',
  'http://localhost:{port}, http://evil.test',
] as const;

/** Header fields that the server or its libraries read, with values that mean something to them. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Host: [
    'localhost',
    '127.0.0.1:{port}',
    'localhost:99999',
    'evil.test',
    '[::1]',
    '[::1',
    'localhost, localhost',
    '127.999.1.1:{port}',
    'localhost:',
  ],
  Origin: ORIGINS,
  Connection: [
    'close',
    'keep-alive',
    'Upgrade',
    'upgrade, close',
    'keep-alive, Upgrade',
    ',',
    ',,close',
    'Upgrade-Insecure',
    'TE',
  ],
  Upgrade: ['websocket', 'WebSocket', 'h2c', 'websocket, h2c', 'websocket/13', 'TLS/1.0', 'foo'],
  'Sec-WebSocket-Key': ['dGhlIHNhbXBsZSBub25jZQ==', 'dGhlIHNhbXBsZSBub25jZQ', 'AAAAAAAAAAAAAAAAAAAAAA=='],
  'Sec-WebSocket-Version': ['13', '8', '0', '13, 8', '013'],
  'Sec-WebSocket-Protocol': [
    'echo.wire101',
    'a, b',
    ',',
    'a,,b',
    'vite-hmr',
    'echo.wire101, echo.wire101',
    '"a"',
  ],
  'Sec-WebSocket-Extensions': [
    'permessage-deflate',
    'permessage-deflate; client_max_window_bits',
    'permessage-deflate; server_max_window_bits=8',
    ',,=;',
    'permessage-deflate; client_max_window_bits=99',
    'permessage-deflate; x',
    'permessage-deflate; server_no_context_takeover; server_no_context_takeover',
    'permessage-deflate, permessage-deflate; client_no_context_takeover',
    'x; "',
    '__proto__',
    'constructor; toString',
  ],
  'Content-Length': ['0', '1', '5', '10, 10', '+5', '-5', '0x5', '99999999999999999999', '1048577'],
  'Transfer-Encoding': [
    'chunked',
    'Chunked',
    'gzip, chunked',
    'chunked, gzip',
    'identity',
    'chunked, chunked',
    'xchunked',
  ],
  Expect: ['100-continue', '100-Continue', '200-ok', 'x'],
  'Accept-Encoding': ['br', 'gzip', 'br;q=0', 'gzip, br', '*', 'identity;q=0', 'constructor', ',,,'],
  Accept: ['text/event-stream', '*/*', 'text/event-stream;q=0', 'text/html'],
  'If-None-Match': ['*', '""', 'W/"x"', '"x", "y"'],
  'Last-Event-ID': ['0', '3', '-1', '1e9', 'x'],
  'Content-Type': [
    'application/json',
    'application/octet-stream',
    'application/xml; charset=\xff',
    'text/csv;',
    ';',
    'application/json; a="\t"',
    'text/plain;charset=UTF-8',
  ],
  Cookie: ['a=b', 'io=x', '=', 'a=b; __proto__=c'],
  Authorization: ['Basic x', 'Bearer'],
  Via: ['1.1 proxy', '1.0 a, 1.1 b'],
  'X-Forwarded-For': ['1.2.3.4'],
  'Keep-Alive': ['timeout=1', 'timeout=-1, max=0'],
  TE: ['trailers'],
  Trailer: ['X', 'Content-Length'],
  'Access-Control-Request-Private-Network': ['true'],
  'HTTP2-Settings': ['AAMAAABkAAQAAP__'],
  __proto__x: ['x'],
};
const NAMES = Object.keys(FIELDS);
const BAD_NAMES = [
  '',
  ' Host',
  'Host ',
  'H\xff',
  'a b',
  '__proto__',
  'constructor',
  'Content-Length ',
  'x'.repeat(300),
] as const;

/** More header fields: usual, odd, empty, repeated, very many. */
export function oddFields(random: Random, most = 4): [string, string][] {
  if (random.chance(0.01)) return Array.from({ length: 1500 }, (_, n): [string, string] => [`X-${n}`, '']);
  return random.times(0, most, () =>
    oddField(random, random.chance(0.03) ? random.pick(BAD_NAMES) : random.pick(NAMES)),
  );
}

export function oddField(random: Random, name: string): [string, string] {
  const usual = FIELDS[name];
  const cased = random.chance(0.1) ? name.toUpperCase() : name;
  if (usual && random.chance(0.75)) return [cased, random.pick(usual)];
  return [cased, random.chance(0.2) ? oddNumber(random) : oddText(random)];
}

const METHODS = ['GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const ODD_METHODS = [
  'CONNECT',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'M-SEARCH',
  'SOURCE',
  'PRI',
  'QUERY',
  'FOO',
  'get',
  '',
  'GET GET',
  '\x16\x03\x01',
  '__proto__',
] as const;
const ODD_VERSIONS = [
  'HTTP/1.0',
  'HTTP/1.0',
  'HTTP/0.9',
  'HTTP/1.2',
  'HTTP/2.0',
  'HTTP/9.9',
  'HTTP/1.10',
  'http/1.1',
  'HTTP/1.1 ',
  '',
  'ICY/1.0',
] as const;

export function request(random: Random, change: Partial<RequestParts> = {}): RequestParts {
  const target = random.pick(PATHS) + oddQuery(random);
  return {
    method: random.chance(0.12) ? random.pick(ODD_METHODS) : random.pick(METHODS),
    target: random.chance(0.08) ? target + oddText(random) : target,
    version: random.chance(0.1) ? random.pick(ODD_VERSIONS) : 'HTTP/1.1',
    fields: [['Host', 'localhost:{port}'], ...oddFields(random)],
    body: '',
    ...change,
  };
}

/** The request's bytes, with the correct framing in most cases. */
export function written(random: Random, { method, target, version, fields, body }: RequestParts): string {
  const all = [...fields];
  let content = body;
  if (body !== '' || random.chance(0.1)) {
    if (random.chance(0.2)) {
      all.push(['Transfer-Encoding', 'chunked']);
      content = chunked(random, body);
    } else all.push(['Content-Length', random.chance(0.95) ? String(body.length) : oddNumber(random)]);
  }
  const lines = all.map(([name, value]) => `${name}:${random.chance(0.95) ? ' ' : ''}${value}`);
  const lineEnd = random.chance(0.97) ? '\r\n' : random.pick(['\n', '\r', '\r\r\n']);
  const before = random.chance(0.03) ? random.pick(['\r\n', '\r', '\n\n', ' ', '\0']) : '';
  return `${before}${[`${method} ${target} ${version}`, ...lines, '', ''].join(lineEnd)}${content}`;
}

function chunked(random: Random, body: string): string {
  const parts: string[] = [];
  for (let from = 0; from < body.length; ) {
    const part = body.slice(from, from + random.int(1, Math.max(1, body.length)));
    from += part.length;
    const size = random.chance(0.97) ? part.length.toString(16) : oddText(random);
    parts.push(`${size}${random.chance(0.1) ? ';a="b"' : ''}\r\n${part}\r\n`);
  }
  const trailers = random.chance(0.1)
    ? `${random.pick(['X: 1', 'Content-Length: 3', 'Cookie: a', 'Host: b'])}\r\n`
    : '';
  return `${parts.join('')}0\r\n${trailers}\r\n`;
}

/** One to four requests on a connection, each after the previous answer or all at once. */
export function requests(random: Random): Step[] {
  const isPipelined = random.chance(0.4);
  const texts = random.times(1, random.chance(0.7) ? 1 : 4, () => {
    const parts = request(random, random.chance(0.3) ? { body: random.bytes(0, 200) } : {});
    const text = written(random, parts);
    return random.chance(0.1) ? mutated(random, text) : text;
  });
  if (isPipelined) return [{ send: texts.join('') }];
  return texts.flatMap((send): Step[] => [{ send }, { until: 'HTTP/1.1 ' }]);
}
