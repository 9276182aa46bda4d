import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  port: [
    {
      says: 'The frames of a WebSocket travel on the TCP connection of its handshake.',
      source: 'RFC 9110 §15.2.2',
      seenIn: 'first-frame',
    },
    {
      says: 'In HTTP/1.1 every WebSocket has a TCP connection of its own.',
      seenIn: 'second-socket',
    },
    {
      says: 'By default ws uses port 80 and wss port 443.',
      source: 'RFC 6455 §1.7',
    },
  ],
  end: [
    {
      says: 'A 101 response ends with the empty line after its header section: it has no content.',
      source: 'RFC 9110 §15.2',
      seenIn: 'first-frame',
    },
    {
      says: 'After its handshake, a client must wait for the response before it sends any further data.',
      source: 'RFC 6455 §4.1',
      seenIn: 'early',
    },
    {
      says: 'Before the connection is open, send() throws an InvalidStateError.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-send',
      seenIn: 'early',
    },
  ],
  back: [
    {
      says: 'After the 101, a server reads every byte of the client as part of a frame.',
      source: 'RFC 6455 §5.1',
      seenIn: 'back',
    },
    {
      says: 'The byte 0x47 begins a frame with a reserved bit set, for which the connection must be failed.',
      source: 'RFC 6455 §5.2',
      seenIn: 'back',
    },
    {
      says: '1002 says that an endpoint ends the connection because of a protocol error.',
      source: 'RFC 6455 §7.4.1',
      seenIn: 'back',
    },
  ],
  challenge: [
    {
      says: 'The last byte of HTTP on an upgraded connection is that of the server’s response.',
      source: 'RFC 9110 §15.2.2',
      seenIn: 'border',
    },
    {
      says: 'Without the empty line, a header section is not over.',
      source: 'RFC 9112 §2.1',
    },
  ],
  recap: [
    {
      says: 'The handshake and the first frame have the same address and port at both ends.',
      seenIn: 'first-frame',
    },
  ],
};
