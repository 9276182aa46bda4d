import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  ports: [
    {
      says: 'With Connection: close a side says that it will close the connection after this response.',
      source: 'RFC 9112 §9.6',
      seenIn: 'ports',
    },
    {
      says: 'Each connection of a client to the same server port has a client port of its own.',
      source: 'RFC 9293 §4',
      seenIn: 'ports',
    },
    {
      says: 'In HTTP/1.0 the usual practice was a connection for each request.',
      source: 'RFC 1945 §1.3',
    },
  ],
  ends: [
    {
      says: 'Content-Length or the chunked coding tells where the body of a response ends; without both, the end of the connection does.',
      source: 'RFC 9112 §6.3',
      seenIn: 'kept',
    },
    {
      says: 'An HTTP/1.1 connection persists after a response unless one side says close.',
      source: 'RFC 9112 §9.3',
      seenIn: 'kept',
    },
    {
      says: 'Either side may close the connection at any time.',
      source: 'RFC 9112 §9.5',
    },
    {
      says: 'A response that ends before its length has been reached is incomplete.',
      source: 'RFC 9112 §8',
    },
  ],
  cost: [
    {
      says: 'Opening a TCP connection takes one round trip before the client sends its request.',
      source: 'RFC 9293 §3.5',
      seenIn: 'cost',
    },
    {
      says: 'One after another and on new connections, each request costs two round trips.',
      seenIn: 'cost',
    },
  ],
  challenge: [
    {
      says: 'The side that closes a connection first keeps its pair of ports in TIME-WAIT for a while, and may accept a new connection from the same port earlier.',
      source: 'RFC 9293 §3.6.1',
    },
  ],
  recap: [
    {
      says: 'The end of a response does not end its connection.',
      source: 'RFC 9112 §9.3',
      seenIn: 'kept',
    },
  ],
};
