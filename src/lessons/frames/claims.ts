import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  header: [
    {
      says: 'The first byte of a frame has FIN, three reserved bits and the opcode; the second has MASK and a length of 7 bits.',
      source: 'RFC 6455 §5.2',
      seenIn: 'hello',
    },
    {
      says: 'A client masks every frame, and a server masks none.',
      source: 'RFC 6455 §5.1',
      seenIn: 'hello',
    },
    {
      says: 'Five letters from a browser take 11 bytes: six of header and five of payload.',
      source: 'RFC 6455 §5.7',
      seenIn: 'hello',
    },
  ],
  length: [
    {
      says: 'A length of 126 in the 7 bits says that the next 16 bits hold the length, and 127 that the next 64 bits do.',
      source: 'RFC 6455 §5.2',
      seenIn: 'lengths',
    },
    {
      says: 'The shortest form that fits the length must be used.',
      source: 'RFC 6455 §5.2',
    },
    {
      says: 'A frame may come in several reads of the socket.',
      seenIn: 'lengths',
    },
  ],
  mask: [
    {
      says: 'Byte i of the payload is XORed with byte i mod 4 of the masking key.',
      source: 'RFC 6455 §5.3',
      seenIn: 'masked',
    },
    {
      says: 'The client picks a fresh key for each frame.',
      source: 'RFC 6455 §5.3',
      seenIn: 'masked',
    },
    {
      says: 'Masking keeps a page from choosing the bytes that an intermediary sees.',
      source: 'RFC 6455 §10.3',
    },
    {
      says: 'A client masks over TLS as well.',
      source: 'RFC 6455 §5.1',
    },
    {
      says: 'Opcode 1 is text, whose payload is UTF-8; opcode 2 is binary.',
      source: 'RFC 6455 §5.6',
      seenIn: 'types',
    },
    {
      says: 'A string is sent as UTF-8 in a text frame, and bytes in a binary frame.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-send',
      seenIn: 'types',
    },
    {
      says: 'An empty message is a frame with a length of 0.',
      source: 'RFC 6455 §5.2',
      seenIn: 'types',
    },
  ],
  build: [
    {
      says: 'A server must close the connection when a client’s frame is not masked, and may send Close 1002.',
      source: 'RFC 6455 §5.1',
      seenIn: 'build',
    },
    {
      says: 'An endpoint that meets an error fails the connection, and processes no further data from it.',
      source: 'RFC 6455 §7.1.7',
    },
    {
      says: '1009 says that a message is too big for the endpoint that received it.',
      source: 'RFC 6455 §7.4.1',
    },
  ],
  challenge: [
    {
      says: '1002 says that a rule of the protocol was broken, such as a reserved bit or opcode that is used.',
      source: 'RFC 6455 §7.4.1',
      seenIn: 'protocol-error',
    },
    {
      says: '1007 says that the data of a message is not of its type, such as text that is not UTF-8.',
      source: 'RFC 6455 §7.4.1',
      seenIn: 'not-utf-8',
    },
    {
      says: 'The reason in a Close frame is UTF-8, too.',
      source: 'RFC 6455 §5.5.1',
    },
  ],
  recap: [
    {
      says: 'A frame header has 2 to 14 bytes.',
      source: 'RFC 6455 §5.2',
      seenIn: 'lengths',
    },
    {
      says: 'Confidentiality comes from TLS, with wss.',
      source: 'RFC 6455 §10.6',
    },
  ],
};
