import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  ways: [
    {
      says: 'Short polling delivers news with the next request, and asks again and again for nothing.',
      source: 'RFC 6202 §2.1',
      seenIn: 'five',
    },
    {
      says: 'Each HTTP/1.1 request and response begins with a start line and header fields.',
      source: 'RFC 9112 §2.1',
      seenIn: 'five',
    },
    {
      says: 'With a response that stays open or a WebSocket, waiting costs no requests; a held request is asked again only when its time is up.',
      source: 'RFC 6202 §2',
      seenIn: 'five',
    },
    {
      says: 'Server-sent events go one way: each message from the browser is a request of its own.',
      source: 'HTML Standard',
      page: 'server-sent-events.html',
      seenIn: 'five',
    },
    {
      says: 'Socket.IO begins with HTTP long polling, upgrades, and then uses WebSocket frames.',
      source: 'Socket.IO v4 documentation',
      page: 'how-it-works/#upgrade-mechanism',
      seenIn: 'two',
    },
    {
      says: 'What Socket.IO adds to a message is its packet: type digits, the name of the event, brackets.',
      source: 'Socket.IO protocol v5',
      page: '#packet-encoding',
      seenIn: 'two',
    },
  ],
  once: [
    {
      says: 'A new WebSocket takes a TCP connection and an opening handshake before the first message.',
      source: 'RFC 6455 §4',
      seenIn: 'once',
    },
    {
      says: 'Status codes tell every program on the way how a request went.',
      source: 'RFC 9110 §15',
    },
    {
      says: 'Methods can be safe or idempotent, which caches and retries build on.',
      source: 'RFC 9110 §9.2',
    },
  ],
  tip: [
    {
      says: 'A frame has a header of 2 to 14 bytes.',
      source: 'RFC 6455 §5.2',
    },
    {
      says: 'HTTP/2 compresses header fields.',
      source: 'RFC 7541',
    },
    {
      says: 'HTTP/3 compresses header fields.',
      source: 'RFC 9204',
    },
    {
      says: 'HTTP/2 carries many streams on one connection.',
      source: 'RFC 9113 §5',
    },
    {
      says: 'HTTP/2 has no 101.',
      source: 'RFC 9113 §8.6',
    },
    {
      says: 'HTTP/3 has no 101.',
      source: 'RFC 9114 §4.5',
    },
    {
      says: 'Over HTTP/2, an extended CONNECT opens a WebSocket on one stream.',
      source: 'RFC 8441 §5',
    },
    {
      says: 'Over HTTP/3, an extended CONNECT opens a WebSocket on one stream.',
      source: 'RFC 9220 §3',
    },
    {
      says: 'WebTransport is a W3C draft, and has datagrams, which may be lost.',
      source: 'WebTransport',
    },
    {
      says: 'Where proxies cut idle connections, server-sent events need comments as a heartbeat.',
      source: 'HTML Standard',
      page: 'server-sent-events.html#authoring-notes',
    },
  ],
  situations: [
    {
      says: 'An EventSource reconnects by itself, and names the last event that it had in Last-Event-ID.',
      source: 'HTML Standard',
      page: 'server-sent-events.html#the-last-event-id-header',
    },
    {
      says: 'POST asks a server to process what is in the request.',
      source: 'RFC 9110 §9.3.3',
    },
    {
      says: 'TCP delivers in order: a lost segment delays all that follow it.',
      source: 'RFC 9293 §2.2',
    },
    {
      says: 'A volatile event is dropped when it cannot be sent at once.',
      source: 'Socket.IO v4 documentation',
      page: 'emitting-events/#volatile-events',
    },
    {
      says: 'A response can be sent part by part: one request is enough for many messages.',
      source: 'RFC 9112 §7.1',
      seenIn: 'ticker',
    },
  ],
  recap: [
    {
      says: 'Socket.IO is not a faster WebSocket: on the same path its messages arrive no earlier, and are longer.',
      seenIn: 'two',
    },
  ],
};
