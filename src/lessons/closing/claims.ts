import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  heartbeat: [
    {
      says: 'TCP keep-alives are off unless a program asks for them, as Chromium does every 45 s; the default is at least two hours.',
      source: 'RFC 9293 §3.8.4',
    },
    {
      says: 'A ping asks whether the other end is still there, and must be answered with a pong.',
      source: 'RFC 6455 §5.5.2',
      seenIn: 'heartbeat',
    },
    {
      says: 'A pong has the payload of its ping.',
      source: 'RFC 6455 §5.5.3',
      seenIn: 'heartbeat',
    },
    {
      says: 'A browser answers pings without telling its page.',
      source: 'WebSockets Standard',
      page: '#ping-and-pong-frames',
      seenIn: 'heartbeat',
    },
  ],
  goodbye: [
    {
      says: 'A Close frame may hold a code of two bytes and a reason in UTF-8.',
      source: 'RFC 6455 §5.5.1',
      seenIn: 'you-close',
    },
    {
      says: 'An end that gets a Close frame and has sent none answers with one.',
      source: 'RFC 6455 §5.5.1',
      seenIn: 'server-closes',
    },
    {
      says: 'The server should be the first to end TCP, since the first keeps the connection in TIME-WAIT.',
      source: 'RFC 6455 §7.1.1',
      seenIn: 'you-close',
    },
    {
      says: 'Codes from 4000 to 4999 are for private use, and cannot be registered.',
      source: 'RFC 6455 §7.4.2',
      seenIn: 'server-closes',
    },
    {
      says: '1005 stands for a Close frame without a code, and is never sent.',
      source: 'RFC 6455 §7.4.1',
      seenIn: 'no-code',
    },
  ],
  codes: [
    {
      says: 'Codes from 1000 to 2999 belong to the protocol, those from 3000 to 3999 can be registered.',
      source: 'RFC 6455 §7.4.2',
    },
    {
      says: '1001 is going away, 1002 a protocol error, 1007 data that does not fit its type, 1009 a message that is too big, 1011 an unexpected condition.',
      source: 'RFC 6455 §7.4.1',
      seenIn: 'codes',
    },
    {
      says: 'A page can close with 1000 or a code from 3000 to 4999, and with no other.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-close',
    },
    {
      says: 'A page learns code and reason from the close event.',
      source: 'WebSockets Standard',
      page: '#the-closeevent-interface',
      seenIn: 'codes',
    },
    {
      says: 'The payload of a control frame has at most 125 bytes, which leaves 123 for a reason.',
      source: 'RFC 6455 §5.5',
    },
    {
      says: 'A client that connects again after an abnormal end should wait for a random time, and longer each time.',
      source: 'RFC 6455 §7.2.3',
    },
  ],
  plug: [
    {
      says: 'A reset ends a TCP connection at once, and tells the end that receives it.',
      source: 'RFC 9293 §3.5.3',
      seenIn: 'reset',
    },
    {
      says: '1006 stands for an end without a Close frame, and is never sent.',
      source: 'RFC 6455 §7.4.1',
      seenIn: 'reset',
    },
    {
      says: 'When a connection falls silent, a browser does not tell its page; the server notices by a ping that is not answered.',
      seenIn: 'silence',
    },
    {
      says: 'When a handshake is refused, its page gets an error event without a reason, and a close event with 1006.',
      source: 'WebSockets Standard',
      page: '#feedback-from-the-protocol',
      seenIn: 'refused',
    },
  ],
  challenge: [
    {
      says: 'A clean end has a Close frame each way.',
      source: 'RFC 6455 §7.1.4',
      seenIn: 'three-ends',
    },
    {
      says: 'The browser refuses to send 1006.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-close',
    },
  ],
  recap: [
    {
      says: 'A WebSocket ends with the closing handshake, and then the end of TCP.',
      source: 'RFC 6455 §7.1.4',
      seenIn: 'you-close',
    },
  ],
};
