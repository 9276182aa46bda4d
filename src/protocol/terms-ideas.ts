import type { Term } from './layer';

const SOCKETIO_DOCS = 'Socket.IO v4 documentation';
const define = (name: string, text: string, spec: string, ...also: readonly string[]): Term => ({
  name,
  text,
  spec,
  ...(also.length > 0 && { also }),
});

const ENGINE = 'Engine.IO protocol v4';
const SOCKET = 'Socket.IO protocol v5';
const WEBSOCKETS = 'WebSockets Standard §3';

/** Concepts that are not one field on the wire. */
export const IDEA_TERMS: Readonly<Record<string, Term>> = {
  client: define('Client', 'The side that opens the connection and asks first.', 'RFC 9110 §3.3'),
  server: define('Server', 'The side that waits for connections and answers.', 'RFC 9110 §3.3'),
  connection: define(
    'Connection',
    'Two streams of bytes, one each way, between a port of one host and a port of another.',
    'RFC 9293 §4',
  ),
  'half-close': define(
    'Half-close',
    'One side has said that it sends no more; it can still receive what the other sends.',
    'RFC 9293 §3.6',
  ),
  'head-of-line-blocking': define(
    'Head-of-line blocking',
    'Something that is ready has to wait, because something before it is stuck.',
    'RFC 9112 §9.4',
  ),
  'round-trip': define(
    'Round trip',
    'From sending something to the arrival of what answers it: there and back again.',
    'RFC 2681 §2.4',
  ),
  'persistent-connection': define(
    'Persistent connection',
    'A connection that carries several requests and their responses, one after the other.',
    'RFC 9112 §9.3',
  ),
  pipelining: define(
    'Pipelining',
    'Sending further requests on a connection before the responses to the earlier ones have come; they are answered in order.',
    'RFC 9112 §9.3.2',
  ),
  'opening-handshake': define(
    'Opening handshake',
    'The HTTP request and the response 101 after which both sides speak WebSocket.',
    'RFC 6455 §4',
  ),
  'closing-handshake': define(
    'Closing handshake',
    'A Close frame each way; the server then ends the TCP connection.',
    'RFC 6455 §7.1.2',
  ),
  subprotocol: define(
    'Subprotocol',
    'What the two sides agree to speak in their messages: the client offers names, the server picks one.',
    'RFC 6455 §1.9',
  ),
  'control-frame': define(
    'Control frame',
    'Close, Ping or Pong: at most 125 bytes, never in fragments, and allowed between the fragments of a message.',
    'RFC 6455 §5.5',
  ),
  fragmentation: define(
    'Fragmentation',
    'Sending one message in several frames, so that it can begin before its length is known.',
    'RFC 6455 §5.4',
  ),
  'per-message-deflate': define(
    'permessage-deflate',
    'An extension by which the payload of a message is compressed; both sides agree to it in the handshake.',
    'RFC 7692 §7',
  ),
  'context-takeover': define(
    'Context takeover',
    'The compressor remembers earlier messages, so that repeated text takes few bytes.',
    'RFC 7692 §7.1.1',
  ),
  'abnormal-closure': define(
    '1006',
    'What the API says when the connection ended without a Close frame; it is never sent on the wire.',
    'RFC 6455 §7.1.5',
  ),
  backpressure: define(
    'Backpressure',
    'What makes a sender wait because the receiver is slower; the browser’s WebSocket only tells how much waits, in bufferedAmount.',
    WEBSOCKETS,
  ),
  heartbeat: define(
    'Heartbeat',
    'Asking at intervals whether the other side is still there, since silence alone does not say that it is gone.',
    'RFC 6455 §5.5.2',
  ),
  'tcp-keep-alive': define(
    'Keep-alive',
    'TCP’s own check, on a silent connection, that the other side is still there; it is off unless switched on.',
    'RFC 9293 §3.8.4',
  ),
  'full-duplex': define(
    'Full duplex',
    'Both sides may send at any time, even at the same time.',
    'RFC 6455 §1.2',
  ),
  'polling-short': define(
    'Polling',
    'Asking again and again; every question is answered at once, mostly with “nothing new”.',
    'RFC 6202 §2',
  ),
  transport: define(
    'Transport',
    'How a session’s packets travel: HTTP long-polling, WebSocket or WebTransport.',
    ENGINE,
  ),
  session: define(
    'Session',
    'What begins with the open packet and outlives a change of the transport; its sid names it.',
    ENGINE,
  ),
  'transport-upgrade': define(
    'Upgrade of the transport',
    'The session moves from polling to WebSocket after a probe has come back; not the Upgrade header field of HTTP.',
    ENGINE,
  ),
  namespace: define(
    'Namespace',
    'A channel of its own over the one connection, named like a path; “/” is the main one.',
    SOCKET,
  ),
  acknowledgement: define(
    'Acknowledgement',
    'The other side’s answer to one event, paired with it by a number; TCP’s acknowledgement is something else.',
    SOCKET,
    'acknowledgment',
    'ack',
    'callback',
  ),
  event: define('Event', 'A name and arguments: what emit() sends and on() receives.', SOCKET),
  'engine-io': define(
    'Engine.IO',
    'The protocol below Socket.IO: it keeps a session over HTTP requests or a WebSocket, and knows nothing of events.',
    ENGINE,
    'EIO=4',
  ),
  attachment: define(
    'Attachment',
    'Bytes of an event, sent beside its text as a message of their own; a placeholder says where they belong.',
    SOCKET,
  ),
  listener: define('Listener', 'A function that runs when an event of its name comes.', SOCKETIO_DOCS),
  room: define(
    'Room',
    'A name under which the server keeps some of its clients; only the server puts them in, and no client sees it.',
    SOCKETIO_DOCS,
    'join',
    'leave',
  ),
  broadcast: define(
    'Broadcast',
    'One emit of the server to many clients: a packet for each of them.',
    SOCKETIO_DOCS,
  ),
  middleware: define(
    'Middleware',
    'A function of the server that each new client passes first, and that may refuse it.',
    SOCKETIO_DOCS,
  ),
  backoff: define(
    'Backoff',
    'Waiting longer after each failed attempt, by a partly random time, so that not all clients come back at once.',
    SOCKETIO_DOCS,
  ),
  volatile: define(
    'Volatile event',
    'An event that may be lost: it is not kept for later when it cannot be sent now.',
    SOCKETIO_DOCS,
  ),
  'emit-with-ack': define(
    'emitWithAck',
    'An emit that gives a promise of the acknowledgement; with timeout(ms) before it, one that rejects when none comes.',
    SOCKETIO_DOCS,
    'await',
    'operation has timed out',
  ),
  retries: define(
    'retries',
    'A client’s option: an event that was not acknowledged within ackTimeout is sent again, and so may arrive more than once.',
    SOCKETIO_DOCS,
    'ackTimeout',
    'at least once',
    'duplicate',
  ),
  'socket-io-id': define(
    'socket.id',
    'Names one client in one namespace. It is new with each connection, unless the state was recovered, and does not identify a person.',
    SOCKETIO_DOCS,
  ),
  manager: define(
    'Manager',
    'The part of a client that holds the connection and reconnects it; the sockets of several namespaces share one.',
    SOCKETIO_DOCS,
    'multiplex',
    'forceNew',
    'socket.io',
  ),
  reconnection: define(
    'Reconnection',
    'The client connects again by itself when the connection was lost; after it was refused or sent away, it does not.',
    SOCKETIO_DOCS,
    'reconnectionDelay',
    'reconnect_attempt',
    'reconnectionAttempts',
  ),
  'disconnect-reason': define(
    'Disconnect reason',
    'What a listener for disconnect is told: after “io server disconnect” and “io client disconnect” a client stays away, after the others it comes back.',
    SOCKETIO_DOCS,
    'transport close',
    'transport error',
    'ping timeout',
  ),
  'connect-error': define(
    'connect_error',
    'What a client hears when it could not connect, after which it tries again, or when a middleware has refused it, after which it does not.',
    SOCKETIO_DOCS,
    'xhr poll error',
    'websocket error',
  ),
  'catch-all-listener': define(
    'onAny',
    'A listener for each event that comes, whatever its name; onAnyOutgoing hears each that goes.',
    SOCKETIO_DOCS,
    'catch-all',
  ),
  adapter: define(
    'Adapter',
    'The part of a server that keeps rooms and sends to them; with an adapter for Redis or the like, several servers act as one.',
    SOCKETIO_DOCS,
    'redis',
    'cluster',
    'scaling',
  ),
  'sticky-session': define(
    'Sticky session',
    'A load balancer sends all requests of a client to the same server; long polling needs that, since a session lives in one server.',
    SOCKETIO_DOCS,
    'load balancer',
    'nginx',
    'session id unknown',
    '400',
  ),
  cors: define(
    'CORS',
    'Headers by which a server lets pages of other origins read its responses; long polling needs them, a WebSocket handshake knows only Origin.',
    'Fetch Standard, “CORS protocol”',
    'cross-origin',
    'Access-Control-Allow-Origin',
  ),
  'connection-state-recovery': define(
    'Connection state recovery',
    'The server keeps the id, the rooms, the data and the missed events of a client for a while, in case it comes back.',
    SOCKETIO_DOCS,
    'recovered',
    'offset',
  ),
};
