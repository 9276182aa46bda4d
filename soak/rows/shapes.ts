/** A message to one lab in a form that HTTP parsers may read differently; another request follows it. */
export interface Shape {
  readonly name: string;
  /** It asks to change the protocol, so whatever follows on the connection belongs to its lab. */
  readonly isSwitch?: true;
  /** Bytes to a lab's `echo`; `path` is its target. */
  readonly bytes: (path: string) => string;
}

const head = (line: string, ...fields: string[]) =>
  `${[line, 'Host: localhost', ...fields].join('\r\n')}\r\n\r\n`;
const post = (name: string, fields: readonly string[], body = ''): Shape => ({
  name,
  bytes: (path) => `${head(`POST ${path} HTTP/1.1`, ...fields)}${body}`,
});
const get = (name: string, ...fields: string[]): Shape => ({
  name,
  bytes: (path) => head(`GET ${path} HTTP/1.1`, ...fields),
});
const switching = (name: string, ...fields: string[]): Shape => ({ ...get(name, ...fields), isSwitch: true });

/** RFC 9112 §6.3 says how long a message is. On these forms, parsers may disagree. */
export const SHAPES: readonly Shape[] = [
  get('plain'),
  post('an empty Transfer-Encoding', ['Transfer-Encoding:']),
  post('an empty Transfer-Encoding and a length', ['Transfer-Encoding:', 'Content-Length: 5'], 'hello'),
  post('Transfer-Encoding of blanks', ['Transfer-Encoding: \t ']),
  post('Transfer-Encoding: identity', ['Transfer-Encoding: identity']),
  post('Transfer-Encoding: xchunked', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'),
  post('Transfer-Encoding: chunked, identity', ['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'),
  post('Transfer-Encoding: identity, chunked', ['Transfer-Encoding: identity, chunked'], '0\r\n\r\n'),
  post('two Transfer-Encodings', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], '0\r\n\r\n'),
  post('chunked and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'),
  post('a length and chunked', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
  post('CHUNKED', ['Transfer-Encoding: CHUNKED'], '5\r\nhello\r\n0\r\n\r\n'),
  post('a blank before a colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n'),
  post('a folded Transfer-Encoding', ['Transfer-Encoding:\r\n chunked'], '0\r\n\r\n'),
  post('a folded field', ['X: a\r\n b', 'Content-Length: 5'], 'hello'),
  post('a length with a sign', ['Content-Length: +5'], 'hello'),
  post('a length in blanks', ['Content-Length:  5  '], 'hello'),
  post('a length in hexadecimal', ['Content-Length: 0x5'], 'hello'),
  post('a length with zeros', ['Content-Length: 005'], 'hello'),
  post('an empty length', ['Content-Length:']),
  post('two equal lengths', ['Content-Length: 5', 'Content-Length: 5'], 'hello'),
  post('two lengths', ['Content-Length: 5', 'Content-Length: 0'], 'hello'),
  post('a list of lengths', ['Content-Length: 5, 5'], 'hello'),
  post('a chunk extension', ['Transfer-Encoding: chunked'], '5;a="\r\n"\r\nhello\r\n0\r\n\r\n'),
  post('a simple chunk extension', ['Transfer-Encoding: chunked'], '5;a=b\r\nhello\r\n0\r\n\r\n'),
  post('a chunk size with zeros', ['Transfer-Encoding: chunked'], '0005\r\nhello\r\n000\r\n\r\n'),
  post('a chunk size in blanks', ['Transfer-Encoding: chunked'], '5 \r\nhello\r\n0\r\n\r\n'),
  post('trailers', ['Transfer-Encoding: chunked', 'Trailer: x'], '5\r\nhello\r\n0\r\nX: y\r\n\r\n'),
  post('a trailer that names a length', ['Transfer-Encoding: chunked'], '0\r\nContent-Length: 9\r\n\r\n'),
  post('chunks of bare LF', ['Transfer-Encoding: chunked'], '5\nhello\n0\n\n'),
  get('an empty Upgrade', 'Connection: upgrade', 'Upgrade:'),
  get('an empty Upgrade and keep-alive', 'Connection: keep-alive, upgrade', 'Upgrade:'),
  get('Connection: upgrade alone', 'Connection: upgrade'),
  get('Upgrade alone', 'Upgrade: websocket'),
  switching(
    'Upgrade: h2c',
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQAAP__',
  ),
  switching('two Upgrades', 'Connection: upgrade', 'Upgrade: websocket', 'Upgrade: h2c'),
  get('an upgrade in blanks', 'Connection:   upgrade  ', 'Upgrade:  '),
  get('Connection: xupgrade', 'Connection: xupgrade', 'Upgrade: websocket'),
  get('Connection: close', 'Connection: close'),
  get('Proxy-Connection', 'Proxy-Connection: upgrade', 'Upgrade: websocket'),
  get('a body on GET', 'Content-Length: 5'),
  get('Expect', 'Expect: 100-continue'),
  post('Expect and a body', ['Expect: 100-continue', 'Content-Length: 5'], 'hello'),
  { name: 'a CR before', bytes: (path) => `\r${head(`GET ${path} HTTP/1.1`)}` },
  { name: 'CRs before', bytes: (path) => `\r\r\r${head(`GET ${path} HTTP/1.1`)}` },
  { name: 'a CR after', bytes: (path) => `${head(`GET ${path} HTTP/1.1`)}\r` },
  { name: 'an LF after', bytes: (path) => `${head(`GET ${path} HTTP/1.1`)}\n` },
  { name: 'CRLFs after', bytes: (path) => `${head(`GET ${path} HTTP/1.1`)}\r\n\r\n\r\n` },
  { name: 'CR, CR, LF after', bytes: (path) => `${head(`GET ${path} HTTP/1.1`)}\r\r\n` },
  { name: 'a blank after', bytes: (path) => `${head(`GET ${path} HTTP/1.1`)} ` },
  { name: 'bare LF', bytes: (path) => head(`GET ${path} HTTP/1.1`).replaceAll('\r', '') },
  { name: 'a bare CR in a field', bytes: (path) => head(`GET ${path} HTTP/1.1`, 'X: a\rY: b') },
  { name: 'a NUL in a field', bytes: (path) => head(`GET ${path} HTTP/1.1`, 'X: a\0b') },
  { name: 'HTTP/1.0', bytes: (path) => head(`GET ${path} HTTP/1.0`) },
  { name: 'HTTP/1.0 that stays', bytes: (path) => head(`GET ${path} HTTP/1.0`, 'Connection: keep-alive') },
  { name: 'HTTP/0.9', bytes: (path) => `GET ${path}\r\n` },
  { name: 'HTTP/1.2', bytes: (path) => head(`GET ${path} HTTP/1.2`) },
  { name: 'HTTP/2.0', bytes: (path) => head(`GET ${path} HTTP/2.0`) },
  { name: 'lower case', bytes: (path) => head(`get ${path} http/1.1`) },
  { name: 'two blanks', bytes: (path) => head(`GET  ${path}  HTTP/1.1`) },
  { name: 'a tab', bytes: (path) => head(`GET\t${path}\tHTTP/1.1`) },
  { name: 'absolute form', bytes: (path) => head(`GET http://localhost${path} HTTP/1.1`) },
  { name: 'HEAD', bytes: (path) => head(`HEAD ${path} HTTP/1.1`) },
  {
    name: 'HEAD with a length',
    bytes: (path) => `${head(`HEAD ${path} HTTP/1.1`, 'Content-Length: 5')}hello`,
  },
  { name: 'CONNECT', bytes: (path) => head(`CONNECT ${path} HTTP/1.1`) },
  { name: 'CONNECT to a host', bytes: () => head('CONNECT localhost:80 HTTP/1.1') },
  { name: 'OPTIONS *', bytes: () => head('OPTIONS * HTTP/1.1') },
  { name: 'PRI', bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  { name: 'an unknown method', bytes: (path) => head(`BREW ${path} HTTP/1.1`) },
  { name: 'M-SEARCH', bytes: (path) => head(`M-SEARCH ${path} HTTP/1.1`) },
  {
    name: 'an opening handshake',
    isSwitch: true,
    bytes: (path) =>
      head(
        `GET ${path.replace('echo', 'ws')} HTTP/1.1`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ),
  },
  {
    name: 'a refused handshake',
    isSwitch: true,
    bytes: (path) => head(`GET ${path} HTTP/1.1`, 'Connection: Upgrade', 'Upgrade: websocket'),
  },
];
