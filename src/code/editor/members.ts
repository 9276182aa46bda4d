/** A completion, and what it does. */
export interface Completion {
  readonly label: string;
  readonly info: string;
  /** The text to insert instead; `#{}` is where the cursor goes. */
  readonly snippet?: string;
}

/** The type of an expression before a dot, if its members are known. */
export type Kind =
  | 'socket'
  | 'io'
  | 'namespace'
  | 'engine'
  | 'manager'
  | 'broadcast'
  | 'broadcast with a timeout'
  | 'flagged socket';

export type End = 'client' | 'server';

const of = (label: string, info: string, snippet?: string): Completion =>
  snippet === undefined ? { label, info } : { label, info, snippet };

const EMIT = "emit('#{name}', #{data})";
const ON = "on('#{name}', (#{data}) => {\n  #{}\n})";
const CONNECTION = "on('connection', (socket) => {\n  #{}\n})";

const EVENTS = [
  of('on', 'Registers a listener for an event; it is called each time the event arrives.', ON),
  of('once', 'Registers a listener that is called for the first such event only.'),
  of('off', 'Removes a listener of an event, or all of them when only the name is given.'),
  of('onAny', 'Registers a catch-all listener; it gets the event’s name, then its arguments.'),
  of('offAny', 'Removes a catch-all listener, or all of them when none is given.'),
];
const timeout = of(
  'timeout',
  'Makes the acknowledgement of the next emit fail when it has not come after so many milliseconds.',
  'timeout(#{5000})',
);
const emitWithAck = of(
  'emitWithAck',
  'Emits an event and returns a promise of the other side’s acknowledgement.',
);
const rooms = [
  of('to', 'Adds a room that the next emit goes to; the sender itself is left out.'),
  of('in', 'The same as to.'),
  of('except', 'Leaves out whoever is in this room when the next emit is broadcast.'),
];
const broadcast = of('broadcast', 'Makes the next emit go to every client but this one.');
const SENDING = {
  client: [
    of('emit', 'Emits an event to the server; a function as last argument gets the acknowledgement.', EMIT),
    emitWithAck,
    timeout,
    of('volatile', 'Makes the next emit be dropped, not buffered, while the socket is not connected.'),
  ],
  server: [
    of('emit', 'Emits an event to this client; a function as last argument gets the acknowledgement.', EMIT),
    emitWithAck,
    timeout,
    of('volatile', 'Makes the next emit be dropped when the client is not ready to receive it.'),
  ],
} as const;

const CLIENT_SOCKET = [
  ...EVENTS,
  ...SENDING.client,
  of('connect', 'Connects the socket by hand, for instance after disconnect().'),
  of('disconnect', 'Disconnects the socket by hand; it will not try to reconnect.'),
  of('connected', 'Whether the socket is connected to the server now.'),
  of('active', 'Whether the socket will try to reconnect by itself.'),
  of('id', 'The socket’s identifier, new for each connection; undefined while it is not connected.'),
  of('recovered', 'Whether the last reconnection recovered the connection’s state.'),
  of('auth', 'The credentials that are sent when it next connects to the namespace.'),
  of('io', 'The Manager: it keeps the connection for all namespaces, and reconnects.'),
];
const SERVER_SOCKET = [
  ...EVENTS,
  ...SENDING.server,
  broadcast,
  ...rooms,
  of('join', 'Adds this socket to a room.', "join('#{room}')"),
  of('leave', 'Removes this socket from a room.', "leave('#{room}')"),
  of('rooms', 'The Set of rooms that this socket is in; one of them has its id as name.'),
  of('id', 'The identifier of this session; the client’s socket has the same one.'),
  of('data', 'An object of your own that stays with this socket.'),
  of('handshake', 'How the connection was asked for: headers, query, auth, address and time.'),
  of('connected', 'Whether this socket is connected now.'),
  of('recovered', 'Whether its state was recovered when the client reconnected.'),
  of('disconnect', 'Disconnects this client from the namespace; with true, its whole connection is closed.'),
  of('use', 'Registers a middleware, which each packet that arrives passes first.'),
  of('nsp', 'The namespace that this socket belongs to.'),
];
const NAMESPACE = [
  of('on', 'Registers a listener; a connection event brings the socket of each new client.', CONNECTION),
  of('emit', 'Emits an event to all connected clients of the namespace.', EMIT),
  of('to', 'Makes the next emit go to the clients in this room only.'),
  of('in', 'The same as to.'),
  of('except', 'Makes the next emit go to all clients but those in this room.'),
];
const SERVER_WIDE = [
  of('use', 'Registers a middleware, which each client passes before it is connected.'),
  of('fetchSockets', 'Returns a promise of all sockets of the namespace.'),
  of('socketsJoin', 'Makes all sockets join a room.'),
  of('socketsLeave', 'Makes all sockets leave a room.'),
  of('disconnectSockets', 'Makes all sockets disconnect.'),
  of(
    'timeout',
    'Makes acknowledgements fail that have not come after so many milliseconds.',
    'timeout(#{5000})',
  ),
  of('emitWithAck', 'Emits an event to all clients and returns a promise of all their acknowledgements.'),
];
const BROADCAST = [
  of('emit', 'Emits an event to all the clients that are chosen.', EMIT),
  of('to', 'Adds the clients in this room.'),
  of('except', 'Leaves out the clients in this room.'),
  timeout,
  of('volatile', 'Makes the next emit be dropped for clients that are not ready to receive it.'),
];
const WAITING = [
  of('emit', 'Emits an event; the callback gets an error, if any, and all acknowledgements.', EMIT),
  of('emitWithAck', 'Emits an event and returns a promise of all acknowledgements.'),
];
const MANAGER = [
  of('on', 'Registers a listener for an event of the Manager, such as reconnect_attempt.', ON),
  of('engine', 'The Engine.IO connection; engine.transport.name is polling or websocket.'),
];

/** The members offered after a dot, by end and type. */
export const MEMBERS: Readonly<Record<End, Readonly<Partial<Record<Kind, readonly Completion[]>>>>> = {
  client: { socket: CLIENT_SOCKET, manager: MANAGER, 'flagged socket': SENDING.client },
  server: {
    socket: SERVER_SOCKET,
    io: [
      ...NAMESPACE,
      of('of', 'Returns the namespace of this name, with its own sockets, rooms and middlewares.'),
      ...SERVER_WIDE,
      of('engine.clientsCount', 'How many Engine.IO clients are connected now.'),
    ],
    namespace: [...NAMESPACE, ...SERVER_WIDE],
    engine: [of('clientsCount', 'How many Engine.IO clients are connected now.')],
    broadcast: BROADCAST,
    'broadcast with a timeout': WAITING,
    'flagged socket': [...SENDING.server, broadcast, ...rooms],
  },
};

const SOCKET_SNIPPETS = [
  of("socket.on('name', …)", 'Registers a listener for an event.', `socket.${ON}`),
  of("socket.emit('name', …)", 'Emits an event to the other side.', `socket.${EMIT}`),
];
const EVERYWHERE = [
  of('console.log', 'Writes its arguments to this program’s console.', 'console.log(#{})'),
  of(
    'setTimeout',
    'Calls a function once, after so many milliseconds.',
    'setTimeout(() => {\n  #{}\n}, #{1000})',
  ),
  of(
    'setInterval',
    'Calls a function every so many milliseconds.',
    'setInterval(() => {\n  #{}\n}, #{1000})',
  ),
];

/** What an expression can start with. */
export const WORDS: Readonly<Record<End, readonly Completion[]>> = {
  client: [
    of('io', 'Connects to the server, or to one of its namespaces, and returns the socket.', 'io(#{})'),
    of('socket', 'This client’s end of the connection.'),
    ...SOCKET_SNIPPETS,
    ...EVERYWHERE,
  ],
  server: [
    of('io', 'The Socket.IO server.'),
    of('socket', 'The server’s end of the connection to one client.'),
    of("io.on('connection', …)", 'Registers what to do with each new client.', `io.${CONNECTION}`),
    ...SOCKET_SNIPPETS,
    ...EVERYWHERE,
  ],
};
