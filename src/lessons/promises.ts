/**
 * What can be done after each lesson, by its id: for the list of lessons and the search, which are fetched when they are opened.
 */
export const PROMISES: Readonly<Record<string, readonly string[]>> = {
  connection: [
    'Say what identifies a connection, and how many clients one server port can have',
    'Say how the writes of one program become the reads of another',
    'Follow a lost segment until it is sent again',
  ],
  'non-persistent': [
    'Say what ends a response, and what ends a connection',
    'Compute what a new connection for every request costs, and check it against the wire',
  ],
  persistent: [
    'Compare four ways of loading a page, measured',
    'Tell persistent from parallel and from pipelined',
    'Say what an open HTTP connection still cannot do',
  ],
  polling: [
    'Say what asking again and again costs, in requests, bytes and lateness',
    'Tell a held answer from a push',
    'Follow server-sent events down to the bytes of the response',
  ],
  handshake: [
    'Read every header field of a WebSocket handshake',
    'Compute the accept value from a key',
    'Type a handshake by hand and have the server agree',
  ],
  upgraded: [
    'Find the last byte of HTTP, and say what the next one is',
    'Say which connection carries the frames, and show it',
    'Say when send() may be called, and whether HTTP comes back',
  ],
  'full-duplex': [
    'Show that messages of both sides pass each other on one connection',
    'Compare that with request and response, in time and in bytes',
    'Say what it means that send() has returned',
  ],
  frames: [
    'Read the header of any WebSocket frame, bit by bit',
    'Say how long a frame is before it is sent',
    'Build frames by hand, and say how a server rejects invalid ones',
  ],
  messages: [
    'Tell a message from its frames',
    'Say what may come between two fragments, and what may not',
    'Measure what permessage-deflate saves, and what it costs',
  ],
  closing: [
    'Say what keeps an idle connection alive, and who finds out that it is dead',
    'Read the close code and reason of either end from the wire',
    'Tell 1000, 1005 and 1006 apart, and know which of them are ever sent',
  ],
  socketio: [
    'Follow a session from its first GET to its WebSocket',
    'Take a packet apart: frame, Engine.IO, Socket.IO',
    'Say what remains when WebSocket is blocked',
  ],
  emit: [
    'Say what is on the wire for any emit',
    'Say which values arrive as they were, and which do not',
    'Send bytes beside an event',
  ],
  on: [
    'Say which listeners run for an event, and in which order',
    'Find an event that nobody hears',
    'Write a handler at each end',
  ],
  acks: [
    'Pair an event with its acknowledgement on the wire',
    'Have several questions open at once',
    'Say what a missing acknowledgement means, and what it does not',
  ],
  rooms: [
    'Choose who hears an emit from the server',
    'Say who puts a client into a room, and who sees it',
    'Tell a namespace from a connection',
  ],
  reconnect: [
    'Say which events are lost in a cut, and which are kept',
    'Read a backoff off the wire',
    'Recover what was missed, and know when that works',
  ],
  choose: [
    'Measure five ways to exchange messages, layer by layer, on your own machine',
    'Say what each way costs in bytes, connections and latency, and when that matters',
    'Argue for a choice for a real application with your own figures',
  ],
  chat: [
    'Write a chat with names, rooms and history, page and server, from empty editors',
    'Decide what may be lost, such as a typing indicator, and what must not',
    'Deliver each message once, though cables break and answers are lost',
  ],
};
