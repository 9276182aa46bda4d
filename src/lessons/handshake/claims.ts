import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  switch: [
    {
      says: 'A WebSocket begins with an HTTP GET request that asks to change the protocol of its connection.',
      source: 'RFC 6455 §4.1',
      seenIn: 'open',
    },
    {
      says: 'In HTTP a client sends requests, and a server answers each of them.',
      source: 'RFC 9110 §3.4',
    },
    {
      says: '101 (Switching Protocols) says that another protocol is in effect after this response.',
      source: 'RFC 9110 §15.2.2',
      seenIn: 'open',
    },
    {
      says: 'A 1xx response has no content and ends with its header section.',
      source: 'RFC 9110 §15.2',
      seenIn: 'open',
    },
  ],
  request: [
    {
      says: 'Upgrade names the protocols that the client would like to use instead.',
      source: 'RFC 9110 §7.8',
      seenIn: 'open',
    },
    {
      says: 'Connection lists the fields that are for the next hop only, Upgrade among them.',
      source: 'RFC 9110 §7.6.1',
      seenIn: 'open',
    },
    {
      says: 'A browser’s handshake has a version, a key, and the origin of the page.',
      source: 'RFC 6455 §4.1',
      seenIn: 'open',
    },
    {
      says: 'An origin is the scheme, host and port that a page came from.',
      source: 'RFC 6454 §4',
    },
    {
      says: 'An extension adds to what frames can do, and is in use only when both ends have agreed to it.',
      source: 'RFC 6455 §9',
    },
    {
      says: 'A page cannot set Upgrade, Connection, or any field that begins with Sec-, with fetch().',
      source: 'Fetch Standard',
      page: '#forbidden-request-header',
      seenIn: 'fetch-upgrade',
    },
    {
      says: 'The constructor of WebSocket takes a URL and subprotocols, and no header fields.',
      source: 'WebSockets Standard',
      page: '#dom-websocket-websocket',
      seenIn: 'authorization',
    },
    {
      says: 'A client can be identified by cookies, HTTP authentication or TLS client certificates.',
      source: 'RFC 6455 §10.5',
    },
  ],
  accept: [
    {
      says: 'The accept value is the key, followed by a fixed identifier, hashed with SHA-1 and written in base64.',
      source: 'RFC 6455 §4.2.2',
      seenIn: 'changed-key',
    },
    {
      says: 'The accept value proves that the server understood the handshake; it proves nothing about the client.',
      source: 'RFC 6455 §1.3',
    },
  ],
  break: [
    {
      says: 'A server that does not speak the version that was asked for names the versions that it does speak.',
      source: 'RFC 6455 §4.4',
      seenIn: 'wrong-version',
    },
    {
      says: '426 (Upgrade Required) says that the server refuses to answer in the current protocol, and might in another.',
      source: 'RFC 9110 §15.5.22',
      seenIn: 'wrong-version',
    },
    {
      says: 'A handshake without a key is malformed.',
      source: 'RFC 6455 §4.2.1',
      seenIn: 'no-key',
    },
    {
      says: 'A server may ignore Upgrade, and answer in HTTP as if it had not been there.',
      source: 'RFC 9110 §7.8',
    },
    {
      says: 'A server that is not meant for every page checks Origin, and answers 403 (Forbidden) to a foreign one.',
      source: 'RFC 6455 §10.2',
      seenIn: 'foreign-origin',
    },
    {
      says: 'A browser sends no CORS preflight before a handshake, and reads no CORS field after it.',
      source: 'Fetch Standard',
      page: '#websocket-opening-handshake',
    },
  ],
  'by-hand': [
    {
      says: 'A server accepts a well-formed key, even one that was used before.',
      source: 'RFC 6455 §4.2.1',
      seenIn: 'by-hand',
    },
    {
      says: 'RFC 6455 prints a key, and the accept value that belongs to it.',
      source: 'RFC 6455 §1.3',
      seenIn: 'by-hand',
    },
    {
      says: 'Host, Upgrade, Connection, Sec-WebSocket-Key and Sec-WebSocket-Version are required.',
      source: 'RFC 6455 §4.2.1',
    },
    {
      says: 'The order of fields with different names means nothing.',
      source: 'RFC 9110 §5.3',
    },
  ],
  challenge: [
    {
      says: 'A key is 16 bytes, written in base64: 24 characters.',
      source: 'RFC 6455 §4.1',
      seenIn: 'own-handshake',
    },
    {
      says: 'A client chooses the key at random, and a new one for each connection.',
      source: 'RFC 6455 §4.1',
    },
  ],
  recap: [
    {
      says: 'The key is sent in plain text, and what is computed from it is public: it authenticates nobody.',
      source: 'RFC 6455 §10.5',
      seenIn: 'open',
    },
    {
      says: 'From an https page, a browser refuses ws:// as mixed content; to the same machine it may be allowed.',
      source: 'Mixed Content',
    },
    {
      says: 'HTTP/2 has no 101.',
      source: 'RFC 9113 §8.6',
    },
    {
      says: 'Over HTTP/2 a WebSocket begins with an extended CONNECT.',
      source: 'RFC 8441 §5',
    },
  ],
};
