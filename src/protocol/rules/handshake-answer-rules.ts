import { encodeBase64 } from '../base64';
import { sha1 } from '../sha1';
import { latin } from '../testing/units';
import { hexOf } from '../text';
import { ACCEPT, answering, answers, asking, chromium, KEY, switching } from './handshake-heads';
import { client, clientHex, ends, opened, type RuleCase, server, serverFrame, serverHex } from './rule-case';

const CLIENT = 'RFC 6455 §4.1';
const STANDARD = 'WebSockets Standard, establish a WebSocket connection';
const PROTOCOL = 'Sec-WebSocket-Protocol';
const EXTENSION = 'Sec-WebSocket-Extensions';
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const BOTH = 'Chromium and ws refuse this.';
const WRONG_ACCEPT = chromium("Incorrect 'Sec-WebSocket-Accept' header value");
const NONE_CHOSEN =
  "Browsers end the connection; Chromium says “Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received”. ws and websocket-client (Python) do the same. RFC 6455 itself allows it, and websockets (Python) goes on.";

const REFUSED_426 = {
  layer: 'http' as const,
  message:
    'The server answered the opening handshake with 426 Upgrade Required instead of 101, so no WebSocket was opened.',
  spec: CLIENT,
  kind: 'notice' as const,
};

const base64 = (text: string): string => encodeBase64(latin(text));
const hash = (text: string): string => encodeBase64(sha1(latin(text)));
const HEX = hexOf(sha1(latin(KEY + GUID))).replaceAll(' ', '');

/** An accept value that is wrong, and the hint of how it came about. */
const accept = (how: string, value: string, hint?: string): RuleCase =>
  answers(`an accept value that is ${how}`, [asking(), switching({ 'Sec-WebSocket-Accept': value })], {
    on: `Sec-WebSocket-Accept: ${value}`,
    message: `Sec-WebSocket-Accept must be “${ACCEPT}” for this key, not “${value.length > 60 ? `${value.slice(0, 59)}…` : value}”.`,
    spec: CLIENT,
    effect: WRONG_ACCEPT,
    ...(hint && { hint }),
  });

/** A response with this list of extensions to a request with that one. */
const extended = (offered: string | null, accepted: string | readonly string[]) =>
  [asking({ [EXTENSION]: offered }), switching({ [EXTENSION]: accepted })] as const;

const deflate = (
  name: string,
  offered: string,
  accepted: string,
  on: string,
  message: string,
  spec: string,
  effect = BOTH,
) =>
  answers(name, extended(`permessage-deflate${offered}`, `permessage-deflate${accepted}`), {
    on,
    message,
    spec,
    effect,
  });

const sound = (name: string, ...pair: Parameters<typeof answers>[1]): RuleCase => answers(name, pair);

const page = (console: string, more = ''): string =>
  `A browser’s WebSocket fails: onerror, then onclose with 1006. The page learns neither the status nor the body; Chromium writes “${console}” to the console.${more}`;

const refusal = (
  status: string,
  more: { aside?: string; hint?: string; said?: string } = {},
  ...pair: Partial<Parameters<typeof answers>[1]>
) => {
  const code = Number(status.slice(0, 3));
  return answers(`${status} in place of 101`, [pair[0] ?? asking(), pair[1] ?? answering(status)], {
    on: `HTTP/1.1 ${code}`,
    message: `The server answered the opening handshake with ${status} instead of 101, so no WebSocket was opened.`,
    spec: CLIENT,
    kind: 'notice',
    effect: page(more.said ?? `Unexpected response code: ${code}`, more.aside),
    ...(more.hint && { hint: more.hint }),
  });
};

/** RFC 6455 §4.1, RFC 7692 §5 and §7, RFC 9110 §7.8 and the WebSockets Standard: what a client demands of the answer. */
export const HANDSHAKE_ANSWER_RULES: readonly RuleCase[] = [
  sound('a 101 that keeps to all rules', asking(), switching()),
  sound(
    'a 101 with names and tokens in other case, and spaces around its values',
    asking(),
    switching({ Upgrade: 'WebSocket', Connection: 'upgrade', 'Sec-WebSocket-Accept': `   ${ACCEPT}  ` }),
  ),
  sound('a 101 with Connection as a list', asking(), switching({ Connection: 'keep-alive, Upgrade' })),
  sound('a 101 with Connection in two lines', asking(), switching({ Connection: ['keep-alive', 'Upgrade'] })),
  answers('a 101 without Upgrade', [asking(), switching({ Upgrade: null })], {
    message: 'The response needs an Upgrade header with “websocket”: there is none.',
    spec: CLIENT,
    effect: chromium("'Upgrade' header is missing"),
  }),
  answers('a 101 with Upgrade twice', [asking(), switching({ Upgrade: ['websocket', 'websocket'] })], {
    on: 'Upgrade: websocket',
    message: 'A response has only one Upgrade header; this is a second.',
    spec: CLIENT,
    effect: chromium("'Upgrade' header must not appear more than once in a response"),
  }),
  answers('a 101 with a list in Upgrade', [asking(), switching({ Upgrade: 'websocket, foo' })], {
    on: 'Upgrade: websocket, foo',
    message: 'The Upgrade header of the response must be “websocket”, not “websocket, foo”.',
    spec: CLIENT,
    effect: chromium("'Upgrade' header must not appear more than once in a response"),
  }),
  answers(
    'a 101 with another name in Upgrade, and an accept value',
    [asking(), switching({ Upgrade: 'websockets' })],
    {
      on: 'Upgrade: websockets',
      message: 'The Upgrade header of the response must be “websocket”, not “websockets”.',
      spec: CLIENT,
      effect: chromium("'Upgrade' header value is not 'WebSocket': websockets"),
    },
  ),
  answers('a 101 without Connection', [asking(), switching({ Connection: null })], {
    message: 'The response needs a Connection header with “Upgrade”: there is none.',
    spec: CLIENT,
    effect: chromium("'Connection' header is missing"),
  }),
  answers('a 101 with Connection: keep-alive', [asking(), switching({ Connection: 'keep-alive' })], {
    on: 'Connection: keep-alive',
    message: 'The response needs a Connection header with “Upgrade”: this one says “keep-alive”.',
    spec: CLIENT,
    effect: chromium("'Connection' header value must contain 'Upgrade'"),
  }),
  answers('a 101 without an accept value', [asking(), switching({ 'Sec-WebSocket-Accept': null })], {
    message: `The response needs a Sec-WebSocket-Accept, which is “${ACCEPT}” for this key: there is none.`,
    spec: CLIENT,
    effect: chromium("'Sec-WebSocket-Accept' header is missing"),
  }),
  answers(
    'a 101 that sends the key back',
    [asking(), switching({ 'Sec-WebSocket-Accept': null, 'Sec-WebSocket-Key': KEY })],
    {
      message: `The response needs a Sec-WebSocket-Accept, which is “${ACCEPT}” for this key: there is none.`,
      spec: CLIENT,
      hint: 'The response has a Sec-WebSocket-Key, which is for requests; its answer is missing.',
    },
  ),
  answers(
    'a 101 with its accept value twice',
    [asking(), switching({ 'Sec-WebSocket-Accept': [ACCEPT, ACCEPT] })],
    {
      on: `Sec-WebSocket-Accept: ${ACCEPT}`,
      message: 'A response has only one Sec-WebSocket-Accept; this is a second.',
      spec: 'RFC 6455 §11.3.3',
      effect: chromium("'Sec-WebSocket-Accept' header must not appear more than once in a response"),
    },
  ),
  accept(
    'of another key',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    'These are 20 bytes, the size of a SHA-1 digest, but not the digest of this key and the GUID.',
  ),
  accept('the key', KEY, 'This is the key itself, sent back unchanged.'),
  accept(
    'made without the GUID',
    hash(KEY),
    'This is the base64 of the SHA-1 of the key alone, without the GUID.',
  ),
  accept(
    'made without the key',
    hash(GUID),
    'This is the base64 of the SHA-1 of the GUID alone, without a key.',
  ),
  accept(
    'made from GUID and key',
    hash(GUID + KEY),
    'This is made from the GUID before the key, not after it.',
  ),
  accept(
    'made with the GUID in lower case',
    hash(KEY + GUID.toLowerCase()),
    'This is made with the GUID in lower case.',
  ),
  accept(
    'made from the key in lower case',
    hash(KEY.toLowerCase() + GUID),
    'This is made from the key in lower case.',
  ),
  accept(
    'made from the key without padding',
    hash(KEY.slice(0, 22) + GUID),
    'This is made from the key without its “==”.',
  ),
  accept(
    'made from the key and a space',
    hash(`${KEY} ${GUID}`),
    'This is made from the key with a space after it.',
  ),
  accept(
    'made from the key and a CR',
    hash(`${KEY}\r${GUID}`),
    'This is made from the key with a CR after it.',
  ),
  accept(
    'made from the key and CR LF',
    hash(`${KEY}\r\n${GUID}`),
    'This is made from the key with CR LF after it.',
  ),
  accept(
    'made from key, GUID and LF',
    hash(`${KEY}${GUID}\n`),
    'This is made from key and GUID with a LF after them.',
  ),
  accept(
    'made from a space and the key',
    hash(` ${KEY}${GUID}`),
    'This is made from the key with a space before it.',
  ),
  accept(
    'made from the whole line',
    hash(`Sec-WebSocket-Key: ${KEY}${GUID}`),
    'This is made from the whole header line, not from its value.',
  ),
  accept(
    'made from UTF-16',
    hash((KEY + GUID).replaceAll(/./g, '$&\0')),
    'This is the SHA-1 of key and GUID in UTF-16, not in ASCII.',
  ),
  accept(
    'made from the decoded key',
    hash(`the sample nonce${GUID}`),
    'This is made from the decoded key, not from the key as it stands in the header.',
  ),
  accept('in hexadecimal', HEX, 'This is the right digest in hexadecimal, not in base64.'),
  accept(
    'the base64 of hexadecimal digits',
    base64(HEX),
    'This is the base64 of the digest’s hexadecimal digits, not of its 20 bytes.',
  ),
  accept(
    'the base64 of capital hexadecimal digits',
    base64(HEX.toUpperCase()),
    'This is the base64 of the digest’s hexadecimal digits, not of its 20 bytes.',
  ),
  accept('made without SHA-1', base64(KEY + GUID), 'This is the base64 of key and GUID, without SHA-1.'),
  accept('in base64 twice', base64(ACCEPT), 'This is the right value, put into base64 once more.'),
  accept(
    'in lower case',
    ACCEPT.toLowerCase(),
    'This is the right value in lower case: base64 depends on case.',
  ),
  accept('without its padding', ACCEPT.slice(0, -1), 'This is the right value without its “=” at the end.'),
  accept('in quotation marks', `"${ACCEPT}"`, 'This is the right value in quotation marks.'),
  accept(
    'in base64 for URLs',
    ACCEPT.replace('+', '-'),
    'This is the right value in base64url, with - and _ for + and /.',
  ),
  accept('the SHA-1 of nothing', hash(''), 'This is the base64 of the SHA-1 of nothing.'),
  accept(
    'a SHA-256',
    'c8qeCxwB8sJPxkSckeL76bKL7f642+KYzDiR7EbKyTY=',
    'These are 32 bytes, the size of a SHA-256 digest; the value is a SHA-1 digest, which has 20.',
  ),
  accept(
    'an MD5',
    'fI/F95pFHyUax3HLt0ktmQ==',
    'These are 16 bytes, the size of an MD5 digest; the value is a SHA-1 digest, which has 20.',
  ),
  accept('no base64', 'no base64!'),
  answers(
    'the answer to the example key of the RFC',
    [asking({ 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==' }), switching()],
    {
      on: `Sec-WebSocket-Accept: ${ACCEPT}`,
      message: `Sec-WebSocket-Accept must be “ICX+Yqv66kxgM0FcWaLWlFLwTAI=” for this key, not “${ACCEPT}”.`,
      spec: CLIENT,
      hint: 'This is the answer to the example key of RFC 6455, not to this one.',
    },
  ),
  sound(
    'a chosen subprotocol',
    asking({ [PROTOCOL]: 'chat, superchat' }),
    switching({ [PROTOCOL]: 'superchat' }),
  ),
  sound(
    'a subprotocol of several lines',
    asking({ [PROTOCOL]: ['chat', 'b'] }),
    switching({ [PROTOCOL]: 'b' }),
  ),
  answers('a subprotocol that was offered and not answered', [asking({ [PROTOCOL]: 'chat' }), switching()], {
    message: 'The client offered the subprotocol “chat”, and the server chose none.',
    spec: STANDARD,
    effect: NONE_CHOSEN,
  }),
  {
    name: 'two subprotocols that were offered and not answered',
    wire: [
      clientHex(
        '474554202f777320485454502f312e310d0a486f73743a206c6f63616c686f73743a383134310d0a557067726164653a20776562736f636b65740d0a436f6e6e656374696f6e3a20557067726164650d0a5365632d576562536f636b65742d4b65793a206447686c49484e68625842735a5342756232356a5a513d3d0d0a5365632d576562536f636b65742d56657273696f6e3a2031330d0a5365632d576562536f636b65742d50726f746f636f6c3a20636861742c20746f6b656e3132330d0a0d0a',
      ),
      serverHex(
        '485454502f312e312031303120537769746368696e672050726f746f636f6c730d0a557067726164653a20776562736f636b65740d0a436f6e6e656374696f6e3a20557067726164650d0a5365632d576562536f636b65742d4163636570743a20733370504c4d426954786151396b59477a7a685a52624b2b784f6f3d0d0a0d0a',
      ),
    ],
    faults: [
      {
        layer: 'http',
        unit: '101 Switching Protocols',
        message: 'The client offered the subprotocols “chat” and “token123”, and the server chose none.',
        spec: STANDARD,
        range: { start: 0, end: 1 },
        effect: NONE_CHOSEN,
      },
    ],
  },
  answers('a subprotocol that nobody offered', [asking(), switching({ [PROTOCOL]: 'chat' })], {
    on: `${PROTOCOL}: chat`,
    message: 'The client offered no subprotocol, and the server chose “chat”.',
    spec: CLIENT,
    effect: chromium(
      "Response must not include 'Sec-WebSocket-Protocol' header if not present in request: chat",
    ),
  }),
  answers(
    'another subprotocol than was offered',
    [asking({ [PROTOCOL]: 'chat, b' }), switching({ [PROTOCOL]: 'c' })],
    {
      on: `${PROTOCOL}: c`,
      message: 'The client did not offer the subprotocol “c”, but “chat” and “b”.',
      spec: CLIENT,
      effect: chromium(
        "'Sec-WebSocket-Protocol' header value 'c' in response does not match any of sent values",
      ),
    },
  ),
  answers(
    'a subprotocol in other case',
    [asking({ [PROTOCOL]: 'chat' }), switching({ [PROTOCOL]: 'Chat' })],
    {
      on: `${PROTOCOL}: Chat`,
      message: 'The client did not offer the subprotocol “Chat”, but “chat”.',
      spec: CLIENT,
      effect: chromium(
        "'Sec-WebSocket-Protocol' header value 'Chat' in response does not match any of sent values",
      ),
      hint: '“chat” was offered, and case matters.',
    },
  ),
  answers('an empty subprotocol', [asking({ [PROTOCOL]: 'chat' }), switching({ [PROTOCOL]: '' })], {
    on: `${PROTOCOL}:`,
    message: 'The Sec-WebSocket-Protocol of the response is empty: a server that chooses none leaves it out.',
    spec: CLIENT,
    effect: chromium(
      "'Sec-WebSocket-Protocol' header value '' in response does not match any of sent values",
    ),
  }),
  answers(
    'the list of all subprotocols',
    [asking({ [PROTOCOL]: 'chat, b' }), switching({ [PROTOCOL]: 'chat, b' })],
    {
      on: `${PROTOCOL}: chat, b`,
      message: 'The server must choose one subprotocol; “chat, b” is a list.',
      spec: 'RFC 6455 §4.2.2',
      effect: chromium("'Sec-WebSocket-Protocol' header must not appear more than once in a response"),
      hint: 'The list of the request was sent back whole: a server chooses one of its subprotocols.',
    },
  ),
  answers(
    'a list of some subprotocols',
    [asking({ [PROTOCOL]: 'a, b, c' }), switching({ [PROTOCOL]: 'a, c' })],
    {
      on: `${PROTOCOL}: a, c`,
      message: 'The server must choose one subprotocol; “a, c” is a list.',
      spec: 'RFC 6455 §4.2.2',
      effect: chromium("'Sec-WebSocket-Protocol' header must not appear more than once in a response"),
      hint: undefined,
    },
  ),
  answers(
    'two subprotocols in two lines',
    [asking({ [PROTOCOL]: 'chat, b' }), switching({ [PROTOCOL]: ['chat', 'b'] })],
    {
      on: `${PROTOCOL}: b`,
      message: 'A response has only one Sec-WebSocket-Protocol; this is a second.',
      spec: 'RFC 6455 §11.3.4',
      effect: chromium("'Sec-WebSocket-Protocol' header must not appear more than once in a response"),
    },
  ),
  sound('permessage-deflate as it was offered', ...extended('permessage-deflate', 'permessage-deflate')),
  sound('an offer that is declined', asking({ [EXTENSION]: 'permessage-deflate' }), switching()),
  sound(
    'all that a server may ask for by itself',
    ...extended(
      'permessage-deflate; client_max_window_bits',
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12',
    ),
  ),
  sound(
    'the second of two offers',
    ...extended('permessage-deflate; server_max_window_bits=9, permessage-deflate', 'permessage-deflate'),
  ),
  sound(
    'extensions with spaces and quotation marks',
    ...extended('permessage-deflate', ' permessage-deflate ;server_max_window_bits="10"'),
  ),
  sound(
    'two extensions in two lines',
    ...extended('permessage-deflate, x-foo', ['permessage-deflate', 'x-foo']),
  ),
  answers('an extension that nobody offered', extended(null, 'permessage-deflate'), {
    on: 'permessage-deflate',
    message: 'The client did not offer the extension “permessage-deflate”.',
    spec: CLIENT,
    effect: chromium(
      "Found an unsupported extension 'permessage-deflate' in 'Sec-WebSocket-Extensions' header",
    ),
  }),
  answers('an extension in other case', extended('permessage-deflate', 'Permessage-Deflate'), {
    on: 'Permessage-Deflate',
    message: 'The client did not offer the extension “Permessage-Deflate”.',
    spec: CLIENT,
    effect: chromium(
      "Found an unsupported extension 'Permessage-Deflate' in 'Sec-WebSocket-Extensions' header",
    ),
    hint: '“permessage-deflate” was offered, and case matters.',
  }),
  answers(
    'permessage-deflate twice',
    extended('permessage-deflate', 'permessage-deflate, permessage-deflate'),
    {
      on: 'permessage-deflate',
      message: 'The server accepts permessage-deflate twice, and both would use RSV1.',
      spec: 'RFC 7692 §5',
      effect: `${chromium('Received duplicate permessage-deflate response')} ws uses the first.`,
    },
  ),
  answers(
    'permessage-deflate in two lines',
    extended('permessage-deflate', ['permessage-deflate', 'permessage-deflate']),
    {
      on: 'permessage-deflate',
      message: 'The server accepts permessage-deflate twice, and both would use RSV1.',
      spec: 'RFC 7692 §5',
    },
  ),
  answers('extensions out of the grammar', extended('permessage-deflate', 'permessage-deflate; @'), {
    on: '@',
    message:
      'Sec-WebSocket-Extensions lists names with parameters, “name; parameter=value”, separated by commas: “@” is out of place.',
    spec: 'RFC 6455 §9.1',
    effect: chromium(
      "'Sec-WebSocket-Extensions' header value is rejected by the parser: permessage-deflate; @",
    ),
  }),
  answers('an empty Sec-WebSocket-Extensions in a response', extended('permessage-deflate', ''), {
    on: `${EXTENSION}:`,
    message: 'Sec-WebSocket-Extensions ends where a name or a value is expected.',
    spec: 'RFC 6455 §9.1',
    effect: chromium("'Sec-WebSocket-Extensions' header value is rejected by the parser: "),
  }),
  answers(
    'a second extension out of the grammar',
    extended('permessage-deflate', 'permessage-deflate, x-;=, y'),
    {
      on: '=',
      message:
        'Sec-WebSocket-Extensions lists names with parameters, “name; parameter=value”, separated by commas: “=” is out of place.',
      spec: 'RFC 6455 §9.1',
      effect: chromium("'Sec-WebSocket-Extensions' header value is rejected by the parser: x-;="),
    },
    {
      on: 'x-;',
      message: 'The client did not offer the extension “x-”.',
      spec: CLIENT,
    },
  ),
  deflate(
    'a window for a client that did not offer it',
    '',
    '; client_max_window_bits=12',
    'client_max_window_bits=12',
    'The client did not offer client_max_window_bits, so the response must not have it.',
    'RFC 7692 §7.1.2.2',
    'ws refuses this. Chromium always offers the parameter; other clients may not.',
  ),
  deflate(
    'a larger window for the client than it offered',
    '; client_max_window_bits=10',
    '; client_max_window_bits=12',
    'client_max_window_bits=12',
    'The client offered client_max_window_bits=10 at most, and the server answered 12.',
    'RFC 7692 §7.1.2.2',
    'ws refuses this.',
  ),
  deflate(
    'a larger window for the server than was asked for',
    '; server_max_window_bits=10',
    '; server_max_window_bits=12',
    'server_max_window_bits=12',
    'The client offered server_max_window_bits=10 at most, and the server answered 12.',
    'RFC 7692 §7.1.2.1',
    'ws accepts it.',
  ),
  deflate(
    'a window for the server that was asked for, and not accepted',
    '; server_max_window_bits=10',
    '',
    'permessage-deflate',
    'The client asked for server_max_window_bits=10, and the server accepted without repeating it.',
    'RFC 7692 §7.1.2.1',
    'A server repeats the parameter or declines the extension. ws accepts the response anyway.',
  ),
  deflate(
    'no context takeover that was asked for, and not accepted',
    '; server_no_context_takeover',
    '',
    'permessage-deflate',
    'The client asked for server_no_context_takeover, and the server accepted without repeating it.',
    'RFC 7692 §7.1.1.1',
    'A server repeats the parameter or declines the extension. ws accepts the response anyway.',
  ),
  ...['7', '16', 'abc'].map((value) =>
    deflate(
      `a window of “${value}” in a response`,
      '',
      `; server_max_window_bits=${value}`,
      `server_max_window_bits=${value}`,
      `server_max_window_bits is a number from 8 to 15 without leading zeros, not “${value}”.`,
      'RFC 7692 §7.1.2.1',
    ),
  ),
  deflate(
    'a window of “08” in a response',
    '',
    '; server_max_window_bits=08',
    'server_max_window_bits=08',
    'server_max_window_bits is a number from 8 to 15 without leading zeros, not “08”.',
    'RFC 7692 §7.1.2.1',
    'Chromium refuses this; ws accepts it.',
  ),
  deflate(
    'a window for the client without its size, in a response',
    '; client_max_window_bits',
    '; client_max_window_bits',
    'client_max_window_bits',
    'client_max_window_bits needs a value from 8 to 15 here.',
    'RFC 7692 §7.1.2.2',
  ),
  deflate(
    'a value where none belongs, in a response',
    '',
    '; server_no_context_takeover=1',
    'server_no_context_takeover=1',
    'server_no_context_takeover takes no value; here it has “1”.',
    'RFC 7692 §7.1.1.1',
  ),
  deflate(
    'an unknown parameter, in a response',
    '',
    '; window=10',
    'window=10',
    'permessage-deflate has no parameter “window”.',
    'RFC 7692 §7',
  ),
  deflate(
    'a parameter twice, in a response',
    '',
    '; server_max_window_bits=10; server_max_window_bits=11',
    'server_max_window_bits=11',
    'The parameter server_max_window_bits appears twice.',
    'RFC 7692 §7',
  ),
  answers(
    'a 101 with several faults: first the one that Chromium acts on first',
    [asking({ [PROTOCOL]: 'chat' }), switching({ Connection: null, 'Sec-WebSocket-Accept': 'x' })],
    {
      on: 'Sec-WebSocket-Accept: x',
      message: `Sec-WebSocket-Accept must be “${ACCEPT}” for this key, not “x”.`,
      spec: CLIENT,
    },
    { message: 'The response needs a Connection header with “Upgrade”: there is none.', spec: CLIENT },
    { message: 'The client offered the subprotocol “chat”, and the server chose none.', spec: STANDARD },
  ),
  {
    name: 'a frame after a 101 that a client must refuse',
    wire: [...opened().slice(0, 1), switching({ Connection: null }), serverFrame('text', 'Hi')],
    faults: [
      {
        layer: 'http',
        message: 'The response needs a Connection header with “Upgrade”: there is none.',
        spec: CLIENT,
      },
    ],
    units: { layer: 'websocket', labels: ['text “Hi”'] },
  },
  {
    name: 'a switch to TLS, which names HTTP/1.1 above it',
    wire: [
      client('OPTIONS * HTTP/1.1\r\nHost: a\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n'),
      server('HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n'),
    ],
    faults: [],
    units: { layer: 'http', labels: ['OPTIONS *', '101 Switching Protocols'] },
  },
  {
    name: 'h2c, which was asked for beside WebSocket',
    wire: [
      asking({ Upgrade: 'h2c, websocket' }),
      switching({ Upgrade: 'h2c', 'Sec-WebSocket-Accept': null }),
      serverHex('000012040000000000000300000064000400100000000600004000'),
    ],
    faults: [
      {
        layer: 'http',
        unit: 'GET /chat',
        message: 'Upgrade lists more than one protocol, and the server may choose any of them.',
        spec: 'RFC 9110 §7.8',
        kind: 'notice',
        effect: 'ws answers 400.',
      },
      {
        layer: 'http',
        unit: 'undecoded 27 bytes',
        message: 'After the 101 response this connection speaks “h2c”: its bytes are not decoded here.',
        spec: 'RFC 9110 §7.8',
        range: { start: 0, end: 0 },
        kind: 'notice',
      },
    ],
    units: { layer: 'http', labels: ['GET /chat', '101 Switching Protocols', 'undecoded 27 bytes'] },
  },
  answers(
    'h2c, which nobody asked for',
    [asking(), switching({ Upgrade: 'h2c', 'Sec-WebSocket-Accept': null })],
    {
      on: 'h2c',
      message: 'The client asked for “websocket”, and the server switched to “h2c”.',
      spec: 'RFC 9110 §7.8',
      effect: chromium("'Upgrade' header value is not 'WebSocket': h2c"),
    },
  ),
  answers(
    'a 101 to a plain request',
    [
      asking({ Upgrade: null, Connection: null, 'Sec-WebSocket-Key': null, 'Sec-WebSocket-Version': null }),
      switching({ Upgrade: 'foo', 'Sec-WebSocket-Accept': null }),
    ],
    {
      message:
        'The server switched to another protocol without being asked: the request has no Upgrade header.',
      spec: 'RFC 9110 §7.8',
    },
  ),
  answers(
    'a 101 to h2c that does not name it',
    [
      asking({ Upgrade: 'h2c', 'Sec-WebSocket-Key': null, 'Sec-WebSocket-Version': null }),
      switching({ Upgrade: null, 'Sec-WebSocket-Accept': null }),
    ],
    {
      message: 'A 101 response names the new protocol in an Upgrade header: there is none.',
      spec: 'RFC 9110 §7.8',
    },
  ),
  refusal('200 OK', {
    hint: 'The server may not handle Upgrade at “/chat”, or something on the way removed the header.',
  }),
  refusal('400 Bad Request'),
  refusal('401 Unauthorized', {
    said: 'HTTP Authentication failed; no valid credentials available',
    aside: ' It does not ask for a password.',
  }),
  refusal(
    '403 Forbidden',
    { hint: 'Servers often answer 403 to an Origin that they do not allow: this one is “http://a.example”.' },
    asking({ Origin: 'http://a.example' }),
  ),
  refusal('404 Not Found', { hint: 'This server may not open WebSockets at “/chat”.' }),
  refusal('407 Proxy Authentication Required', {
    said: 'Error in connection establishment: net::ERR_UNEXPECTED_PROXY_AUTH',
  }),
  refusal('300 Multiple Choices'),
  refusal('500 Internal Server Error'),
  ...['502 Bad Gateway', '503 Service Unavailable', '504 Gateway Timeout'].map((status) =>
    refusal(status, {
      hint: 'A proxy or load balancer may have answered because the server behind it did not.',
    }),
  ),
  ...['301 Moved Permanently', '307 Temporary Redirect'].map((status) =>
    refusal(
      status,
      { aside: ' It does not follow the redirect.', hint: 'The WebSocket may be at “ws://b.example/”.' },
      asking(),
      answering(status, { Location: 'ws://b.example/' }),
    ),
  ),
  refusal('426 Upgrade Required', {}, asking(), answering('426 Upgrade Required', { Upgrade: 'websocket' })),
  answers(
    '426 without the headers that belong to it',
    [asking({ 'Sec-WebSocket-Version': '13' }), answering('426 Upgrade Required')],
    {
      message: 'A 426 response must name the required protocol in an Upgrade header: there is none.',
      spec: 'RFC 9110 §15.5.22',
    },
    {
      on: 'HTTP/1.1 426',
      message:
        'The server answered the opening handshake with 426 Upgrade Required instead of 101, so no WebSocket was opened.',
      spec: CLIENT,
      kind: 'notice',
    },
  ),
  {
    name: 'a refusal with 426 that names the version asked for',
    wire: [
      asking(),
      answering('426 Upgrade Required', {
        Upgrade: 'websocket',
        Connection: 'Upgrade',
        'Sec-WebSocket-Version': '13',
      }),
    ],
    faults: [REFUSED_426],
  },
  answers(
    '426 for another protocol than WebSocket',
    [asking(), answering('426 Upgrade Required', { Upgrade: 'TLS/1.2', Connection: 'Upgrade' })],
    { on: 'HTTP/1.1 426', message: REFUSED_426.message, spec: CLIENT, kind: 'notice' },
  ),
  {
    name: 'a refusal with 400 of another version, as ws sends it',
    wire: [
      asking({ 'Sec-WebSocket-Version': '14' }),
      answering('400 Bad Request', { 'Sec-WebSocket-Version': '13, 8' }),
    ],
    faults: [
      {
        layer: 'http',
        message: 'Sec-WebSocket-Version must be 13: this one is “14”.',
        spec: 'RFC 6455 §4.2.1',
      },
      {
        layer: 'http',
        message:
          'The server answered the opening handshake with 400 Bad Request instead of 101, so no WebSocket was opened.',
        spec: CLIENT,
        kind: 'notice',
        hint: 'The server names versions “13, 8”, and the request asks for “14”.',
      },
    ],
  },
  {
    name: 'a refusal with 426 of another version',
    wire: [
      asking({ 'Sec-WebSocket-Version': '12' }),
      answering('426 Upgrade Required', { Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }),
      ends('server'),
    ],
    faults: [
      {
        layer: 'http',
        message: 'Sec-WebSocket-Version must be 13: this one is “12”.',
        spec: 'RFC 6455 §4.2.1',
      },
      {
        layer: 'http',
        message:
          'The server answered the opening handshake with 426 Upgrade Required instead of 101, so no WebSocket was opened.',
        spec: CLIENT,
        kind: 'notice',
        hint: 'The server names version “13”, and the request asks for “12”.',
      },
    ],
  },
  answers('a 101 of HTTP/1.0', [asking(), switching({}, 'HTTP/1.0 101 Switching Protocols')], {
    on: 'HTTP/1.0',
    message: 'A 101 is an HTTP/1.1 response, and this one says HTTP/1.0.',
    spec: 'RFC 6455 §4.2.2',
    kind: 'notice',
    effect: 'Chromium and ws accept it.',
  }),
  ...['100 Continue', '103 Early Hints'].map((status) => ({
    name: `${status} before the 101`,
    wire: [asking(), server(`HTTP/1.1 ${status}\r\n\r\n`), switching()],
    faults: [
      {
        layer: 'http' as const,
        unit: status,
        message: `This interim response, ${status.slice(0, 3)}, comes before the answer to the opening handshake.`,
        spec: 'RFC 9110 §15.2',
        range: { start: 0, end: 12 },
        kind: 'notice' as const,
        effect: `Chromium fails the WebSocket at it, with “Unexpected response code: ${status.slice(0, 3)}”; ws reads on. HTTP allows it.`,
      },
    ],
  })),
  sound(
    'a plain answer to a request for h2c',
    asking({ Upgrade: 'h2c', 'Sec-WebSocket-Key': null, 'Sec-WebSocket-Version': null }),
    answering('200 OK'),
  ),
];
