import { asking, asks, KEY } from './handshake-heads';
import { clientHex, ends, type RuleCase, serverHex } from './rule-case';

const SERVER = 'RFC 6455 §4.2.1';
const PLAIN = 'Node’s server treats it as a plain request and does not switch.';
const BAD_REQUEST = 'ws answers 400.';
const VERSION =
  'A server answers with an error such as 426, and with its versions in Sec-WebSocket-Version (§4.2.2); ws answers 400 with “13, 8”.';
const EXTENSIONS = 'ws answers 400 if it compresses, else it ignores the header.';
const DECLINED =
  'A server must decline this offer, and may open the WebSocket without compression. ws, if it compresses, answers 400.';
const PROTOCOL = 'Sec-WebSocket-Protocol';
const EXTENSION = 'Sec-WebSocket-Extensions';
/** Its base64 has other bits than zero after the 16th byte, which decoders ignore. */
const UNCLEAN_KEY = 'dGhlIHNhbXBsZSBub25jZR==';

const key = (value: string, found: string, hint?: string, name = `a key that ${found}`): RuleCase =>
  asks(name, asking({ 'Sec-WebSocket-Key': value }), {
    on: `Sec-WebSocket-Key: ${value}`,
    message: `Sec-WebSocket-Key must be 16 bytes in base64: “${value}” ${found}.`,
    spec: SERVER,
    effect: BAD_REQUEST,
    ...(hint && { hint }),
  });

const protocol = (name: string, value: string, on: string, message: string, hint?: string): RuleCase =>
  asks(name, asking({ [PROTOCOL]: value }), {
    on,
    message,
    spec: 'RFC 6455 §4.1',
    effect: BAD_REQUEST,
    ...(hint && { hint }),
  });

const offer = (
  name: string,
  parameters: string,
  on: string,
  message: string,
  spec: string,
  hint = '',
  effect = DECLINED,
): RuleCase =>
  asks(name, asking({ [EXTENSION]: `permessage-deflate; ${parameters}` }), {
    on,
    message,
    spec,
    effect,
    ...(hint && { hint }),
  });

const grammar = (name: string, value: string, on: string, wrong: string): RuleCase =>
  asks(name, asking({ [EXTENSION]: value }), {
    on,
    message: `Sec-WebSocket-Extensions lists names with parameters, “name; parameter=value”, separated by commas: “${wrong}” is out of place.`,
    spec: 'RFC 6455 §9.1',
    effect: EXTENSIONS,
  });

const unfinished = (name: string, value: string): RuleCase =>
  asks(name, asking({ [EXTENSION]: value }), {
    on: `${EXTENSION}: ${value}`.trimEnd(),
    message: 'Sec-WebSocket-Extensions ends where a name or a value is expected.',
    spec: 'RFC 6455 §9.1',
    effect: EXTENSIONS,
  });

const sound = (name: string, ...request: Parameters<typeof asking>): RuleCase =>
  asks(name, asking(...request));

/** RFC 6455 §4.1, §4.2.1 and §9.1, RFC 7692 §7: what a server demands of the request for a WebSocket. */
export const HANDSHAKE_RULES: readonly RuleCase[] = [
  sound('a request for a WebSocket'),
  sound('a request with names and tokens in other case', {
    Upgrade: 'WebSocket',
    Connection: 'keep-alive, upgrade',
  }),
  sound('a request with Connection in two lines', { Connection: ['keep-alive', 'Upgrade'] }),
  asks('a request that asks for h2c, too', asking({ Upgrade: 'h2c, websocket' }), {
    on: 'Upgrade: h2c, websocket',
    message: 'Upgrade lists more than one protocol, and the server may choose any of them.',
    spec: 'RFC 9110 §7.8',
    kind: 'notice',
    effect: BAD_REQUEST,
  }),
  sound('a request with spaces around its values', {
    Upgrade: '  websocket  ',
    'Sec-WebSocket-Key': `  ${KEY} `,
  }),
  sound('a request without Origin', { Origin: null }),
  sound('a key with bits after its 16th byte', { 'Sec-WebSocket-Key': UNCLEAN_KEY }),
  sound('a request with Content-Length: 0', { 'Content-Length': '0' }),
  asks('a request over HTTP/1.0', asking({}, 'GET /chat HTTP/1.0'), {
    message: 'The opening handshake is an HTTP/1.1 request, not HTTP/1.0.',
    spec: SERVER,
    effect: 'A server must ignore Upgrade in it (RFC 9110 §7.8); Node’s server with ws answers 101 anyway.',
  }),
  ...['POST', 'HEAD', 'PUT'].map((method) =>
    asks(`a ${method} request for a WebSocket`, asking({}, `${method} /chat HTTP/1.1`), {
      on: method,
      message: `The opening handshake is a GET request, not ${method}.`,
      spec: SERVER,
      effect: 'ws answers 405.',
    }),
  ),
  asks('a request without Upgrade', asking({ Upgrade: null }), {
    message: 'The opening handshake needs an Upgrade header with “websocket”: there is none.',
    spec: SERVER,
    effect: `${PLAIN} ws answers 426 on a port of its own.`,
  }),
  ...['h2c', 'websocket/13', ''].map((value) =>
    asks(`a request with “Upgrade: ${value}” and a key`, asking({ Upgrade: value }), {
      on: `Upgrade: ${value}`.trimEnd(),
      message: `The opening handshake needs an Upgrade header with “websocket”: this one says “${value}”.`,
      spec: SERVER,
      effect: value === '' ? `${PLAIN} ws answers 426 on a port of its own.` : BAD_REQUEST,
    }),
  ),
  asks('a request for a WebSocket without Host', asking({ Host: null }), {
    on: 'GET /chat HTTP/1.1',
    message: 'An HTTP/1.1 request must have a Host header; a server answers 400 without it.',
    spec: 'RFC 9112 §3.2',
    effect: 'Node’s server answers 400, but not if its program takes upgrades.',
  }),
  asks('a request for a WebSocket with an unknown expectation', asking({ Expect: 'foo' }), {
    on: 'Expect: foo',
    message: 'The only expectation is 100-continue, not “foo”.',
    spec: 'RFC 9110 §10.1.1',
  }),
  asks('a request without Connection', asking({ Connection: null }), {
    message: 'The opening handshake needs a Connection header with “Upgrade”: there is none.',
    spec: SERVER,
    effect: PLAIN,
  }),
  asks('a request with Connection: keep-alive', asking({ Connection: 'keep-alive' }), {
    on: 'Connection: keep-alive',
    message: 'The opening handshake needs a Connection header with “Upgrade”: this one says “keep-alive”.',
    spec: SERVER,
    effect: PLAIN,
  }),
  asks(
    'a request whose Upgrade a proxy took out',
    asking({ Upgrade: null, Connection: 'close' }),
    {
      on: 'Connection: close',
      message: 'The opening handshake needs a Connection header with “Upgrade”: this one says “close”.',
      spec: SERVER,
      effect: PLAIN,
      hint: 'There is a key but no Upgrade, and “Connection: close”: a proxy that does not pass Upgrade on leaves a request like this.',
    },
    {
      message: 'The opening handshake needs an Upgrade header with “websocket”: there is none.',
      spec: SERVER,
    },
  ),
  asks('a request without a key', asking({ 'Sec-WebSocket-Key': null }), {
    message: 'The opening handshake needs a Sec-WebSocket-Key: there is none.',
    spec: SERVER,
    effect: BAD_REQUEST,
  }),
  asks(
    'a request of the draft hixie-76',
    asking({
      'Sec-WebSocket-Key': null,
      'Sec-WebSocket-Version': null,
      'Sec-WebSocket-Key1': '4 @1  46546xW%0l 1 5',
    }),
    {
      message: 'The opening handshake needs a Sec-WebSocket-Key: there is none.',
      spec: SERVER,
      hint: 'Sec-WebSocket-Key1 comes from a draft of 2010 (hixie-76), which few servers still speak.',
    },
    { message: 'Sec-WebSocket-Version must be 13: it is missing.', spec: SERVER },
  ),
  asks('a request with two keys', asking({ 'Sec-WebSocket-Key': [KEY, 'AAAAAAAAAAAAAAAAAAAAAA=='] }), {
    on: 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    message: 'A request has only one Sec-WebSocket-Key; this is a second.',
    spec: 'RFC 6455 §11.3.1',
    effect: BAD_REQUEST,
  }),
  {
    name: 'a key of 17 bytes, refused',
    wire: [
      clientHex(
        '474554202f20485454502f312e310d0a486f73743a206c6f63616c686f73740d0a557067726164653a20776562736f636b65740d0a436f6e6e656374696f6e3a20557067726164650d0a5365632d576562536f636b65742d4b65793a2041414141414141414141414141414141414141414141413d0d0a5365632d576562536f636b65742d56657273696f6e3a2031330d0a0d0a',
      ),
      serverHex(
        '485454502f312e31203430302042616420526571756573740d0a436f6e6e656374696f6e3a20636c6f73650d0a436f6e74656e742d4c656e6774683a20300d0a0d0a',
      ),
      ends('server'),
    ],
    faults: [
      {
        layer: 'http',
        unit: 'GET /',
        message: 'Sec-WebSocket-Key must be 16 bytes in base64: “AAAAAAAAAAAAAAAAAAAAAAA=” is 17 bytes.',
        spec: SERVER,
        range: { start: 74, end: 117 },
        effect: BAD_REQUEST,
      },
      {
        layer: 'http',
        unit: '400 Bad Request',
        message:
          'The server answered the opening handshake with 400 Bad Request instead of 101, so no WebSocket was opened.',
        spec: 'RFC 6455 §4.1',
        kind: 'notice',
      },
    ],
  },
  key('AAAAAAAAAAAAAAAAAAAAAAA=', 'is 17 bytes'),
  key('AAAAAAAAAAAAAAAAAAAA', 'is 15 bytes'),
  key('QQ==', 'is 1 byte'),
  asks('an empty key', asking({ 'Sec-WebSocket-Key': '' }), {
    on: 'Sec-WebSocket-Key:',
    message: 'Sec-WebSocket-Key must be 16 bytes in base64: “” is 0 bytes.',
    spec: SERVER,
    effect: BAD_REQUEST,
  }),
  key('dGhlIHNhbXBsZSBub25jZQ', 'lacks the padding, “==”'),
  key(
    'the sample nonce',
    'is not base64',
    'These 16 characters look like the bytes before they are encoded in base64.',
  ),
  key(
    'dGhlIHNhbXBsZSBub25j_-==',
    'is not base64',
    'This looks like base64url, with - and _ in place of + and /.',
    'a key in base64 for URLs',
  ),
  key(
    '7468652073616d706c65206e6f6e6365',
    'is 24 bytes',
    'These 32 hexadecimal digits stand for 16 bytes, but base64 reads them otherwise.',
  ),
  key(
    '2f1acc6c-5a3d-4a0e-9c31-0d9d3a3f6f11',
    'is not base64',
    'This looks like a UUID; its 16 bytes must be encoded in base64.',
    'a UUID for a key',
  ),
  asks('a request without a version', asking({ 'Sec-WebSocket-Version': null }), {
    message: 'Sec-WebSocket-Version must be 13: it is missing.',
    spec: SERVER,
    effect: VERSION,
  }),
  ...['14', '0', '13, 8', '', 'abc'].map((value) =>
    asks(`a request for version “${value}”`, asking({ 'Sec-WebSocket-Version': value }), {
      on: `Sec-WebSocket-Version: ${value}`.trimEnd(),
      message: `Sec-WebSocket-Version must be 13: this one is “${value}”.`,
      spec: SERVER,
      effect: VERSION,
    }),
  ),
  ...['8', '013', '13.0'].map((value) =>
    asks(`a request for version “${value}”, which ws takes`, asking({ 'Sec-WebSocket-Version': value }), {
      on: `Sec-WebSocket-Version: ${value}`,
      message: `Sec-WebSocket-Version must be 13: this one is “${value}”.`,
      spec: SERVER,
      effect: 'ws accepts it like 13.',
    }),
  ),
  asks('a request with its version twice', asking({ 'Sec-WebSocket-Version': ['13', '13'] }), {
    on: 'Sec-WebSocket-Version: 13',
    message: 'A request has only one Sec-WebSocket-Version; this is a second.',
    spec: 'RFC 6455 §11.3.5',
    effect: BAD_REQUEST,
  }),
  asks('a request with Sec-WebSocket-Accept', asking({ 'Sec-WebSocket-Accept': 'x' }), {
    on: 'Sec-WebSocket-Accept: x',
    message: 'Sec-WebSocket-Accept belongs in the response; a request has none.',
    spec: 'RFC 6455 §11.3.3',
    kind: 'notice',
    effect: 'ws ignores it.',
  }),
  sound('subprotocols in two lines', { [PROTOCOL]: ['chat', 'superchat'] }),
  sound('subprotocols that differ in case', { [PROTOCOL]: 'chat,Chat' }),
  protocol(
    'an empty Sec-WebSocket-Protocol',
    '',
    `${PROTOCOL}:`,
    'Sec-WebSocket-Protocol lists at least one subprotocol, and this one is empty.',
  ),
  ...['chat,,superchat', 'chat,', ', chat'].map((value) =>
    asks(`the subprotocols “${value}”`, asking({ [PROTOCOL]: value }), {
      on: `${PROTOCOL}: ${value}`,
      message: 'Sec-WebSocket-Protocol has a comma without a name before or after it.',
      spec: 'RFC 9110 §5.6.1',
      effect: BAD_REQUEST,
    }),
  ),
  protocol(
    'a subprotocol with a space',
    'chat, my chat',
    'my chat',
    'A subprotocol is a token; “my chat” is not one, since it contains “ ”.',
  ),
  protocol(
    'a subprotocol with a slash',
    'chat/1',
    'chat/1',
    'A subprotocol is a token; “chat/1” is not one, since it contains “/”.',
  ),
  protocol(
    'subprotocols as JSON',
    '["chat"]',
    '["chat"]',
    'A subprotocol is a token; “["chat"]” is not one, since it contains “[”.',
    'Write the names without quotation marks or brackets.',
  ),
  protocol(
    'a subprotocol that is offered twice',
    'chat, b, chat',
    'chat',
    'The subprotocol “chat” is offered twice.',
  ),
  asks('a subprotocol that is offered twice, in two lines', asking({ [PROTOCOL]: ['chat', 'chat'] }), {
    on: 'chat',
    message: 'The subprotocol “chat” is offered twice.',
    spec: 'RFC 6455 §4.1',
  }),
  sound('an extension that nobody knows', { [EXTENSION]: 'x-foo; bar=1' }),
  sound('two offers of permessage-deflate', {
    [EXTENSION]: 'permessage-deflate; server_max_window_bits=10, permessage-deflate',
  }),
  sound('extensions in two lines', { [EXTENSION]: ['permessage-deflate', 'x-foo'] }),
  sound('a value in quotation marks', { [EXTENSION]: 'permessage-deflate; server_max_window_bits="10"' }),
  sound('extensions with spaces', { [EXTENSION]: ' permessage-deflate ; server_max_window_bits=10 ,x-foo' }),
  sound('all parameters of permessage-deflate', {
    [EXTENSION]:
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; client_max_window_bits=15',
  }),
  grammar('an extension with a semicolon and no parameter', 'permessage-deflate;, x', ',', ','),
  grammar('an extension whose name is no token', 'permessage-deflate, @x', '@', '@'),
  grammar('an unquoted value with a slash', 'x-foo; path=a/b', '/', '/'),
  grammar('a value whose quotation does not end', 'x-foo; path="a', '"', '"'),
  unfinished('an extension that ends in a semicolon', 'permessage-deflate;'),
  unfinished('extensions that end in a comma', 'permessage-deflate,'),
  unfinished('a parameter without its value', 'permessage-deflate; server_max_window_bits='),
  unfinished('an empty Sec-WebSocket-Extensions', ''),
  offer(
    'a parameter that permessage-deflate does not have',
    'window=10',
    'window=10',
    'permessage-deflate has no parameter “window”.',
    'RFC 7692 §7',
  ),
  offer(
    'a parameter in upper case',
    'Server_No_Context_Takeover',
    'Server_No_Context_Takeover',
    'permessage-deflate has no parameter “Server_No_Context_Takeover”.',
    'RFC 7692 §7',
    'The parameter is called server_no_context_takeover, in lower case.',
  ),
  offer(
    'a parameter twice',
    'client_max_window_bits; client_max_window_bits=10',
    'client_max_window_bits=10',
    'The parameter client_max_window_bits appears twice.',
    'RFC 7692 §7',
  ),
  ...['7', '16', 'abc', '08', '10.0'].map((value) =>
    offer(
      `a window of “${value}” for the server`,
      `server_max_window_bits=${value}`,
      `server_max_window_bits=${value}`,
      `server_max_window_bits is a number from 8 to 15 without leading zeros, not “${value}”.`,
      'RFC 7692 §7.1.2.1',
      '',
      Number(value) >= 8 && Number(value) <= 15
        ? 'A server must decline this offer; ws accepts it.'
        : DECLINED,
    ),
  ),
  offer(
    'a window of 16 for the client',
    'client_max_window_bits=16',
    'client_max_window_bits=16',
    'client_max_window_bits is a number from 8 to 15 without leading zeros, not “16”.',
    'RFC 7692 §7.1.2.2',
  ),
  offer(
    'a window for the server without its size',
    'server_max_window_bits',
    'server_max_window_bits',
    'server_max_window_bits needs a value from 8 to 15 here.',
    'RFC 7692 §7.1.2.1',
  ),
  offer(
    'a value where none belongs, for the server',
    'server_no_context_takeover=1',
    'server_no_context_takeover=1',
    'server_no_context_takeover takes no value; here it has “1”.',
    'RFC 7692 §7.1.1.1',
  ),
  offer(
    'a value where none belongs, for the client',
    'client_no_context_takeover=true',
    'client_no_context_takeover=true',
    'client_no_context_takeover takes no value; here it has “true”.',
    'RFC 7692 §7.1.1.2',
  ),
  asks(
    'a POST request for a WebSocket with a body',
    asking({ 'Content-Length': '5' }, 'POST /chat HTTP/1.1', 'hello'),
    {
      on: 'POST',
      message: 'The opening handshake is a GET request, not POST.',
      spec: SERVER,
      effect: 'ws answers 405.',
    },
  ),
  asks('a request for a WebSocket with a body', asking({ 'Content-Length': '5' }, undefined, 'hello'), {
    on: 'Content-Length: 5',
    message:
      'A request for a WebSocket should have no body: content in a GET request has no defined meaning.',
    spec: 'RFC 9110 §9.3.1',
    kind: 'notice',
    effect: 'Node’s server does not read it as a body: it takes the bytes for the first frames.',
  }),
  asks(
    'a request for a WebSocket with a chunked body',
    asking({ 'Transfer-Encoding': 'chunked' }, undefined, '0\r\n\r\n'),
    {
      on: 'Transfer-Encoding: chunked',
      message:
        'A request for a WebSocket should have no body: content in a GET request has no defined meaning.',
      spec: 'RFC 9110 §9.3.1',
      kind: 'notice',
    },
  ),
  asks(
    'a request with several faults: first the one that servers act on first, then in the order of the bytes',
    asking(
      { Connection: 'close', 'Sec-WebSocket-Key': 'x', 'Sec-WebSocket-Version': '12' },
      'POST /chat HTTP/1.1',
    ),
    {
      on: 'Connection: close',
      message: 'The opening handshake needs a Connection header with “Upgrade”: this one says “close”.',
      spec: SERVER,
    },
    { on: 'POST', message: 'The opening handshake is a GET request, not POST.', spec: SERVER },
    {
      on: 'Sec-WebSocket-Key: x',
      message: 'Sec-WebSocket-Key must be 16 bytes in base64: “x” is not base64.',
      spec: SERVER,
    },
    {
      on: 'Sec-WebSocket-Version: 12',
      message: 'Sec-WebSocket-Version must be 13: this one is “12”.',
      spec: SERVER,
    },
  ),
];
