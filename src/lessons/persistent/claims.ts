import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  keep: [
    {
      says: 'Host is the one field that an HTTP/1.1 request must have.',
      source: 'RFC 9112 §3.2',
      seenIn: 'keep',
    },
    {
      says: 'An HTTP/1.1 connection persists without any field that asks for it.',
      source: 'RFC 9112 §9.3',
      seenIn: 'keep',
    },
    {
      says: 'An HTTP/1.0 connection persists only if keep-alive was asked for.',
      source: 'RFC 9112 §9.3',
      seenIn: 'old',
    },
    {
      says: 'A client that sends Connection: close sends no further request on that connection.',
      source: 'RFC 9112 §9.6',
    },
  ],
  ways: [
    {
      says: 'A client may send several requests without waiting for responses, and the server sends its responses in the order of the requests.',
      source: 'RFC 9112 §9.3.2',
      seenIn: 'ways',
    },
    {
      says: 'A client may use several connections at once, and ought to limit their number.',
      source: 'RFC 9112 §9.4',
      seenIn: 'ways',
    },
    {
      says: 'A connection that is kept open saves the round trip that opens one.',
      seenIn: 'ways',
    },
    {
      says: 'TCP begins a connection with slow start.',
      source: 'RFC 5681 §3.1',
    },
  ],
  blocking: [
    {
      says: 'An HTTP/1.1 response names no request: the order alone pairs them.',
      source: 'RFC 9112 §9.2',
    },
    {
      says: 'A slow response holds up all responses after it on the same connection, and none on another.',
      source: 'RFC 9112 §9.4',
      seenIn: 'blocked',
    },
    {
      says: 'In HTTP/2 each request and its response have a stream of their own, with a number.',
      source: 'RFC 9113 §8.1',
    },
    {
      says: 'In HTTP/3 each request and its response have a QUIC stream of their own.',
      source: 'RFC 9114 §4.1',
    },
  ],
  idle: [
    {
      says: 'Servers usually end a connection that has been idle for too long.',
      source: 'RFC 9112 §9.5',
      seenIn: 'idle',
    },
    {
      says: 'On an idle connection the server writes nothing before it ends it.',
      seenIn: 'idle',
    },
    {
      says: 'The end of a connection is announced by TCP, with a segment that has the FIN bit.',
      source: 'RFC 9293 §3.6',
    },
  ],
  challenge: [
    {
      says: 'Six objects and their document can come over one connection.',
      seenIn: 'one-connection',
    },
    {
      says: 'At the same delay, fewer round trips take less time.',
      seenIn: 'faster',
    },
  ],
  recap: [
    {
      says: 'A client must not take bytes for a response when no request is outstanding on the connection.',
      source: 'RFC 9112 §9.2',
    },
  ],
};
