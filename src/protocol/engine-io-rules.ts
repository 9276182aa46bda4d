import type { ByteRange, Fault, Peer } from './layer-unit';
import { grouped, nameOf, quote } from './text';

/** A broken rule, and what a real endpoint closes because of it: the session, this one WebSocket, or nothing. */
export interface Finding {
  readonly fault: Fault;
  readonly closes: 'session' | 'websocket' | null;
}

type Section =
  | 'Handshake'
  | 'Heartbeat'
  | 'Upgrade'
  | 'Packet encoding'
  | 'Sending data'
  | 'Receiving data'
  | 'Query parameters';

/** Where a rule stands: Engine.IO protocol v4. */
const cite = (section: Section): string => `Engine.IO protocol v4, “${section}”`;

const FIRST = { start: 0, end: 1 };

/** The real endpoint goes on as if nothing had come, or takes it all the same. */
function notice(section: Section, message: string, effect: string, range = FIRST): Finding {
  return { fault: { message, spec: cite(section), range, kind: 'notice', effect }, closes: null };
}

function broken(
  section: Section,
  message: string,
  effect: string,
  {
    closes = 'session',
    range = FIRST,
    ...more
  }: Partial<Pick<Fault, 'range' | 'hint' | 'closeCode'>> & Partial<Pick<Finding, 'closes'>> = {},
): Finding {
  return { fault: { message, spec: cite(section), range, effect, ...more }, closes };
}

const closesSession = (sender: Peer): string =>
  `Engine.IO’s ${sender === 'client' ? 'server' : 'client'} closes the session.`;
const ignores = (sender: Peer): string =>
  `Engine.IO’s ${sender === 'client' ? 'server' : 'client'} ignores it.`;

const OLD_SERVER = 'These bytes look like Engine.IO 3: the server may be Socket.IO 2, older than its client.';

export function unknownType(sender: Peer, byte: number | undefined, hasLength: boolean): Finding {
  const what =
    byte === undefined
      ? 'An empty packet'
      : `A packet that starts with 0x${byte.toString(16).padStart(2, '0')}`;
  return broken('Packet encoding', `${what} is none of the types 0 to 6.`, closesSession(sender), {
    range: byte === undefined ? { start: 0, end: 0 } : FIRST,
    ...(hasLength && { hint: OLD_SERVER }),
  });
}

/** A body of version 3 in a session of version 4. */
export const countedBody = (): Finding =>
  broken(
    'Packet encoding',
    'In version 4 no length stands before a packet.',
    'Engine.IO’s client reports “server error”, and gives up.',
    { hint: OLD_SERVER },
  );

export const badLength = (message: string): Finding => ({
  fault: {
    message,
    spec: 'Engine.IO protocol v3, “Payload”',
    range: FIRST,
    effect: 'Engine.IO 3 reports a parse error, and closes the session.',
  },
  closes: 'session',
});

/** What the older version is, on the packet that opens its session. */
export const version3 = (): Finding => ({
  fault: {
    message: 'This is Engine.IO 3, which Socket.IO 2 speaks; version 4 came with Socket.IO 3.',
    spec: 'Engine.IO protocol v4, “From v3 to v4”',
    range: FIRST,
    kind: 'notice',
    effect:
      'The two do not understand each other: in version 3 the client sends the pings, a length stands before each packet of a polling body, and the server puts each client in the namespace / unasked. A Socket.IO 4 server takes such clients only with allowEIO3.',
  },
  closes: null,
});

export const notBase64 = (sender: Peer, at: number): Finding =>
  notice(
    'Packet encoding',
    'The data of a “b” packet must be base64.',
    `Node’s ${sender === 'client' ? 'server' : 'client'} takes “-” for “+” and “_” for “/”, skips other such characters, and stops at “=”.`,
    { start: at, end: at + 1 },
  );

export const binaryBody = (): Finding =>
  broken(
    'Packet encoding',
    'A polling body of version 4 is text: application/octet-stream is refused.',
    'Engine.IO’s server answers 400, and closes the session.',
    { hint: 'A client of Engine.IO 3 sends such bodies.' },
  );

export const tooLong = (size: number, limit: number, isPolling: boolean): Finding =>
  broken(
    'Handshake',
    `The server takes at most ${grouped(limit)} bytes at once (maxPayload); these are ${grouped(size)}.`,
    isPolling
      ? 'Engine.IO’s server answers 413, and drops all of it.'
      : 'Engine.IO’s server closes the WebSocket with close code 1009.',
    isPolling ? { closes: null } : { closeCode: 1009 },
  );

export const withoutSession = (): Finding =>
  broken(
    'Handshake',
    'A session is opened with GET: this POST names none.',
    'Engine.IO’s server answers 400, “Bad handshake method”.',
    { closes: null },
  );

export const overlap = (method: 'GET' | 'POST'): Fault =>
  broken(
    method === 'GET' ? 'Receiving data' : 'Sending data',
    `The client sends another ${method} although the one before has no answer yet.`,
    'Engine.IO’s server answers 400, and closes the session.',
  ).fault;

// The open packet.

export const openOfClient = (): Finding =>
  notice('Handshake', 'Only the server opens a session.', ignores('client'));

export const openedTwice = (): Finding =>
  notice(
    'Handshake',
    'This session is open already.',
    'Engine.IO’s client takes the new id and settings, and goes on.',
  );

export const badOpen = (message: string, effect: string, range: ByteRange): Finding =>
  broken('Handshake', message, effect, { range });

export const beforeOpen = (sender: Peer, kind: string): Finding =>
  sender === 'server'
    ? notice(
        'Handshake',
        `The server’s first packet is open, not ${kind}.`,
        'Socket.IO’s client loses messages that come before it.',
      )
    : notice(
        'Handshake',
        'The client sent this before the server opened the session.',
        'Engine.IO’s server loses what comes together with the opening handshake.',
      );

export const afterClose = (sender: Peer): Finding =>
  notice(
    'Packet encoding',
    `${nameOf(sender)} sent this after the session was closed.`,
    sender === 'client'
      ? 'Engine.IO’s server ignores it, and answers later requests with 400, “Session ID unknown”.'
      : ignores(sender),
  );

export const closeOnWebSocket = (sender: Peer): Finding =>
  notice(
    'Packet encoding',
    'Engine.IO sends no close packet on WebSocket: it closes the WebSocket itself.',
    ignores(sender),
  );

// Heartbeats.

export const pingOfClient = (looksLikeEvent: boolean): Finding =>
  broken(
    'Heartbeat',
    'In this version the server sends the pings, and the client the pongs.',
    'Engine.IO’s server closes the session: “invalid heartbeat direction”.',
    {
      hint: looksLikeEvent
        ? 'These bytes look like a Socket.IO event without the “4” of an Engine.IO message before it.'
        : 'Clients of Engine.IO 3, which Socket.IO 2 uses, send pings.',
    },
  );

export const pongOfServer = (): Finding =>
  notice('Heartbeat', 'Only the client sends pongs, except to a probe.', ignores('server'));

export const pongOfNothing = (): Finding =>
  notice(
    'Heartbeat',
    'No ping of the server waits for this pong.',
    'Engine.IO’s server waits for pingInterval again before its next ping.',
  );

export const noPing = (intervalMs: number, timeoutMs: number, hasPinged: boolean): Finding => {
  const seconds = (ms: number) => `${ms / 1000} s`;
  const { fault, closes } = notice(
    'Heartbeat',
    `The open packet announces a ping every ${seconds(intervalMs)} (pingInterval), and no ping came for ${seconds(intervalMs + timeoutMs)} (pingInterval + pingTimeout) before this.`,
    'Socket.IO’s client gives the session up then: “ping timeout”.',
  );
  const hint = hasPinged
    ? 'The server was stopped or busy, or the network no longer brought its pings.'
    : 'No ping came in this session at all: in version 4 the server sends the pings (packet 2); in version 3 the client did.';
  return { fault: { ...fault, hint }, closes };
};

// Moving to WebSocket.

export const probeElsewhere = (where: string): Finding =>
  broken(
    'Upgrade',
    `A probe is the first packet on a new WebSocket; this is ${where}.`,
    'Engine.IO’s server closes the session: “invalid heartbeat direction”.',
  );

export const beforeUpgrade = (sender: Peer, kind: string): Finding =>
  sender === 'client'
    ? broken(
        'Upgrade',
        `Before the session moves to this WebSocket, the client sends only a probe and upgrade here, not ${kind}.`,
        'Engine.IO’s server closes this WebSocket, and the session stays on long-polling.',
        { closes: 'websocket' },
      )
    : broken(
        'Upgrade',
        `Before the session moves to this WebSocket, the server sends only the answer to the probe here, not ${kind}.`,
        'Engine.IO’s client gives up the upgrade, or loses the packet when the answer has come.',
        { closes: null },
      );

export const upgradeWithoutProbe = (): Finding =>
  notice(
    'Upgrade',
    'The client moved the session here without a probe that the server had answered.',
    'Engine.IO’s server takes it.',
  );

export const upgradeElsewhere = (sender: Peer): Finding =>
  notice(
    'Upgrade',
    sender === 'server'
      ? 'Only the client sends upgrade.'
      : 'Upgrade is sent on a new WebSocket, after its probe.',
    ignores(sender),
  );

export const noopOfClient = (): Finding =>
  notice('Upgrade', 'Only the server sends noop, to end a waiting poll.', ignores('client'));

export const hasMoved = (): Finding =>
  broken(
    'Upgrade',
    'The session has moved to WebSocket: the client no longer sends by polling.',
    'Engine.IO’s server answers 400, “Bad request”.',
    { closes: null },
  );

// Responses that refuse a request.

/** By the code of an error: what the server means, and what usually causes it. */
const ERRORS: readonly (readonly [reason: string, meaning: string, cause: string])[] = [
  [
    'Transport unknown',
    'the server does not offer the transport that the request names.',
    'The server’s “transports” option leaves it out, or the query got lost on the way.',
  ],
  [
    'Session ID unknown',
    'the server has no session with this id.',
    'With several servers, the session lives on another one: a load balancer needs sticky sessions. Or the server has restarted, or the session timed out.',
  ],
  [
    'Bad handshake method',
    'a request without “sid” opens a session, and must be a GET.',
    'The “sid” got lost.',
  ],
  [
    'Bad request',
    'the request does not fit the session.',
    'It polls although the session has moved to WebSocket, or a proxy took the Upgrade header out of the opening handshake.',
  ],
  [
    'Forbidden',
    'the server does not let this client in.',
    'The server’s “allowRequest” function refused it. (Without CORS the browser refuses, not the server.)',
  ],
  [
    'Unsupported protocol version',
    'the server does not speak this version of Engine.IO.',
    'The client is Socket.IO 2, and the server is newer: update the client, or set “allowEIO3” on the server.',
  ],
];

/** The code whose reason these are the words of; -1 when there is none. */
export const codeOfReason = (text: string): number => ERRORS.findIndex(([reason]) => reason === text);

const UNKNOWN_SESSION = 1;

/** What an error of the server says; null for a code that has no meaning. `isLeft`: the client had closed the session. */
export function refusal(code: number, said: string, isLeft: boolean): Fault | null {
  const known = ERRORS[code];
  if (known === undefined) return null;
  const [reason, meaning, hint] = known;
  const own = said === reason || said === '' ? '' : ` (${quote(said)})`;
  const message = `${reason}${own}: ${meaning}`;
  const why =
    isLeft && code === UNKNOWN_SESSION
      ? { effect: 'A consequence: the client had closed this session before.' }
      : { hint };
  return { message, spec: cite('Query parameters'), range: FIRST, kind: 'notice', ...why };
}
