import { encodeEngineOpen, encodeRequest, encodeResponse } from '../encode';
import { latin, utf8 } from '../testing/bytes';
import {
  at,
  client,
  clientFrame,
  type ExpectedFault,
  onConnection,
  opened,
  type RuleCase,
  type Step,
  server,
  serverFrame,
} from './rule-case';

// A plain Engine.IO server, so that its messages are no Socket.IO packets.
const PATH = '/engine.io/?EIO=4';
const WEBSOCKET = `${PATH}&transport=websocket`;
const POLLING = `${PATH}&transport=polling`;
const SID = '&sid=abc';

const OPEN = encodeEngineOpen('abc');
const c = (packet: string): Step => clientFrame('text', packet);
const s = (packet: string): Step => serverFrame('text', packet);

/** A session on a WebSocket of its own. */
const onWebSocket = (...steps: readonly Step[]): Step[] => [
  ...opened({ target: WEBSOCKET }),
  s(OPEN),
  ...steps,
];

/** A GET and its answer. */
const poll = (body: string, target = POLLING + SID): Step[] => [
  client(encodeRequest(`GET ${target}`)),
  server(encodeResponse('200 OK', body)),
];
const post = (body: string, target = POLLING + SID, fields: readonly string[] = []): Step[] => [
  client(encodeRequest(`POST ${target}`, fields, body)),
  server(encodeResponse('200 OK', 'ok')),
];
/** A session that polls. */
const onPolling = (...steps: readonly (readonly Step[])[]): Step[] => [
  ...poll(encodeEngineOpen('abc', ['websocket']), POLLING),
  ...steps.flat(),
];
/** The same, then a new WebSocket for the session, on which nothing has been sent yet. */
const onNewWebSocket = (...steps: readonly Step[]): Step[] =>
  onPolling(poll('4hi'), opened({ target: WEBSOCKET + SID }), steps);

const labels = (...names: readonly string[]) => ({ layer: 'engine.io' as const, labels: names });

const cite = (section: string): string => `Engine.IO protocol v4, “${section}”`;
const START = { start: 0, end: 1 };
const SERVER_CLOSES = 'Engine.IO’s server closes the session.';
const CLIENT_CLOSES = 'Engine.IO’s client closes the session.';
const SERVER_IGNORES = 'Engine.IO’s server ignores it.';
const CLIENT_IGNORES = 'Engine.IO’s client ignores it.';
const WRONG_WAY = 'Engine.IO’s server closes the session: “invalid heartbeat direction”.';
const OLD_SERVER = 'These bytes look like Engine.IO 3: the server may be Socket.IO 2, older than its client.';

const broken = (
  unit: string,
  section: string,
  message: string,
  effect: string,
  more: Partial<ExpectedFault> = {},
): ExpectedFault => ({
  layer: 'engine.io',
  unit,
  message,
  spec: cite(section),
  range: START,
  effect,
  ...more,
});

const notice = (...args: Parameters<typeof broken>): ExpectedFault => {
  const [unit, section, message, effect, more] = args;
  return broken(unit, section, message, effect, { kind: 'notice', ...more });
};
const UNASKED_PONG = notice(
  'pong',
  'Heartbeat',
  'No ping of the server waits for this pong.',
  'Engine.IO’s server waits for pingInterval again before its next ping.',
);

const HANDSHAKES: readonly RuleCase[] = [
  {
    name: 'a session that opens, polls, moves to WebSocket and beats',
    wire: onNewWebSocket(c('2probe'), s('3probe'), c('5'), c('4up'), s('2'), c('3'), s('4down')),
    faults: [],
    units: labels(
      'open',
      'message “hi”',
      'ping probe',
      'pong probe',
      'upgrade',
      'message “up”',
      'ping',
      'pong',
      'message “down”',
    ),
  },
  {
    name: 'a server that does not begin with open',
    wire: [...opened({ target: WEBSOCKET }), s('4early'), s(OPEN), s('4hi')],
    faults: [
      notice(
        'message “early”',
        'Handshake',
        'The server’s first packet is open, not message.',
        'Socket.IO’s client loses messages that come before it.',
      ),
    ],
  },
  {
    name: 'a client that does not wait for open',
    wire: [...opened({ target: WEBSOCKET }), c('4early'), s(OPEN), c('4hi')],
    faults: [
      notice(
        'message “early”',
        'Handshake',
        'The client sent this before the server opened the session.',
        'Engine.IO’s server loses what comes together with the opening handshake.',
      ),
    ],
  },
  {
    name: 'an open packet of the client',
    wire: onWebSocket(c(OPEN)),
    faults: [notice('open', 'Handshake', 'Only the server opens a session.', SERVER_IGNORES)],
  },
  {
    name: 'a second open packet',
    wire: onWebSocket(s(encodeEngineOpen('def')), c('4hi')),
    faults: [
      notice(
        'open',
        'Handshake',
        'This session is open already.',
        'Engine.IO’s client takes the new id and settings, and goes on.',
      ),
    ],
  },
  {
    name: 'an open packet that is not JSON',
    wire: [...opened({ target: WEBSOCKET }), s('0{"sid":'), s('4hi')],
    faults: [
      broken(
        'open',
        'Handshake',
        'The data of an open packet is a JSON object with the session’s id as “sid”.',
        'Engine.IO’s client throws an error, and the session never opens.',
        { range: { start: 7, end: 8 } },
      ),
    ],
  },
  {
    name: 'an open packet without data',
    wire: [...opened({ target: WEBSOCKET }), s('0')],
    faults: [
      broken(
        'open',
        'Handshake',
        'The data of an open packet is a JSON object with the session’s id as “sid”.',
        'Engine.IO’s client throws an error, and the session never opens.',
      ),
    ],
  },
  {
    name: 'an open packet without an id',
    wire: [...opened({ target: WEBSOCKET }), s('0{"upgrades":[],"pingInterval":25000,"pingTimeout":20000}')],
    faults: [
      broken(
        'open',
        'Handshake',
        'The data of an open packet is a JSON object with the session’s id as “sid”.',
        'Engine.IO’s client goes on without an id.',
        { range: { start: 1, end: 2 } },
      ),
    ],
  },
  {
    name: 'an open packet without upgrades',
    wire: [...opened({ target: WEBSOCKET }), s('0{"sid":"abc","pingInterval":25000,"pingTimeout":20000}')],
    faults: [
      broken(
        'open',
        'Handshake',
        'An open packet has a list of “upgrades”.',
        'Engine.IO’s client throws an error, and the session never opens.',
        { range: { start: 1, end: 55 } },
      ),
    ],
  },
  {
    name: 'an open packet without the times of the heartbeat',
    wire: [...opened({ target: WEBSOCKET }), s('0{"sid":"abc","upgrades":[]}')],
    faults: [
      broken(
        'open',
        'Handshake',
        'An open packet has “pingInterval” and “pingTimeout”, which are numbers.',
        'Engine.IO’s client closes the session at once: “ping timeout”.',
        { range: { start: 1, end: 28 } },
      ),
    ],
  },
  {
    name: 'a message that is longer than maxPayload',
    wire: [
      ...opened({ target: WEBSOCKET }),
      s('0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":10}'),
      c('4123456789'),
      c('41234567890'),
      s('4the server may send more'),
    ],
    faults: [
      broken(
        'message “1234567890”',
        'Handshake',
        'The server takes at most 10 bytes at once (maxPayload); these are 11.',
        'Engine.IO’s server closes the WebSocket with close code 1009.',
        { closeCode: 1009 },
      ),
    ],
  },
  {
    name: 'a polling body that is longer than maxPayload',
    wire: [
      ...poll(
        '0{"sid":"abc","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":10}',
        POLLING,
      ),
      ...post('412345\x1e41234'),
      ...post('4hi'),
    ],
    faults: [
      broken(
        'message “12345”',
        'Handshake',
        'The server takes at most 10 bytes at once (maxPayload); these are 12.',
        'Engine.IO’s server answers 413, and drops all of it.',
      ),
    ],
  },
  {
    name: 'a POST that names no session',
    wire: post('4hi', POLLING),
    faults: [
      broken(
        'message “hi”',
        'Handshake',
        'A session is opened with GET: this POST names none.',
        'Engine.IO’s server answers 400, “Bad handshake method”.',
      ),
    ],
  },
];

/** A request whose answer comes later. */
const get = client(encodeRequest(`GET ${POLLING}${SID}`));

const overlap = (unit: string, method: string, section: string): ExpectedFault => ({
  layer: 'http',
  unit,
  message: `The client sends another ${method} although the one before has no answer yet.`,
  spec: cite(section),
  range: START,
  effect: 'Engine.IO’s server answers 400, and closes the session.',
});

const REQUESTS: readonly RuleCase[] = [
  {
    name: 'a poll while another one waits',
    wire: [
      ...onPolling(),
      get,
      ...onConnection(2, [get]),
      server(encodeResponse('200 OK', '1')),
      ...onConnection(2, [server(encodeResponse('400 Bad Request', ''))]),
    ],
    faults: [overlap('GET /engine.io/', 'GET', 'Receiving data')],
  },
  {
    name: 'a POST while another one waits',
    wire: [
      ...onPolling(),
      client(encodeRequest(`POST ${POLLING}${SID}`, [], '4hi')),
      ...onConnection(2, [client(encodeRequest(`POST ${POLLING}${SID}`, [], '4hi'))]),
    ],
    faults: [overlap('POST /engine.io/', 'POST', 'Sending data')],
  },
  {
    name: 'a POST while a poll waits, and polls one after another',
    wire: [
      ...onPolling(),
      get,
      ...onConnection(2, post('4hi')),
      server(encodeResponse('200 OK', '4ho')),
      get,
      server(encodeResponse('200 OK', '4ho')),
    ],
    faults: [],
  },
];

const HEARTBEATS: readonly RuleCase[] = [
  {
    name: 'a ping of the client',
    wire: onWebSocket(c('2'), c('4hi')),
    faults: [
      broken(
        'ping',
        'Heartbeat',
        'In this version the server sends the pings, and the client the pongs.',
        WRONG_WAY,
        { hint: 'Clients of Engine.IO 3, which Socket.IO 2 uses, send pings.' },
      ),
    ],
    units: labels('open', 'ping', 'message “hi”'),
  },
  {
    name: 'a Socket.IO event of the client without the type of its Engine.IO packet',
    wire: onWebSocket(c('21["hi"]')),
    faults: [
      broken(
        'ping 1["hi"]',
        'Heartbeat',
        'In this version the server sends the pings, and the client the pongs.',
        WRONG_WAY,
        {
          hint: 'These bytes look like a Socket.IO event without the “4” of an Engine.IO message before it.',
        },
      ),
    ],
  },
  {
    name: 'a pong of the server',
    wire: onWebSocket(s('3')),
    faults: [notice('pong', 'Heartbeat', 'Only the client sends pongs, except to a probe.', CLIENT_IGNORES)],
  },
  {
    name: 'a pong without a ping, and a second one',
    wire: onWebSocket(c('3'), s('2'), c('3'), c('3')),
    faults: [UNASKED_PONG, UNASKED_PONG],
  },
  {
    name: 'a ping by long-polling, and its pong on the WebSocket to which the session has moved',
    wire: onPolling(poll('2'), opened({ target: WEBSOCKET + SID }), [
      c('2probe'),
      s('3probe'),
      c('5'),
      c('3'),
    ]),
    faults: [],
  },
];

const UPGRADES: readonly RuleCase[] = [
  {
    name: 'a probe by long-polling',
    wire: onPolling(post('2probe')),
    faults: [
      broken(
        'ping probe',
        'Upgrade',
        'A probe is the first packet on a new WebSocket; this is long-polling.',
        WRONG_WAY,
      ),
    ],
  },
  {
    name: 'a probe on the session’s own WebSocket',
    wire: onWebSocket(c('2probe')),
    faults: [
      broken(
        'ping probe',
        'Upgrade',
        'A probe is the first packet on a new WebSocket; this is the session’s own WebSocket.',
        WRONG_WAY,
      ),
    ],
  },
  {
    name: 'two probes',
    wire: onNewWebSocket(c('2probe'), s('3probe'), c('2probe'), s('3probe'), c('5'), c('4hi')),
    faults: [],
  },
  {
    name: 'a message before the upgrade',
    wire: onNewWebSocket(c('2probe'), s('3probe'), c('4early'), c('4later')),
    faults: [
      broken(
        'message “early”',
        'Upgrade',
        'Before the session moves to this WebSocket, the client sends only a probe and upgrade here, not message.',
        'Engine.IO’s server closes this WebSocket, and the session stays on long-polling.',
      ),
    ],
  },
  {
    name: 'a binary message before the upgrade',
    wire: onNewWebSocket(clientFrame('binary', 'x')),
    faults: [
      broken(
        'message 1 B',
        'Upgrade',
        'Before the session moves to this WebSocket, the client sends only a probe and upgrade here, not message.',
        'Engine.IO’s server closes this WebSocket, and the session stays on long-polling.',
      ),
    ],
  },
  {
    name: 'a ping without the word “probe” on a new WebSocket',
    wire: onNewWebSocket(c('2')),
    faults: [
      broken(
        'ping',
        'Upgrade',
        'Before the session moves to this WebSocket, the client sends only a probe and upgrade here, not ping.',
        'Engine.IO’s server closes this WebSocket, and the session stays on long-polling.',
      ),
    ],
  },
  {
    name: 'an upgrade without a probe',
    wire: onNewWebSocket(c('5'), c('4hi')),
    faults: [
      notice(
        'upgrade',
        'Upgrade',
        'The client moved the session here without a probe that the server had answered.',
        'Engine.IO’s server takes it.',
      ),
    ],
  },
  {
    name: 'a message of the server before the upgrade',
    wire: onNewWebSocket(s('4early'), c('2probe'), s('3probe'), s('4early'), c('5'), s('4hi')),
    faults: ['message “early”', 'message “early”'].map((unit) =>
      broken(
        unit,
        'Upgrade',
        'Before the session moves to this WebSocket, the server sends only the answer to the probe here, not message.',
        'Engine.IO’s client gives up the upgrade, or loses the packet when the answer has come.',
      ),
    ),
  },
  {
    name: 'an upgrade on the session’s own WebSocket, and one of the server',
    wire: onWebSocket(c('5'), s('5')),
    faults: [
      notice('upgrade', 'Upgrade', 'Upgrade is sent on a new WebSocket, after its probe.', SERVER_IGNORES),
      notice('upgrade', 'Upgrade', 'Only the client sends upgrade.', CLIENT_IGNORES),
    ],
  },
  {
    name: 'an upgrade by long-polling',
    wire: onPolling(post('5')),
    faults: [
      notice('upgrade', 'Upgrade', 'Upgrade is sent on a new WebSocket, after its probe.', SERVER_IGNORES),
    ],
  },
  {
    name: 'a packet by long-polling after the session has moved to WebSocket',
    wire: [...onNewWebSocket(c('2probe'), s('3probe'), c('5')), ...onConnection(2, post('4late')), c('4hi')],
    faults: [
      broken(
        'message “late”',
        'Upgrade',
        'The session has moved to WebSocket: the client no longer sends by polling.',
        'Engine.IO’s server answers 400, “Bad request”.',
      ),
    ],
  },
  {
    name: 'long-polling that the server closes after the session has moved to WebSocket',
    wire: [
      ...onPolling(),
      client(encodeRequest(`GET ${POLLING}${SID}`)),
      ...onConnection(2, [...opened({ target: WEBSOCKET + SID }), c('2probe'), s('3probe'), c('5')]),
      server(encodeResponse('200 OK', '1')),
      ...onConnection(2, [c('4up'), s('4down')]),
    ],
    faults: [],
  },
  {
    name: 'a noop of the client',
    wire: onWebSocket(c('6')),
    faults: [notice('noop', 'Upgrade', 'Only the server sends noop, to end a waiting poll.', SERVER_IGNORES)],
  },
  {
    name: 'a noop of the server',
    wire: onPolling(poll('6')),
    faults: [],
  },
];

const silence = (unit: string, more: Partial<ExpectedFault> = {}): ExpectedFault =>
  notice(
    unit,
    'Heartbeat',
    'The open packet announces a ping every 25 s (pingInterval), and no ping came for 45 s (pingInterval + pingTimeout) before this.',
    'Socket.IO’s client gives the session up then: “ping timeout”.',
    more,
  );
const NEVER_PINGED = {
  hint: 'No ping came in this session at all: in version 4 the server sends the pings (packet 2); in version 3 the client did.',
};
const NO_LONGER_PINGED = {
  hint: 'The server was stopped or busy, or the network no longer brought its pings.',
};
const CLOSE = clientFrame('close', '');

const SILENCES: readonly RuleCase[] = [
  {
    name: 'a client that closes after it has waited for the first ping',
    wire: onWebSocket(...at(20_000, c('4hi'), s('4ho')), ...at(45_000, CLOSE)),
    faults: [{ ...silence('close', NEVER_PINGED), layer: 'websocket' }],
  },
  {
    name: 'a client that closes after it has waited for another ping',
    wire: onWebSocket(...at(25_000, s('2'), c('3')), ...at(70_000, CLOSE)),
    faults: [{ ...silence('close', NO_LONGER_PINGED), layer: 'websocket' }],
  },
  {
    name: 'a client that closes before the next ping is late',
    wire: onWebSocket(...at(25_000, s('2'), c('3')), ...at(69_000, CLOSE)),
    faults: [],
  },
  {
    name: 'a client that closes although pings came, by either transport',
    wire: onNewWebSocket(
      ...at(25_000, ...onConnection(2, poll('2'))),
      ...at(26_000, c('2probe'), s('3probe'), c('5'), c('3')),
      ...at(60_000, CLOSE),
    ),
    faults: [],
  },
  {
    name: 'a client that closes a polling session after it has waited for a ping',
    wire: onPolling(at(45_000, ...post('1'))),
    faults: [silence('close', NEVER_PINGED)],
  },
  {
    name: 'a WebSocket that is closed before its session has moved to it',
    wire: onNewWebSocket(...at(45_000, CLOSE)),
    faults: [],
  },
  {
    name: 'a server that closes first',
    wire: onWebSocket(...at(60_000, serverFrame('close', ''), CLOSE)),
    faults: [],
  },
  {
    name: 'a client that closes when the server’s bytes are not decoded',
    wire: onWebSocket(...at(1000, serverFrame(3, 'x')), ...at(60_000, CLOSE)),
    faults: [
      {
        layer: 'websocket',
        message: 'Opcode 0x3 is reserved for future data frames.',
        spec: 'RFC 6455 §5.2',
      },
    ],
  },
];

const CLOSES: readonly RuleCase[] = [
  {
    name: 'a session that is closed by long-polling',
    wire: onPolling(post('1')),
    faults: [],
  },
  {
    name: 'what crosses the close packet of the other side',
    wire: onPolling(post('1'), poll('4hi\x1e6')),
    faults: [],
  },
  {
    name: 'a packet after close in the same body, and later',
    wire: onPolling(post('1\x1e4hi'), post('4later')),
    faults: ['message “hi”', 'message “later”'].map((unit) =>
      notice(
        unit,
        'Packet encoding',
        'The client sent this after the session was closed.',
        'Engine.IO’s server ignores it, and answers later requests with 400, “Session ID unknown”.',
      ),
    ),
  },
  {
    name: 'a packet after the server’s close',
    wire: onPolling(poll('1\x1e4hi')),
    faults: [
      notice(
        'message “hi”',
        'Packet encoding',
        'The server sent this after the session was closed.',
        CLIENT_IGNORES,
      ),
    ],
  },
  {
    name: 'a close packet on WebSocket',
    wire: onWebSocket(c('1'), s('1'), c('4hi')),
    faults: [
      notice(
        'close',
        'Packet encoding',
        'Engine.IO sends no close packet on WebSocket: it closes the WebSocket itself.',
        SERVER_IGNORES,
      ),
      notice(
        'close',
        'Packet encoding',
        'Engine.IO sends no close packet on WebSocket: it closes the WebSocket itself.',
        CLIENT_IGNORES,
      ),
    ],
  },
];

const ENCODINGS: readonly RuleCase[] = [
  {
    name: 'binary data as base64 on WebSocket',
    wire: onWebSocket(s('bAQID'), s('4hi'), c('b'), clientFrame('binary', 'x')),
    faults: [],
    units: labels('open', 'message 3 B', 'message “hi”', 'message 0 B', 'message 1 B'),
  },
  {
    name: 'data that is not base64',
    wire: onWebSocket(c('bAQ*ID'), c('4hi')),
    faults: [
      notice(
        'message 3 B',
        'Packet encoding',
        'The data of a “b” packet must be base64.',
        'Node’s server takes “-” for “+” and “_” for “/”, skips other such characters, and stops at “=”.',
        { range: { start: 3, end: 4 } },
      ),
    ],
  },
  {
    name: 'a packet of an unknown type',
    wire: onWebSocket(c('9x'), c('4hi')),
    faults: [
      broken(
        'unknown packet',
        'Packet encoding',
        'A packet that starts with 0x39 is none of the types 0 to 6.',
        SERVER_CLOSES,
      ),
    ],
    units: labels('open', 'unknown packet', 'message “hi”'),
  },
  {
    name: 'an empty packet of the server',
    wire: onWebSocket(s(''), s('4hi')),
    faults: [
      broken(
        'unknown packet',
        'Packet encoding',
        'An empty packet is none of the types 0 to 6.',
        CLIENT_CLOSES,
        {
          range: { start: 0, end: 0 },
        },
      ),
    ],
  },
  {
    name: 'a separator after the last packet',
    wire: onPolling(post('4hi\x1e'), post('4later')),
    faults: [
      broken(
        'unknown packet',
        'Packet encoding',
        'An empty packet is none of the types 0 to 6.',
        SERVER_CLOSES,
        {
          range: { start: 0, end: 0 },
        },
      ),
    ],
    units: labels('open', 'message “hi”', 'unknown packet', 'message “later”'),
  },
  {
    name: 'a polling body of bytes',
    wire: onPolling(post('4hi', POLLING + SID, ['Content-Type: application/octet-stream'])),
    faults: [
      broken(
        'message “hi”',
        'Packet encoding',
        'A polling body of version 4 is text: application/octet-stream is refused.',
        'Engine.IO’s server answers 400, and closes the session.',
        { hint: 'A client of Engine.IO 3 sends such bodies.' },
      ),
    ],
  },
];

const OLD = '/engine.io/?EIO=3&transport=polling';
const SOCKET_IO_2 = '/socket.io/?EIO=3&transport=polling';
const VERSION_3 = notice(
  'open',
  'From v3 to v4',
  'This is Engine.IO 3, which Socket.IO 2 speaks; version 4 came with Socket.IO 3.',
  'The two do not understand each other: in version 3 the client sends the pings, a length stands before each packet of a polling body, and the server puts each client in the namespace / unasked. A Socket.IO 4 server takes such clients only with allowEIO3.',
);
const badLength = (message: string): ExpectedFault => ({
  layer: 'engine.io',
  unit: 'unknown packet',
  message,
  spec: 'Engine.IO protocol v3, “Payload”',
  range: START,
  effect: 'Engine.IO 3 reports a parse error, and closes the session.',
});

/** A POST whose body is UTF-8 or bytes. */
const postBytes = (target: string, body: string | Uint8Array): Step => {
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  return client(encodeRequest(`POST ${target}`, [`Content-Length: ${bytes.length}`]), bytes);
};

const OPEN_3 = '0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000}';

const VERSIONS: readonly RuleCase[] = [
  {
    name: 'a session of Engine.IO 3 by long-polling',
    wire: [
      ...poll(`${OPEN_3.length}:${OPEN_3}2:40`, OLD),
      ...onConnection(2, [postBytes(`${OLD}&sid=abc`, '16:42["news","ä🙂"]1:26:b4AQID')]),
    ],
    faults: [{ ...VERSION_3, range: { start: 3, end: 4 } }],
    units: labels('open', 'message “0”', 'message “2["news","ä🙂"]”', 'ping', 'message 3 B'),
  },
  {
    name: 'a session of Socket.IO 2, which joins the main namespace unasked',
    wire: [
      ...poll(`${OPEN_3.length}:${OPEN_3}2:40`, SOCKET_IO_2),
      ...post('10:42["news"]9:40/admin,', `${SOCKET_IO_2}&sid=abc`),
      ...poll('9:40/admin,', `${SOCKET_IO_2}&sid=abc`),
    ],
    faults: [{ ...VERSION_3, range: { start: 3, end: 4 } }],
    units: { layer: 'socket.io', labels: ['CONNECT /', 'EVENT news', 'CONNECT /admin', 'CONNECT /admin'] },
  },
  {
    name: 'a session of Engine.IO 3 on WebSocket',
    wire: [
      ...opened({ target: '/engine.io/?EIO=3&transport=websocket' }),
      s(OPEN_3),
      s('4hi'),
      c('2'),
      s('3'),
      serverFrame('binary', '\x04abc'),
    ],
    faults: [VERSION_3],
    units: labels('open', 'message “hi”', 'ping', 'pong', 'message 3 B'),
  },
  {
    name: 'a binary polling body of Engine.IO 3',
    wire: [
      ...poll(`${OPEN_3.length}:${OPEN_3}`, OLD),
      ...onConnection(2, [
        postBytes(`${OLD}&sid=abc`, latin('\x00\x03\xff4hi\x01\x04\xff\x04abc\x00\x01\x00\xff4123456789')),
      ]),
    ],
    faults: [{ ...VERSION_3, range: { start: 3, end: 4 } }],
    units: labels('open', 'message “hi”', 'message 3 B', 'message “123456789”'),
  },
  {
    name: 'a body of Engine.IO 3 whose length is wrong',
    wire: poll('15:0{"sid":"abcdef"}2:40', SOCKET_IO_2),
    faults: [
      { ...VERSION_3, range: { start: 3, end: 4 } },
      broken(
        'open',
        'Handshake',
        'The data of an open packet is a JSON object with the session’s id as “sid”.',
        'Engine.IO’s client throws an error, and the session never opens.',
        { range: { start: 17, end: 18 } },
      ),
      badLength('Before each packet of a polling body stands its length.'),
    ],
  },
  {
    name: 'a length of Engine.IO 3 beyond its body',
    wire: poll('99:0{"sid":"abcdef"}', OLD),
    faults: [{ ...badLength('The length says 99, but the body ends before that.'), unit: 'open' }],
  },
  {
    name: 'a server of Engine.IO 3 that answers a client of version 4',
    wire: poll(`${OPEN_3.length}:${OPEN_3}2:40`, POLLING),
    faults: [
      broken(
        'open',
        'Packet encoding',
        'In version 4 no length stands before a packet.',
        'Engine.IO’s client reports “server error”, and gives up.',
        { hint: OLD_SERVER, range: { start: 3, end: 4 } },
      ),
    ],
    units: labels('open', 'message “0”'),
  },
];

/** A request that is refused with this body. */
const refused = (body: string, status = '400 Bad Request', target = POLLING + SID): Step[] => [
  client(encodeRequest(`GET ${target}`)),
  server(encodeResponse(status, body, ['Content-Type: application/json'])),
];

const refusal = (code: number, reason: string, meaning: string, hint: string): RuleCase => ({
  name: `a request that is refused: ${reason}`,
  wire: refused(JSON.stringify({ code, message: reason }), code === 4 ? '403 Forbidden' : undefined),
  faults: [
    {
      layer: 'engine.io',
      unit: `error ${reason}`,
      message: `${reason}: ${meaning}`,
      spec: cite('Query parameters'),
      range: START,
      kind: 'notice',
      hint,
    },
  ],
});

const STICKY =
  'With several servers, the session lives on another one: a load balancer needs sticky sessions. Or the server has restarted, or the session timed out.';

const UNKNOWN_SESSION = server(
  encodeResponse('400 Bad Request', '{"code":1,"message":"Session ID unknown"}'),
);
const CONSEQUENCE = 'A consequence: the client had closed this session before.';
const ofUnknownSession = (effect: string | undefined): ExpectedFault => ({
  layer: 'engine.io',
  unit: 'error Session ID unknown',
  message: 'Session ID unknown: the server has no session with this id.',
  spec: cite('Query parameters'),
  kind: 'notice',
  effect,
});

const REFUSALS: readonly RuleCase[] = [
  refusal(
    0,
    'Transport unknown',
    'the server does not offer the transport that the request names.',
    'The server’s “transports” option leaves it out, or the query got lost on the way.',
  ),
  refusal(1, 'Session ID unknown', 'the server has no session with this id.', STICKY),
  refusal(
    2,
    'Bad handshake method',
    'a request without “sid” opens a session, and must be a GET.',
    'The “sid” got lost.',
  ),
  refusal(
    3,
    'Bad request',
    'the request does not fit the session.',
    'It polls although the session has moved to WebSocket, or a proxy took the Upgrade header out of the opening handshake.',
  ),
  refusal(
    4,
    'Forbidden',
    'the server does not let this client in.',
    'The server’s “allowRequest” function refused it. (Without CORS the browser refuses, not the server.)',
  ),
  refusal(
    5,
    'Unsupported protocol version',
    'the server does not speak this version of Engine.IO.',
    'The client is Socket.IO 2, and the server is newer: update the client, or set “allowEIO3” on the server.',
  ),
  {
    name: 'a WebSocket that is refused, in words alone',
    wire: [
      client(encodeRequest(`GET ${WEBSOCKET}&sid=zzz`)),
      server(encodeResponse('400 Bad Request', 'Session ID unknown', ['Content-Type: text/html'])),
    ],
    faults: [
      {
        layer: 'engine.io',
        unit: 'error Session ID unknown',
        message: 'Session ID unknown: the server has no session with this id.',
        spec: cite('Query parameters'),
        kind: 'notice',
        hint: STICKY,
      },
    ],
  },
  {
    name: 'a poll that is refused after the client has closed the session',
    wire: onPolling(post('1'), [get, UNKNOWN_SESSION]),
    faults: [{ ...ofUnknownSession(CONSEQUENCE), hint: undefined }],
  },
  {
    name: 'a request that is refused after the client has closed the WebSocket of its session',
    wire: onWebSocket(CLOSE, ...onConnection(2, [get, UNKNOWN_SESSION])),
    faults: [{ ...ofUnknownSession(CONSEQUENCE), hint: undefined }],
  },
  {
    name: 'a close packet that is refused, and a poll after it',
    wire: onPolling([
      client(encodeRequest(`POST ${POLLING}${SID}`, [], '1')),
      UNKNOWN_SESSION,
      get,
      UNKNOWN_SESSION,
    ]),
    faults: [ofUnknownSession(undefined), ofUnknownSession(undefined)].map((fault) => ({
      ...fault,
      hint: STICKY,
    })),
  },
  {
    name: 'a request that is refused with words of the program’s own',
    wire: refused('{"code":4,"message":"no token"}', '403 Forbidden'),
    faults: [
      {
        layer: 'engine.io',
        unit: 'error no token',
        message: 'Forbidden (“no token”): the server does not let this client in.',
        spec: cite('Query parameters'),
        kind: 'notice',
      },
    ],
  },
  {
    name: 'a request that is refused with no word of Engine.IO’s',
    wire: refused('<h1>Bad gateway</h1>'),
    faults: [],
  },
];

/** Engine.IO protocol v4, and what is left of v3: who may send what, when. */
export const ENGINE_IO_RULES: readonly RuleCase[] = [
  ...HANDSHAKES,
  ...REQUESTS,
  ...HEARTBEATS,
  ...SILENCES,
  ...UPGRADES,
  ...CLOSES,
  ...ENCODINGS,
  ...VERSIONS,
  ...REFUSALS,
];
