import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  connect: [
    {
      says: 'Socket.IO is not a WebSocket implementation; it can use one as a transport.',
      source: 'Socket.IO v4 documentation',
      page: '#what-socketio-is-not',
    },
    {
      says: 'By default a session begins with HTTP long polling, and upgrades to WebSocket afterwards.',
      source: 'Socket.IO v4 documentation',
      page: 'how-it-works/#upgrade-mechanism',
      seenIn: 'connect',
    },
    {
      says: 'The response to the first request opens the session, with its sid, its upgrades and its heartbeat times.',
      source: 'Engine.IO protocol v4',
      page: '#handshake',
      seenIn: 'connect',
    },
    {
      says: 'The client probes a WebSocket with 2probe, is answered 3probe, and changes over with 5.',
      source: 'Engine.IO protocol v4',
      page: '#upgrade',
      seenIn: 'connect',
    },
  ],
  layers: [
    {
      says: 'An Engine.IO packet begins with its type as a digit; 4 is message.',
      source: 'Engine.IO protocol v4',
      page: '#packet-encoding',
      seenIn: 'layers',
    },
    {
      says: 'A Socket.IO packet begins with its type as a digit; 2 is EVENT, and its JSON array holds name and arguments.',
      source: 'Socket.IO protocol v5',
      page: '#packet-encoding',
      seenIn: 'layers',
    },
  ],
  blocked: [
    {
      says: 'Where the upgrade is refused, the session goes on over HTTP long polling.',
      source: 'Socket.IO v4 documentation',
      page: '#features',
      seenIn: 'blocked',
    },
    {
      says: 'Over long polling, a client sends packets in the body of a POST, and receives them in the response to a GET.',
      source: 'Engine.IO protocol v4',
      page: '#http-long-polling',
      seenIn: 'blocked',
    },
    {
      says: 'Over polling the same event takes many times as many bytes, most of them header fields.',
      seenIn: 'compared',
    },
    {
      says: 'With several servers, long polling needs sticky sessions.',
      source: 'Socket.IO v4 documentation',
      page: 'using-multiple-nodes/',
    },
  ],
  mixups: [
    {
      says: 'A plain WebSocket can open the address of a Socket.IO server, but what it sends must be Engine.IO packets.',
      source: 'Engine.IO protocol v4',
      page: '#packet-encoding',
      seenIn: 'plain-to-socketio',
    },
    {
      says: 'A Socket.IO client cannot connect to a plain WebSocket server.',
      source: 'Socket.IO v4 documentation',
      page: '#what-socketio-is-not',
      seenIn: 'socketio-to-plain',
    },
  ],
  challenge: [
    {
      says: 'The option transports lists what a client may use; with WebSocket alone there is no fallback.',
      source: 'Socket.IO v4 documentation',
      page: 'client-options/#transports',
      seenIn: 'deliver',
    },
  ],
  recap: [
    {
      says: 'One session can use several TCP connections, and Socket.IO packets pass before there is a WebSocket.',
      source: 'Engine.IO protocol v4',
      page: '#http-long-polling',
      seenIn: 'connect',
    },
  ],
};
