import { encodeEngineOpen, encodeRequest, encodeResponse } from '../encode';
import {
  client,
  clientFrame,
  type ExpectedFault,
  ends,
  isReset,
  opened,
  type RuleCase,
  type Step,
  server,
  serverFrame,
  waits,
} from './rule-case';

const TARGET = '/socket.io/?EIO=4&transport=websocket';

/** A Socket.IO session on WebSocket, in which no namespace is joined yet. */
const session = (...steps: readonly Step[]): Step[] => [
  ...opened({ target: TARGET }),
  serverFrame('text', encodeEngineOpen('abc')),
  ...steps,
];
const c = (packet: string): Step => clientFrame('text', `4${packet}`);
const s = (packet: string): Step => serverFrame('text', `4${packet}`);
const bytesOf = (...bytes: readonly number[]): Step => clientFrame('binary', Uint8Array.from(bytes));
/** A session in which the main namespace is joined. */
const joined = (...steps: readonly Step[]): Step[] => session(c('0'), s('0{"sid":"x1"}'), ...steps);

const labels = (...names: readonly string[]) => ({ layer: 'socket.io' as const, labels: names });

const JOINING = 'Socket.IO protocol v5, “Connection to a namespace”';
const LEAVING = 'Socket.IO protocol v5, “Disconnection from a namespace”';
const FORMAT = 'Socket.IO protocol v5, “Format”';
const ACKNOWLEDGEMENT = 'Socket.IO protocol v5, “Acknowledgement”';
const DATA = 'Socket.IO protocol v5, “Sending and receiving data”';
const SERVER_CLOSES = 'Socket.IO’s server closes the connection.';
const CLIENT_CLOSES = 'Socket.IO’s client closes the connection: “parse error”.';
const SERVER_IGNORES = 'Socket.IO’s server ignores it.';
const CLIENT_IGNORES = 'Socket.IO’s client ignores it.';

const MAY_KEEP = 'Socket.IO’s client ignores it, or keeps it until it joins.';
const CROSSED = 'The client may have sent it before it heard that the server had disconnected it.';

const TOLD =
  'Socket.IO’s client emits “connect_error”: without a listener for it, its program does not learn of this.';

const START = { start: 0, end: 1 };

const closes = (unit: string, message: string, more: Partial<ExpectedFault> = {}): ExpectedFault => ({
  layer: 'socket.io',
  unit,
  message,
  spec: JOINING,
  range: START,
  effect: SERVER_CLOSES,
  ...more,
});

const notice = (
  unit: string,
  message: string,
  effect: string,
  more: Partial<ExpectedFault> = {},
): ExpectedFault => ({
  layer: 'socket.io',
  unit,
  message,
  spec: JOINING,
  range: START,
  kind: 'notice',
  effect,
  ...more,
});

const POLLING = '/socket.io/?EIO=4&transport=polling';
/** A poll and its answer. */
const poll = (body: string, sid: string): Step[] => [
  client(encodeRequest(`GET ${POLLING}${sid}`)),
  server(encodeResponse('200 OK', body)),
];
const PING = serverFrame('text', '2');
const PONG = clientFrame('text', '3');
const CLOSED = [clientFrame('close', ''), serverFrame('close', ''), ends('server'), ends('client')];
const NEITHER =
  'Socket.IO’s client has emitted neither “connect” nor “connect_error” for it. Socket.IO’s server closes a connection that is in no namespace after 45 s (connectTimeout).';
const unanswered = (message: string, effect: string): ExpectedFault => notice('CONNECT /', message, effect);

const NAMESPACES: readonly RuleCase[] = [
  {
    name: 'namespaces joined, refused, left and joined again',
    wire: joined(
      c('0/admin,{"token":"123"}'),
      s('4/admin,{"message":"Not authorized"}'),
      c('0/admin,'),
      s('0/admin,{"sid":"x2"}'),
      c('2/admin,["a"]'),
      c('1/admin,'),
      c('0/admin,'),
      s('0/admin,{"sid":"x3"}'),
      s('1'),
      c('0'),
      s('0{"sid":"x4"}'),
      c('2["b"]'),
    ),
    faults: [
      {
        ...notice('CONNECT_ERROR /admin', 'The server refused the namespace /admin: “Not authorized”.', TOLD),
        hint: undefined,
      },
    ],
  },
  {
    name: 'a namespace that the server does not have',
    wire: session(c('0/room-lobby,'), s('4/room-lobby,{"message":"Invalid namespace"}')),
    faults: [
      notice(
        'CONNECT_ERROR /room-lobby',
        'The server refused the namespace /room-lobby: “Invalid namespace”.',
        TOLD,
        { hint: 'No namespace of the server, io.of(…), has this name or matches it.' },
      ),
    ],
  },
  {
    name: 'a refusal whose message is no text',
    wire: session(c('0'), s('4{"message":{"code":1}}')),
    faults: [notice('CONNECT_ERROR /', 'The server refused the namespace /.', TOLD)],
  },
  {
    name: 'a CONNECT without an answer: the server sends a heartbeat, and the connection ends',
    wire: session(c('0'), PING, PONG, ...CLOSED),
    faults: [unanswered('The connection ended, and this CONNECT to the namespace / had no answer.', NEITHER)],
  },
  {
    name: 'a CONNECT without an answer at a heartbeat',
    wire: session(c('0/chat,'), PING, PONG),
    faults: [
      {
        ...unanswered(
          'The server has sent a ping since, and no answer to this CONNECT to the namespace /chat.',
          'Socket.IO’s client goes on waiting: its own timeout covers only the opening of the Engine.IO session. Socket.IO’s server closes a connection that is in no namespace after 45 s (connectTimeout).',
        ),
        unit: 'CONNECT /chat',
        hint: 'A middleware that never calls next() leaves a client waiting like this.',
      },
    ],
  },
  {
    name: 'a CONNECT without an answer for a while',
    wire: [...session(c('0/chat,')), waits('server')],
    faults: [
      {
        ...unanswered(
          'The server has not answered this CONNECT to the namespace /chat within 5 s.',
          'Socket.IO’s client goes on waiting: its own timeout covers only the opening of the Engine.IO session. Socket.IO’s server closes a connection that is in no namespace after 45 s (connectTimeout).',
        ),
        unit: 'CONNECT /chat',
        hint: 'A middleware that never calls next() leaves a client waiting like this.',
      },
    ],
  },
  {
    name: 'a CONNECT that is answered after a heartbeat',
    wire: session(c('0'), PING, PONG, s('0{"sid":"x1"}'), PING, PONG, ...CLOSED),
    faults: [],
  },
  {
    name: 'a CONNECT without an answer: the server closes a session that polls',
    wire: [
      ...poll(encodeEngineOpen('abc', ['websocket']), ''),
      client(encodeRequest(`POST ${POLLING}&sid=abc`, [], '40')),
      server(encodeResponse('200 OK', 'ok')),
      ...poll('1', '&sid=abc'),
    ],
    faults: [unanswered('The connection ended, and this CONNECT to the namespace / had no answer.', NEITHER)],
  },
  {
    name: 'two CONNECTs without an answer',
    wire: session(c('0'), c('0'), PING, PONG),
    faults: [
      unanswered(
        'The server has sent a ping since, and no answer to this CONNECT to the namespace /.',
        'Socket.IO’s client goes on waiting: its own timeout covers only the opening of the Engine.IO session. Socket.IO’s server closes a connection that is in no namespace after 45 s (connectTimeout).',
      ),
      notice(
        'CONNECT /',
        'The client has asked for the namespace / already, and has no answer yet.',
        'Socket.IO’s server lets the client join twice, and answers twice.',
      ),
    ],
  },
  {
    name: 'a namespace without the comma after it, in packets without payload',
    wire: session(c('0/admin'), s('0/admin,{"sid":"x1"}'), c('1/admin')),
    faults: [],
    units: labels('CONNECT /admin', 'CONNECT /admin', 'DISCONNECT /admin'),
  },
  {
    name: 'the main namespace by its name',
    wire: session(c('0/,'), s('0{"sid":"x1"}'), c('2/,["a"]')),
    faults: [],
  },
  {
    name: 'an event before CONNECT',
    wire: session(c('2["a"]'), c('2["b"]')),
    faults: [
      closes(
        'EVENT a',
        'The client sent EVENT for the namespace /, which it has not joined: CONNECT comes first.',
      ),
    ],
    units: labels('EVENT a', 'EVENT b'),
  },
  {
    name: 'an event before the answer to CONNECT',
    wire: session(c('0'), c('2["a"]'), s('0{"sid":"x1"}')),
    faults: [
      closes('EVENT a', 'The client sent EVENT before the server answered its CONNECT to the namespace /.'),
    ],
  },
  {
    name: 'an event for a namespace that the client has not joined',
    wire: joined(c('2/admin,["a"]')),
    faults: [
      closes(
        'EVENT a /admin',
        'The client sent EVENT for the namespace /admin, which it has not joined: CONNECT comes first.',
      ),
    ],
  },
  {
    name: 'an event whose namespace has no comma',
    wire: session(c('0/admin,'), s('0/admin,{"sid":"x1"}'), c('2/admin["a"]')),
    faults: [
      closes(
        'EVENT',
        'The client sent EVENT for the namespace /admin["a"], which it has not joined: CONNECT comes first.',
        { hint: 'These bytes look like a namespace without the comma after it.' },
      ),
      notice(
        'EVENT',
        'This event has no payload, and so no name.',
        'Socket.IO’s server calls no handler for it.',
        {
          spec: DATA,
        },
      ),
    ].reverse(),
  },
  {
    name: 'an acknowledgement for a namespace that the client has not joined',
    wire: joined(s('21["a"]'), c('3/admin,1[]')),
    faults: [
      closes(
        'ACK 1 /admin',
        'The client sent ACK for the namespace /admin, which it has not joined: CONNECT comes first.',
      ),
    ],
  },
  {
    name: 'a DISCONNECT from a namespace that the client has not joined',
    wire: joined(c('1/admin,')),
    faults: [
      closes(
        'DISCONNECT /admin',
        'The client sent DISCONNECT for the namespace /admin, which it has not joined: CONNECT comes first.',
      ),
    ],
  },
  {
    name: 'an event after DISCONNECT',
    wire: joined(c('1'), c('2["a"]')),
    faults: [
      closes('EVENT a', 'The client sent EVENT for the namespace /, which it is no longer in.', {
        spec: LEAVING,
        hint: undefined,
      }),
    ],
  },
  {
    name: 'an event after the server’s DISCONNECT',
    wire: joined(s('1'), c('2["a"]')),
    faults: [
      closes('EVENT a', 'The client sent EVENT for the namespace /, which it is no longer in.', {
        spec: LEAVING,
        hint: CROSSED,
      }),
    ],
  },
  {
    name: 'two DISCONNECTs that cross, the server’s first',
    wire: joined(s('1'), c('1')),
    faults: [
      closes('DISCONNECT /', 'The client sent DISCONNECT for the namespace /, which it is no longer in.', {
        spec: LEAVING,
        hint: CROSSED,
      }),
    ],
  },
  {
    name: 'two DISCONNECTs that cross, the client’s first',
    wire: joined(c('1'), s('1')),
    faults: [
      notice(
        'DISCONNECT /',
        'The server sent DISCONNECT for the namespace /, which the client is no longer in.',
        CLIENT_IGNORES,
        { spec: LEAVING },
      ),
    ],
  },
  {
    name: 'an event of the server before CONNECT',
    wire: session(s('2["a"]'), c('0')),
    faults: [
      notice(
        'EVENT a',
        'The server sent EVENT for the namespace /, which the client has not joined.',
        MAY_KEEP,
      ),
    ],
  },
  {
    name: 'CONNECT to a joined namespace',
    wire: joined(c('0'), c('2["a"]')),
    faults: [closes('CONNECT /', 'The client is in the namespace / already.')],
    units: labels('CONNECT /', 'CONNECT /', 'CONNECT /', 'EVENT a'),
  },
  {
    name: 'CONNECT twice before its answer',
    wire: session(c('0'), c('0'), s('0{"sid":"x1"}'), s('0{"sid":"x2"}'), c('2["a"]')),
    faults: [
      notice(
        'CONNECT /',
        'The client has asked for the namespace / already, and has no answer yet.',
        'Socket.IO’s server lets the client join twice, and answers twice.',
      ),
    ],
  },
  {
    name: 'a CONNECT_ERROR of the client',
    wire: joined(c('4{"message":"x"}')),
    faults: [closes('CONNECT_ERROR /', 'Only the server sends CONNECT_ERROR.')],
  },
  {
    name: 'CONNECT answered twice',
    wire: joined(s('0{"sid":"x2"}'), s('2["a"]')),
    faults: [
      notice(
        'CONNECT /',
        'The server has confirmed the namespace / already.',
        'Socket.IO’s client takes the new id, and emits “connect” again.',
      ),
    ],
  },
  {
    name: 'a CONNECT of the server that nobody asked for',
    wire: joined(s('0/admin,{"sid":"x2"}'), s('2/admin,["a"]'), s('2["b"]')),
    faults: [
      notice(
        'CONNECT /admin',
        'The server sent CONNECT for the namespace /admin, which the client has not joined.',
        CLIENT_IGNORES,
      ),
      notice(
        'EVENT a /admin',
        'The server sent EVENT for the namespace /admin, which the client has not joined.',
        MAY_KEEP,
      ),
    ],
  },
  {
    name: 'an answer to CONNECT without the id',
    wire: session(c('0'), s('0'), s('2["a"]')),
    faults: [
      closes('CONNECT /', 'The answer to a CONNECT has the id of the socket as “sid”.', {
        effect: 'Socket.IO’s client emits “connect_error”: the server seems to be 2.x.',
        hint: 'Socket.IO 2 answers like this.',
      }),
      notice(
        'EVENT a',
        'The server sent EVENT for the namespace /, which the client has not joined.',
        MAY_KEEP,
      ),
    ],
  },
  {
    name: 'a CONNECT_ERROR for a joined namespace',
    wire: joined(s('4{"message":"x"}'), c('2["a"]')),
    faults: [
      closes(
        'CONNECT_ERROR /',
        'CONNECT_ERROR answers a CONNECT, but the client is in the namespace / already.',
        { effect: 'Socket.IO’s client emits “connect_error”, and leaves the namespace.' },
      ),
      closes('EVENT a', 'The client sent EVENT for the namespace /, which it is no longer in.', {
        spec: LEAVING,
        hint: CROSSED,
      }),
    ],
  },
  {
    name: 'a CONNECT_ERROR without payload',
    wire: session(c('0'), s('4')),
    faults: [
      closes('CONNECT_ERROR /', 'The payload of CONNECT_ERROR is an object with a “message”.', {
        effect: 'Socket.IO’s client throws an error.',
      }),
    ],
  },
  ...['{}', '"no"'].map((payload) => ({
    name: `a CONNECT_ERROR with ${payload} for a message`,
    wire: session(c('0'), s(`4${payload}`)),
    faults: [
      closes('CONNECT_ERROR /', 'The payload of CONNECT_ERROR is an object with a “message”.', {
        effect: 'Socket.IO’s client emits “connect_error” without a reason.',
      }),
    ],
  })),
  {
    name: 'an event of the server before its answer to CONNECT, as connection state recovery sends them',
    wire: session(c('0{"pid":"p1","offset":"o1"}'), s('2["missed","o2"]'), s('0{"sid":"x1","pid":"p1"}')),
    faults: [],
  },
  {
    name: 'an event of the server for a namespace that the client has left',
    wire: joined(c('1'), s('2["a"]')),
    faults: [
      notice(
        'EVENT a',
        'The server sent EVENT for the namespace /, which the client is no longer in.',
        CLIENT_IGNORES,
        { spec: LEAVING },
      ),
    ],
  },
  {
    name: 'a DISCONNECT of the server from a namespace that the client has not joined',
    wire: joined(s('1/admin,')),
    faults: [
      notice(
        'DISCONNECT /admin',
        'The server sent DISCONNECT for the namespace /admin, which the client has not joined.',
        CLIENT_IGNORES,
      ),
    ],
  },
  {
    name: 'a session whose beginning is on another connection',
    wire: [...opened({ target: `${TARGET}&sid=abc` }), c('2["a"]'), c('35[]'), s('2/admin,["b"]')],
    faults: [],
  },
];

const ACKNOWLEDGEMENTS: readonly RuleCase[] = [
  {
    name: 'acknowledgements of both sides',
    wire: joined(c('20["a"]'), s('20["b"]'), s('30["A"]'), c('30["B"]')),
    faults: [],
  },
  {
    name: 'an acknowledgement of nothing',
    wire: joined(c('399[]'), c('2["a"]')),
    faults: [
      notice('ACK 99', 'No event asked for acknowledgement 99.', SERVER_IGNORES, { spec: ACKNOWLEDGEMENT }),
    ],
  },
  {
    name: 'an acknowledgement with another id than that of the event that waits',
    wire: joined(c('20["save",{}]'), s('31[]'), c('21["save",{}]'), s('30[]'), s('32[]')),
    faults: [
      notice(
        'ACK 1',
        'No event asked for acknowledgement 1. The latest event of the client, “save”, asked for 0 and had no answer yet.',
        CLIENT_IGNORES,
        { spec: ACKNOWLEDGEMENT },
      ),
      notice(
        'ACK 2',
        'No event asked for acknowledgement 2. The latest event of the client, “save”, asked for 1 and had no answer yet.',
        CLIENT_IGNORES,
        { spec: ACKNOWLEDGEMENT },
      ),
    ],
  },
  {
    name: 'an acknowledgement that comes twice',
    wire: joined(s('21["a"]'), c('31[]'), c('31[]')),
    faults: [
      notice('ACK 1', 'The client has acknowledged event 1 already.', SERVER_IGNORES, {
        spec: ACKNOWLEDGEMENT,
      }),
    ],
  },
  {
    name: 'an event that is sent again with its id, and acknowledged twice',
    wire: joined(c('21["a"]'), c('21["a"]'), s('31[]'), s('31[]')),
    faults: [
      notice('ACK 1', 'The server has acknowledged event 1 already.', CLIENT_IGNORES, {
        spec: ACKNOWLEDGEMENT,
      }),
    ],
  },
  {
    name: 'an acknowledgement with the id of an event in another namespace',
    wire: joined(c('0/admin,'), s('0/admin,{"sid":"x2"}'), c('2/admin,7["a"]'), s('37[]')),
    faults: [
      notice('ACK 7', 'No event asked for acknowledgement 7.', CLIENT_IGNORES, { spec: ACKNOWLEDGEMENT }),
    ],
  },
  {
    name: 'an acknowledgement of its sender’s own event',
    wire: joined(c('27["a"]'), c('37[]')),
    faults: [
      notice('ACK 7', 'No event asked for acknowledgement 7.', SERVER_IGNORES, { spec: ACKNOWLEDGEMENT }),
    ],
  },
  {
    name: 'an acknowledgement without an id',
    wire: joined(c('3[]')),
    faults: [notice('ACK ', 'This acknowledgement has no id.', SERVER_IGNORES, { spec: ACKNOWLEDGEMENT })],
  },
  {
    name: 'an acknowledgement id beyond 2^53',
    wire: joined(c('29007199254740993["a"]'), s('39007199254740992[]')),
    faults: [
      notice(
        'EVENT a',
        'The id 9007199254740993 is beyond 2^53: JavaScript reads it as 9007199254740992.',
        'Socket.IO answers with the id 9007199254740992, for which no callback waits.',
        { spec: ACKNOWLEDGEMENT, range: { start: 1, end: 17 } },
      ),
    ],
  },
  {
    name: 'an acknowledgement id of 400 digits',
    wire: joined(c(`2${'9'.repeat(400)}["a"]`)),
    faults: [
      notice(
        'EVENT a',
        'The id of 400 digits is beyond 2^53: JavaScript reads it as Infinity.',
        'Socket.IO answers with the id Infinity, for which no callback waits.',
        { spec: ACKNOWLEDGEMENT, range: { start: 1, end: 401 } },
      ),
    ],
  },
  {
    name: 'an acknowledgement id with zeros before it',
    wire: joined(c('2007["a"]'), s('37[]')),
    faults: [],
  },
  {
    name: 'a space where the acknowledgement id stands',
    wire: joined(c('2 ["a"]')),
    faults: [
      notice(
        'EVENT a',
        'Spaces stand where the acknowledgement id belongs.',
        'socket.io-parser takes them for a part of the id; alone they are the id 0.',
        { spec: FORMAT, range: { start: 1, end: 2 } },
      ),
    ],
  },
];

const malformed = (
  packet: string,
  unit: string,
  message: string,
  start: number,
  end = start + 1,
): RuleCase => ({
  name: `the packet ${packet}`,
  wire: joined(c(packet), c('2["b"]')),
  faults: [closes(unit, message, { spec: FORMAT, range: { start, end } })],
});

const FOLLOWED = 'The payload of a packet is one JSON value: something else follows it.';
const COUNT = 'A binary packet says after its type how many attachments follow, and “-”.';

const FORMS: readonly RuleCase[] = [
  malformed('9', 'unknown packet', 'A Socket.IO packet starts with its type, 0 to 6.', 0),
  malformed('', 'unknown packet', 'A Socket.IO packet starts with its type, 0 to 6.', 0, 0),
  malformed('2["a"', 'EVENT', 'The payload of a packet is JSON.', 4),
  malformed('2{}', 'EVENT', 'The payload of an event is an array.', 1),
  malformed('2[]', 'EVENT', 'The payload of an event starts with the event’s name, a string.', 2),
  malformed('2[null]', 'EVENT', 'The payload of an event starts with the event’s name, a string.', 2),
  malformed('2["connect"]', 'EVENT', 'This event name is reserved.', 2),
  malformed('2["\\u0064isconnect"]', 'EVENT', 'This event name is reserved.', 2),
  malformed('3{}', 'ACK ', 'The payload of an acknowledgement is an array.', 1),
  malformed('1{}', 'DISCONNECT /', 'A DISCONNECT packet has no payload.', 1),
  malformed('0[]', 'CONNECT /', 'The payload of CONNECT is an object.', 1),
  malformed('5["a"]', 'BINARY_EVENT', COUNT, 1),
  malformed('50-["a"]', 'BINARY_EVENT', COUNT, 1),
  malformed('51["a"]', 'BINARY_EVENT', COUNT, 1),
  malformed('511-["a"]', 'BINARY_EVENT', '11 attachments are announced; socket.io-parser allows 10.', 1),
  {
    name: 'two packets in one polling body without a separator between them',
    wire: [
      ...poll(encodeEngineOpen('abc'), ''),
      client(encodeRequest(`POST ${POLLING}&sid=abc`, [], '40')),
      server(encodeResponse('200 OK', 'ok')),
      ...poll('40{"sid":"x1"}', '&sid=abc'),
      ...poll('42["entry", "I was here"]42["count", 1]', '&sid=abc'),
    ],
    faults: [
      closes('EVENT', FOLLOWED, {
        spec: FORMAT,
        range: { start: 24, end: 25 },
        effect: CLIENT_CLOSES,
        hint: 'Two packets stand in one polling body without the separator between them, the byte 1e.',
      }),
    ],
  },
  {
    name: 'two packets in one WebSocket message',
    wire: joined(c('2["a"]42/chat,7["b"]')),
    faults: [
      closes('EVENT', FOLLOWED, {
        spec: FORMAT,
        range: { start: 6, end: 7 },
        hint: 'Two packets stand in one WebSocket message: each needs a message of its own.',
      }),
    ],
  },
  ...[']', '[1]', '42', ' x'].map((rest) => ({
    ...malformed(`2["a"]${rest}`, 'EVENT', FOLLOWED, rest === ' x' ? 7 : 6),
    name: `an event with ${JSON.stringify(rest)} after it`,
  })),
  malformed('2["a" 42["b"]]', 'EVENT', 'The payload of a packet is JSON.', 6),
  {
    name: 'a malformed packet of the server',
    wire: joined(s('2{}'), s('2["b"]')),
    faults: [
      closes('EVENT', 'The payload of an event is an array.', {
        spec: FORMAT,
        range: { start: 1, end: 2 },
        effect: CLIENT_CLOSES,
      }),
    ],
    units: labels('CONNECT /', 'CONNECT /', 'EVENT', 'EVENT b'),
  },
  {
    name: 'an event whose name is a number, and one whose name is empty',
    wire: joined(c('2[1]'), c('2[""]'), c('2["error"]')),
    faults: [],
    units: labels('CONNECT /', 'CONNECT /', 'EVENT 1', 'EVENT', 'EVENT error'),
  },
  {
    name: 'an event of the client without payload',
    wire: joined(c('2')),
    faults: [
      notice(
        'EVENT',
        'This event has no payload, and so no name.',
        'Socket.IO’s server calls no handler for it.',
        {
          spec: DATA,
        },
      ),
    ],
  },
  {
    name: 'an event of the server without payload',
    wire: joined(s('2')),
    faults: [
      notice(
        'EVENT',
        'This event has no payload, and so no name.',
        'Socket.IO’s client throws an error: “Invalid array length”.',
        { spec: DATA },
      ),
    ],
  },
  {
    name: 'an event of the server without payload that asks for an acknowledgement',
    wire: joined(s('21')),
    faults: [
      notice(
        'EVENT',
        'This event has no payload, and so no name.',
        'Socket.IO’s client calls no handler for it.',
        { spec: DATA },
      ),
    ],
  },
];

/** The payload of a Close frame: 1000. */
const NORMAL = Uint8Array.of(3, 232);
const PLACEHOLDER = '{"_placeholder":true,"num":0}';

const ATTACHMENTS: readonly RuleCase[] = [
  {
    name: 'an event with attachments, and one attachment in two places',
    wire: joined(
      c(`52-["a",${PLACEHOLDER},{"deep":[{"_placeholder":true,"num":1}]}]`),
      bytesOf(1),
      bytesOf(),
      c(`51-["b",${PLACEHOLDER},${PLACEHOLDER}]`),
      bytesOf(2),
      c(`2["c",${PLACEHOLDER}]`),
    ),
    faults: [],
    units: labels('CONNECT /', 'CONNECT /', 'BINARY_EVENT a', 'BINARY_EVENT b', 'EVENT c'),
  },
  {
    name: 'more attachments than announced',
    wire: joined(c(`51-["a",${PLACEHOLDER}]`), bytesOf(1), bytesOf(2), c('2["b"]')),
    faults: [
      closes('unknown packet', 'Binary data came, but no packet waits for an attachment.', { spec: FORMAT }),
    ],
    units: labels('CONNECT /', 'CONNECT /', 'BINARY_EVENT a', 'unknown packet', 'EVENT b'),
  },
  {
    name: 'binary data without a packet, of the server',
    wire: joined(serverFrame('binary', 'x')),
    faults: [
      closes('unknown packet', 'Binary data came, but no packet waits for an attachment.', {
        spec: FORMAT,
        effect: CLIENT_CLOSES,
      }),
    ],
  },
  {
    name: 'text among the attachments',
    wire: joined(c(`52-["a",${PLACEHOLDER}]`), bytesOf(1), c('2["b"]'), bytesOf(2), c('2["c"]')),
    faults: [
      // The packet before it is whole later, but has a placeholder too few.
      notice(
        'BINARY_EVENT a',
        'No placeholder stands for attachment 1.',
        'Socket.IO drops the attachment: no handler gets it.',
        {
          spec: FORMAT,
          range: { start: 3, end: 38 },
        },
      ),
      closes('EVENT b', 'Text came before the attachments of the previous packet were complete: 1 of 2.', {
        spec: FORMAT,
      }),
    ],
    units: labels('CONNECT /', 'CONNECT /', 'BINARY_EVENT a', 'EVENT b', 'EVENT c'),
  },
  {
    name: 'text instead of all attachments',
    wire: joined(c(`51-["a",${PLACEHOLDER}]`), c('2["b"]')),
    faults: [
      closes('EVENT b', 'Text came before the attachments of the previous packet were complete: 0 of 1.', {
        spec: FORMAT,
      }),
    ],
  },
  {
    name: 'attachments that never come',
    wire: joined(
      c(`52-["a",${PLACEHOLDER},{"_placeholder":true,"num":1}]`),
      bytesOf(1),
      clientFrame('close', NORMAL),
      ends('client'),
    ),
    faults: [
      {
        layer: 'socket.io',
        unit: 'BINARY_EVENT a',
        message: 'The connection ended before all attachments came: 1 of 2.',
        spec: FORMAT,
        kind: 'cut',
        range: START,
        effect: 'Socket.IO’s server drops the packet.',
      },
    ],
  },
  {
    name: 'attachments of the server that never come',
    wire: joined(s(`51-["a",${PLACEHOLDER}]`), serverFrame('close', NORMAL), isReset('server')),
    faults: [
      {
        layer: 'socket.io',
        unit: 'BINARY_EVENT a',
        message: 'The connection ended before all attachments came: 0 of 1.',
        spec: FORMAT,
        kind: 'cut',
        range: START,
        effect: 'Socket.IO’s client drops the packet.',
      },
    ],
  },
  {
    name: 'a placeholder for an attachment that does not exist',
    wire: joined(c('51-["a",{"_placeholder":true,"num":1}]'), bytesOf(1), c('2["b"]')),
    faults: [
      closes('BINARY_EVENT a', 'A placeholder names an attachment that does not exist.', {
        spec: FORMAT,
        range: { start: 3, end: 38 },
      }),
    ],
    units: labels('CONNECT /', 'CONNECT /', 'BINARY_EVENT a', 'EVENT b'),
  },
  {
    name: 'a placeholder without a number',
    wire: joined(c('51-["a",{"_placeholder":true}]'), bytesOf(1)),
    faults: [
      closes('BINARY_EVENT a', 'A placeholder names an attachment that does not exist.', {
        spec: FORMAT,
        range: { start: 3, end: 30 },
      }),
    ],
  },
  {
    name: 'an attachment without a placeholder',
    wire: joined(c('51-["a"]'), bytesOf(1), c('2["b"]')),
    faults: [
      notice(
        'BINARY_EVENT a',
        'No placeholder stands for attachment 0.',
        'Socket.IO drops the attachment: no handler gets it.',
        {
          spec: FORMAT,
          range: { start: 3, end: 8 },
        },
      ),
    ],
  },
  {
    name: 'an event of 13,000 values with an attachment',
    wire: joined(c(`51-["a",${PLACEHOLDER},[${Array(13_000).fill(0)}]]`), bytesOf(1)),
    faults: [],
    units: labels('CONNECT /', 'CONNECT /', 'BINARY_EVENT a'),
  },
];

/** Socket.IO protocol v5: who may send what, when. */
export const SOCKET_IO_RULES: readonly RuleCase[] = [
  ...NAMESPACES,
  ...ACKNOWLEDGEMENTS,
  ...FORMS,
  ...ATTACHMENTS,
];
