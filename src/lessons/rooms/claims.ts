import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  broadcast: [
    {
      says: 'The server’s socket.broadcast.emit reaches every client but the one of that socket.',
      source: 'Socket.IO v4 documentation',
      page: 'broadcasting-events/#to-all-connected-clients-except-the-sender',
      seenIn: 'broadcast',
    },
    {
      says: 'The server’s io.emit reaches all clients.',
      source: 'Socket.IO v4 documentation',
      page: 'broadcasting-events/#to-all-connected-clients',
      seenIn: 'everyone',
    },
    {
      says: 'A TCP connection has two ends, so a broadcast is one frame for each client.',
      source: 'RFC 9293 §2.2',
      seenIn: 'broadcast',
    },
  ],
  room: [
    {
      says: 'A room is known to the server only; clients can join and leave one only through it.',
      source: 'Socket.IO v4 documentation',
      page: 'rooms/',
      seenIn: 'room',
    },
    {
      says: 'A Socket.IO packet has a type, a namespace, an id and data, and no field for a room.',
      source: 'Socket.IO protocol v5',
      page: '#packet-encoding',
      seenIn: 'room',
    },
  ],
  private: [
    {
      says: 'Each client is in a room that is named after its id.',
      source: 'Socket.IO v4 documentation',
      page: 'rooms/#default-room',
      seenIn: 'private',
    },
    {
      says: 'With socket.to, the client of that socket is left out.',
      source: 'Socket.IO v4 documentation',
      page: 'rooms/#joining-and-leaving',
    },
    {
      says: 'Joining and leaving a room sends nothing.',
      seenIn: 'private',
    },
  ],
  namespace: [
    {
      says: 'A namespace has its own clients, rooms and middleware.',
      source: 'Socket.IO v4 documentation',
      page: 'namespaces/#introduction',
    },
    {
      says: 'A client enters a namespace with a CONNECT packet, which may carry auth data.',
      source: 'Socket.IO protocol v5',
      page: '#connection-to-a-namespace',
      seenIn: 'admitted',
    },
    {
      says: 'A server that refuses answers with CONNECT_ERROR.',
      source: 'Socket.IO protocol v5',
      page: '#connection-to-a-namespace',
      seenIn: 'namespace',
    },
    {
      says: 'Several namespaces share one connection.',
      source: 'Socket.IO v4 documentation',
      page: 'namespaces/#introduction',
      seenIn: 'namespace',
    },
  ],
  challenge: [
    {
      says: 'The server can emit to all clients but some, to a room, or to several ids at once.',
      source: 'Socket.IO v4 documentation',
      page: 'emit-cheatsheet/',
      seenIn: 'two-of-three',
    },
  ],
  recap: [
    {
      says: 'At the server, socket.emit reaches one client.',
      source: 'Socket.IO v4 documentation',
      page: 'emit-cheatsheet/',
    },
  ],
};
