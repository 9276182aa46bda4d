import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  both: [
    {
      says: 'After the opening handshake each side can send at will, independently of the other.',
      source: 'RFC 6455 §1.2',
      seenIn: 'burst',
    },
    {
      says: 'Messages of both sides can be on one connection at the same time.',
      source: 'RFC 6455 §1.1',
      seenIn: 'burst',
    },
    {
      says: 'One after the other, each request and its response take a round trip.',
      seenIn: 'one-by-one',
    },
  ],
  polling: [
    {
      says: 'Messages of both sides can be carried by held requests and by further requests beside them.',
      source: 'RFC 6202 §2.1',
      seenIn: 'long-polling',
    },
    {
      says: 'Every request and every response brings a whole header, in long polling too.',
      source: 'RFC 6202 §2.2',
      seenIn: 'long-polling',
    },
    {
      says: 'A held request keeps a connection for itself, so another request needs another connection.',
      source: 'RFC 6202 §5.1',
      seenIn: 'long-polling',
    },
    {
      says: 'Socket.IO begins with long polling, for networks in which no WebSocket can be opened.',
      source: 'Socket.IO v4 documentation',
      page: 'how-it-works/#upgrade-mechanism',
    },
  ],
  pairs: [
    {
      says: 'Nothing in a frame says which message it answers.',
      source: 'RFC 6455 §5.2',
      seenIn: 'pairs',
    },
    {
      says: 'A call to send() queues data and returns before the data has been sent.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-send',
      seenIn: 'returned',
    },
    {
      says: 'The property bufferedAmount counts the bytes that were queued by send() and have not gone to the network yet.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-bufferedamount',
    },
  ],
  challenge: [
    {
      says: 'A message from the server can be on its way while one from the client still is.',
      seenIn: 'crossing',
    },
    {
      says: 'A message from the server without an outstanding request is not a response in HTTP/1.1.',
      source: 'RFC 9112 §9.2',
    },
  ],
  recap: [
    {
      says: 'A server on an upgraded connection sends messages that no message of the client has asked for.',
      seenIn: 'burst',
    },
  ],
};
