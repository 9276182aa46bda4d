import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  missed: [
    {
      says: 'By default a server keeps nothing for a client that is away: what it emits meanwhile is lost to that client.',
      source: 'Socket.IO v4 documentation',
      page: 'delivery-guarantees/#at-most-once',
      seenIn: 'missed',
    },
    {
      says: 'A client that was cut off reconnects by itself, after about a second by default.',
      source: 'Socket.IO v4 documentation',
      page: 'client-options/#reconnectiondelay',
      seenIn: 'missed',
    },
    {
      says: 'A new connection has a new socket.id.',
      source: 'Socket.IO v4 documentation',
      page: 'client-socket-instance/#socketid',
      seenIn: 'missed',
    },
    {
      says: 'Socket.IO keeps the order of events, and does not guarantee that they arrive.',
      source: 'Socket.IO v4 documentation',
      page: 'delivery-guarantees/',
    },
  ],
  silence: [
    {
      says: 'The server sends a ping every pingInterval, packet 2, and the client answers with 3.',
      source: 'Engine.IO protocol v4',
      page: '#heartbeat',
      seenIn: 'silence',
    },
    {
      says: 'A client that gets no ping within pingInterval + pingTimeout considers the connection closed.',
      source: 'Engine.IO protocol v4',
      page: '#heartbeat',
      seenIn: 'silence',
    },
    {
      says: 'The defaults are 25 s and 20 s: it can take 45 s until a client notices.',
      source: 'Socket.IO v4 documentation',
      page: 'server-options/#pinginterval',
    },
  ],
  backoff: [
    {
      says: 'The base of the pause doubles with each attempt; the pause is at most reconnectionDelayMax.',
      source: 'Socket.IO v4 documentation',
      page: 'client-options/#reconnectiondelaymax',
      seenIn: 'backoff',
    },
    {
      says: 'A randomizationFactor of 0.5 makes each pause up to half longer or shorter.',
      source: 'Socket.IO v4 documentation',
      page: 'client-options/#randomizationfactor',
      seenIn: 'backoff',
    },
    {
      says: 'RFC 6455 recommends a random delay, and a growing one, before a client connects again.',
      source: 'RFC 6455 §7.2.3',
    },
  ],
  buffer: [
    {
      says: 'A client keeps the events that it emits while it is not connected, and sends them afterwards.',
      source: 'Socket.IO v4 documentation',
      page: 'client-offline-behavior/#buffered-events',
      seenIn: 'buffer',
    },
    {
      says: 'A volatile event is dropped when the transport cannot send it at once.',
      source: 'Socket.IO v4 documentation',
      page: 'emitting-events/#volatile-events',
      seenIn: 'buffer',
    },
  ],
  recover: [
    {
      says: 'With connectionStateRecovery a server keeps a client’s session and what it misses, for two minutes by default.',
      source: 'Socket.IO v4 documentation',
      page: 'connection-state-recovery/',
      seenIn: 'recover',
    },
    {
      says: 'The client’s CONNECT then names the old session and the offset of the last event that it has.',
      source: 'Socket.IO v4 documentation',
      page: 'connection-state-recovery/#how-it-works-under-the-hood',
      seenIn: 'recover',
    },
    {
      says: 'Each event carries its offset as one more argument, unless it is volatile or asks for an acknowledgement.',
      source: 'Socket.IO v4 documentation',
      page: 'connection-state-recovery/#how-it-works-under-the-hood',
      seenIn: 'recover',
    },
    {
      says: 'Recovery does not always succeed; socket.recovered tells whether it did.',
      source: 'Socket.IO v4 documentation',
      page: 'connection-state-recovery/',
    },
  ],
  recap: [
    {
      says: 'A cut is noticed by a reset, or else by a heartbeat that is missing.',
      seenIn: 'silence',
    },
  ],
};
