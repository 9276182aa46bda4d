/** A word that can stand where one writes, and what it does. */
export interface Completion {
  readonly label: string;
  readonly info: string;
  /** What is inserted instead; `#{}` stands where one goes on. */
  readonly snippet?: string;
}

/** What can stand here, from `from` on. */
export interface Completions {
  /** Where the word that is completed begins, in the text before the cursor. */
  readonly from: number;
  readonly options: readonly Completion[];
}

const option = (label: string, info: string, snippet?: string): Completion =>
  snippet === undefined ? { label, info } : { label, info, snippet };

const BOTH = [
  option(
    'on',
    'Registers a listener for an event: it runs each time one comes.',
    "on('#{event}', (#{data}) => {\n  #{}\n})",
  ),
  option('once', 'As on, for the first event of this name alone.'),
  option('off', 'Takes a listener away; without a listener, all of this name.'),
  option('onAny', 'A listener for every event, whatever its name: it gets the name first.'),
  option('offAny', 'Takes such a listener away.'),
  option(
    'emit',
    'Sends an event with any data; a function at the end is called with the answer.',
    "emit('#{event}', #{data})",
  ),
  option('emitWithAck', 'Sends an event, and gives a promise of the answer.'),
  option('timeout', 'How long the next emit waits for its answer, in milliseconds.'),
  option('volatile', 'The next emit may be lost when there is no connection, and is not kept.'),
  option('id', 'The name of this connection; a new one for each connection.'),
  option('connected', 'Whether it is connected now.'),
  option('recovered', 'Whether its state was recovered when it came back.'),
  option('disconnect', 'Ends it from this side.'),
];
const SERVER_SOCKET = [
  ...BOTH,
  option('broadcast', 'Everyone but this client.'),
  option('to', 'Everyone in a room but this client.'),
  option('in', 'The same as to.'),
  option('except', 'Everyone but those in this room, and this client.'),
  option('join', 'Puts this client into a room.'),
  option('leave', 'Takes it out of a room.'),
  option('rooms', 'The rooms that it is in; one bears its id.'),
  option('data', 'Anything of yours about this client.'),
  option('handshake', 'How it came: header fields, query, and auth.'),
  option('use', 'A function that each of its events passes first.'),
  option('nsp', 'Its namespace.'),
];
const CLIENT_SOCKET = [
  ...BOTH,
  option('connect', 'Connects, or connects again.'),
  option('active', 'Whether it will try to connect again by itself.'),
  option('auth', 'What is sent with the next CONNECT packet.'),
  option('io', 'The manager, which keeps the connection for all namespaces.'),
];
const SERVER_IO = [
  option(
    'on',
    "Registers a listener; io.on('connection', …) gets each new client.",
    "on('connection', (socket) => {\n  #{}\n})",
  ),
  option('emit', 'Sends an event to everyone.', "emit('#{event}', #{data})"),
  option('to', 'Everyone in a room.'),
  option('in', 'The same as to.'),
  option('except', 'Everyone but those in this room.'),
  option('of', 'A namespace: its own clients, rooms and middleware, over the same connections.'),
  option('use', 'A function that each new client passes first.'),
  option('fetchSockets', 'A promise of all clients.'),
  option('socketsJoin', 'Puts all clients into a room.'),
  option('socketsLeave', 'Takes all clients out of a room.'),
  option('disconnectSockets', 'Disconnects all clients.'),
  option('timeout', 'How long the next emit waits for its answers, in milliseconds.'),
  option('emitWithAck', 'Sends an event to everyone, and gives a promise of all answers.'),
];
const MANY = [
  option('emit', 'Sends an event to all of them.', "emit('#{event}', #{data})"),
  option('to', 'And those in this room.'),
  option('except', 'But not those in this room.'),
  option('timeout', 'How long the next emit waits for its answers, in milliseconds.'),
  option('volatile', 'The next emit may be lost, and is not kept.'),
];
const MANAGER = [
  option(
    'on',
    "Registers a listener: 'reconnect_attempt', 'reconnect', 'reconnect_error', 'reconnect_failed', 'error', 'ping'.",
  ),
  option('engine', 'The Engine.IO connection: engine.transport.name says what carries it.'),
];
const NAMES = [
  option('console.log', 'Writes into the console below.', 'console.log(#{})'),
  option('setTimeout', 'Runs a function later, once.', 'setTimeout(() => {\n  #{}\n}, #{1000})'),
  option('setInterval', 'Runs a function again and again.', 'setInterval(() => {\n  #{}\n}, #{1000})'),
];
const TOP = {
  client: [
    option('io', 'Connects to the server: gives a socket.', 'io(#{})'),
    option('socket', 'Your end of the connection.'),
  ],
  server: [
    option('io', 'The server: everyone who is connected.'),
    option('socket', 'One client, as the server has it.'),
  ],
} as const;

/** Events of the library itself that one listens to. */
const OWN_EVENTS = {
  client: ['connect', 'disconnect', 'connect_error'],
  server: ['disconnect', 'disconnecting'],
} as const;

/** What can be written at the end of `before`; null where nothing is known. `text` is the whole program. */
export function completionsAt(before: string, text: string, end: 'client' | 'server'): Completions | null {
  const word = /[\w$]*$/.exec(before)![0];
  const from = before.length - word.length;
  const ahead = before.slice(0, from);
  const inName = /(\w+)\.(on|once|off|emit|emitWithAck)\(\s*(['"`])([^'"`]*)$/.exec(before);
  if (inName) {
    const [, target, method, , begun] = inName as unknown as [string, string, string, string, string];
    return { from: before.length - begun.length, options: eventNames(text, end, target, method) };
  }
  const members = membersAfter(ahead, end);
  if (members) return { from, options: members };
  if (word === '' || /[.'"`\w]$/.test(ahead)) return null;
  return { from, options: [...TOP[end], ...NAMES] };
}

function membersAfter(ahead: string, end: 'client' | 'server'): readonly Completion[] | null {
  if (/\bsocket\.io\.$/.test(ahead)) return end === 'client' ? MANAGER : [];
  if (/(?:\.broadcast|\.(?:to|in|except)\([^()]*\))\.$/.test(ahead)) return end === 'server' ? MANY : [];
  if (/\bsocket\.(?:volatile\.|timeout\([^()]*\)\.)?$/.test(ahead))
    return end === 'client' ? CLIENT_SOCKET : SERVER_SOCKET;
  if (/\bio\.$/.test(ahead)) return end === 'server' ? SERVER_IO : [];
  return null;
}

function eventNames(
  text: string,
  end: 'client' | 'server',
  target: string,
  method: string,
): readonly Completion[] {
  const used = [...text.matchAll(/\.(?:on|once|off|emit|emitWithAck)\(\s*['"`]([^'"`]+)['"`]/g)].map(
    (found) => found[1]!,
  );
  const isListening = method === 'on' || method === 'once' || method === 'off';
  const library: readonly string[] = target === 'io' ? ['connection'] : OWN_EVENTS[end];
  const own = isListening ? library : [];
  const others = used.filter(
    (name) => !OWN_EVENTS.client.includes(name as 'connect') && name !== 'connection',
  );
  const names = [...new Set([...own, ...others])];
  return names.map((name) =>
    option(name, own.includes(name) ? 'An event of the library itself.' : 'An event of this program.'),
  );
}
