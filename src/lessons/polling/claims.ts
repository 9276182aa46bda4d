import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  short: [
    {
      says: 'In HTTP a client sends requests, and a server answers each of them.',
      source: 'RFC 9110 §3.4',
      seenIn: 'short',
    },
    {
      says: '204 (No Content) says that the request succeeded and that there is nothing to send.',
      source: 'RFC 9110 §15.3.5',
      seenIn: 'short',
    },
    {
      says: 'With short polling, news waits at the server until the next request comes.',
      source: 'RFC 6202 §2.1',
      seenIn: 'short',
    },
  ],
  long: [
    {
      says: 'In long polling the server holds a request until it has something to say.',
      source: 'RFC 6202 §2.1',
      seenIn: 'long',
    },
    {
      says: 'In long polling each response ends one request, and the client sends the next one.',
      source: 'RFC 6202 §2.1',
      seenIn: 'long',
    },
  ],
  events: [
    {
      says: 'Server-sent events come in the body of one response to an ordinary GET request.',
      source: 'HTML Standard',
      page: 'server-sent-events.html',
      seenIn: 'events',
    },
    {
      says: 'An event is a few lines of text, with no header field of its own.',
      source: 'HTML Standard',
      page: 'server-sent-events.html#parsing-an-event-stream',
      seenIn: 'events',
    },
    {
      says: 'A response of unknown length can be sent in chunks, as its content becomes available.',
      source: 'RFC 9112 §7.1',
      seenIn: 'events',
    },
  ],
  challenge: [
    {
      says: 'Where a request is already waiting, news leaves the server as soon as it happens.',
      seenIn: 'fresh',
    },
    {
      says: 'EventSource connects again after the end of a response, and names the id of the last event that it received.',
      source: 'HTML Standard',
      page: 'server-sent-events.html#the-last-event-id-header',
    },
    {
      says: 'Something on the way may end a response that takes too long, so a server answers a held request in time, with or without news.',
      source: 'RFC 6202 §5.5',
    },
  ],
  recap: [
    {
      says: 'An open connection is not a request: long polling needs one for each response.',
      source: 'RFC 9112 §9.2',
      seenIn: 'long',
    },
  ],
};
