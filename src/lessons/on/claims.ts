import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  names: [
    {
      says: 'At either end, on registers a listener that runs when an event of its name comes.',
      source: 'Socket.IO v4 documentation',
      page: 'listening-to-events/#socketoneventname-listener',
      seenIn: 'names',
    },
    {
      says: 'An event without a listener is received, and nothing reports it.',
      seenIn: 'names',
    },
    {
      says: 'A listener of onAny is called for every event.',
      source: 'Socket.IO v4 documentation',
      page: 'listening-to-events/#catch-all-listeners',
    },
  ],
  several: [
    {
      says: 'An event may have several listeners, which run in the order in which they were registered.',
      source: 'Node.js documentation',
      page: 'events.html#emitteroneventname-listener',
      seenIn: 'several',
    },
    {
      says: 'A listener of once runs for the first event only; off removes a listener.',
      source: 'Socket.IO v4 documentation',
      page: 'listening-to-events/',
      seenIn: 'several',
    },
    {
      says: 'A listener of onAny hears a packet before the listeners of its name.',
      seenIn: 'several',
    },
  ],
  doubles: [
    {
      says: 'The event connect fires for each connection, reconnections included.',
      source: 'Socket.IO v4 documentation',
      page: 'client-socket-instance/#connect',
      seenIn: 'doubles',
    },
    {
      says: 'A listener that is registered within connect is added again at each reconnection.',
      source: 'Socket.IO v4 documentation',
      page: 'client-socket-instance/#connect',
      seenIn: 'doubles',
    },
  ],
  refused: [
    {
      says: 'A middleware that refuses a client makes the server answer its CONNECT with CONNECT_ERROR.',
      source: 'Socket.IO protocol v5',
      page: '#connection-to-a-namespace',
      seenIn: 'refused',
    },
    {
      says: 'A client that was refused by the server does not try again by itself.',
      source: 'Socket.IO v4 documentation',
      page: 'client-socket-instance/#connect_error',
      seenIn: 'refused',
    },
    {
      says: 'After “io server disconnect” a client stays away; after “transport close” or “ping timeout” it comes back by itself.',
      source: 'Socket.IO v4 documentation',
      page: 'client-socket-instance/#disconnect',
      seenIn: 'sent-away',
    },
    {
      says: 'A function given as auth is called for each CONNECT.',
      source: 'Socket.IO v4 documentation',
      page: 'client-options/#auth',
    },
  ],
  challenge: [
    {
      says: 'Neither end checks whether the other listens: they share names and arguments, and nothing else.',
      source: 'Socket.IO protocol v5',
      page: '#sending-and-receiving-data',
      seenIn: 'welcome',
    },
  ],
  recap: [
    {
      says: 'Both ends can listen, and both can emit.',
      source: 'Socket.IO v4 documentation',
      page: 'listening-to-events/',
      seenIn: 'welcome',
    },
  ],
};
