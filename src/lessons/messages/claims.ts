import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  fragments: [
    {
      says: 'A message can be sent in fragments: the first has an opcode and FIN 0, those after it opcode 0, and the last FIN 1.',
      source: 'RFC 6455 §5.4',
      seenIn: 'fragmented',
    },
    {
      says: 'Fragments let a message be sent before its length is known.',
      source: 'RFC 6455 §5.4',
    },
    {
      says: 'Control frames may come between the fragments of a message.',
      source: 'RFC 6455 §5.4',
      seenIn: 'by-hand',
    },
    {
      says: 'A page gets one message event for a message, whatever number of frames carried it.',
      source: 'WebSockets Standard',
      page: '#feedback-from-the-protocol',
      seenIn: 'fragmented',
    },
    {
      says: 'A browser answers a ping by itself; its page gets no event for it.',
      source: 'WebSockets Standard',
      page: '#ping-and-pong-frames',
      seenIn: 'fragmented',
    },
  ],
  'by-hand': [
    {
      says: 'A pong carries the same payload as the ping that it answers.',
      source: 'RFC 6455 §5.5.3',
      seenIn: 'by-hand',
    },
    {
      says: 'A ping within a fragmented message is answered before that message has ended.',
      source: 'RFC 6455 §5.4',
      seenIn: 'by-hand',
    },
    {
      says: 'An intermediary may change how a message is cut, as long as it understands every extension in use.',
      source: 'RFC 6455 §5.4',
    },
    {
      says: 'One text frame may hold half a character; the whole message must be valid UTF-8.',
      source: 'RFC 6455 §5.6',
      seenIn: 'by-hand',
    },
    {
      says: 'The frames of two messages must not be interleaved.',
      source: 'RFC 6455 §5.4',
    },
    {
      says: 'In Node, ws gives a text message to its program as a Buffer, with isBinary false.',
      source: 'ws documentation',
      page: '#event-message',
    },
  ],
  ping: [
    {
      says: 'A ping asks whether the other end is still there.',
      source: 'RFC 6455 §5.5.2',
    },
    {
      says: 'The WebSocket API has no method that sends a ping.',
      source: 'WebSockets Standard',
      page: '#the-websocket-interface',
      seenIn: 'ping',
    },
    {
      says: 'The word “ping” given to send() becomes a text frame, opcode 1.',
      source: 'RFC 6455 §5.2',
      seenIn: 'ping',
    },
  ],
  compression: [
    {
      says: 'Browser and server agree on permessage-deflate in the opening handshake.',
      source: 'RFC 7692 §5',
    },
    {
      says: 'RSV1 of the first frame of a message says that the message is compressed.',
      source: 'RFC 7692 §6',
      seenIn: 'compressed',
    },
    {
      says: 'With context takeover, a message may refer to what earlier messages of its direction held.',
      source: 'RFC 7692 §7.1.1',
      seenIn: 'compressed',
    },
    {
      says: 'Either end can be asked to do without context takeover, or to use a window smaller than 32 KiB.',
      source: 'RFC 7692 §7.1',
    },
    {
      says: 'A message of two letters grows when it is compressed.',
      seenIn: 'compressed',
    },
  ],
  challenge: [
    {
      says: 'A message with a ping between two of its fragments breaks no rule.',
      source: 'RFC 6455 §5.4',
      seenIn: 'ping-between',
    },
    {
      says: 'Text that repeats itself shrinks to less than a quarter, header included.',
      seenIn: 'quarter',
    },
  ],
  recap: [
    {
      says: 'Frames and messages are counted separately: a message has one frame or more.',
      source: 'RFC 6455 §5.4',
      seenIn: 'fragmented',
    },
  ],
};
