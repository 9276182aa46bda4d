import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  ask: [
    {
      says: 'A function as the last argument of emit asks for an acknowledgement.',
      source: 'Socket.IO v4 documentation',
      page: 'emitting-events/#acknowledgements',
      seenIn: 'ask',
    },
    {
      says: 'An event that asks for an acknowledgement has an id, and the acknowledgement, a packet of type 3, has the same one.',
      source: 'Socket.IO protocol v5',
      page: '#acknowledgement',
      seenIn: 'ask',
    },
    {
      says: 'The method emitWithAck returns a promise of the answer.',
      source: 'Socket.IO v4 documentation',
      page: 'client-api/#socketemitwithackeventname-args',
    },
    {
      says: 'In HTTP/1.1 a response belongs to a request by its order on the connection.',
      source: 'RFC 9112 §9.2',
    },
  ],
  order: [
    {
      says: 'Acknowledgements may come in a different order from the events that asked for them.',
      source: 'Socket.IO protocol v5',
      page: '#acknowledgement',
      seenIn: 'order',
    },
    {
      says: 'A server sends the responses to pipelined HTTP/1.1 requests in the order of the requests.',
      source: 'RFC 9112 §9.3.2',
    },
    {
      says: 'TCP delivers bytes in the order in which they were written.',
      source: 'RFC 9293 §2.2',
    },
  ],
  lost: [
    {
      says: 'After timeout(ms), the callback of an emit without an answer gets an error.',
      source: 'Socket.IO v4 documentation',
      page: 'emitting-events/#acknowledgements',
      seenIn: 'forgotten',
    },
    {
      says: 'A callback without a timeout is never called when no answer comes.',
      seenIn: 'forgotten',
    },
    {
      says: 'The error says that no answer came in time, not that nothing was done.',
      seenIn: 'cut',
    },
  ],
  retries: [
    {
      says: 'With retries, the client sends an event up to retries + 1 times, until it is acknowledged.',
      source: 'Socket.IO v4 documentation',
      page: 'delivery-guarantees/#at-least-once',
      seenIn: 'retried',
    },
    {
      says: 'A repeated event has another id, and nothing that marks it as a repetition.',
      seenIn: 'retried',
    },
    {
      says: 'By default an event is delivered at most once.',
      source: 'Socket.IO v4 documentation',
      page: 'delivery-guarantees/#at-most-once',
    },
  ],
  challenge: [
    {
      says: 'Several questions can be open at once, and answered in any order.',
      source: 'Socket.IO protocol v5',
      page: '#acknowledgement',
      seenIn: 'overtake',
    },
  ],
  recap: [
    {
      says: 'An acknowledgement is sent by the other end’s code, whatever that code did before.',
      source: 'Socket.IO v4 documentation',
      page: 'emitting-events/#acknowledgements',
      seenIn: 'ask',
    },
  ],
};
