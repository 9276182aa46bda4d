import type { LessonClaims } from '../claim';

export const claims: LessonClaims = {
  line: [
    {
      says: 'An event is a Socket.IO packet of type 2, with a JSON array of its name and its arguments.',
      source: 'Socket.IO protocol v5',
      page: '#packet-encoding',
      seenIn: 'line',
    },
    {
      says: 'Engine.IO puts a 4 before it, for a message.',
      source: 'Engine.IO protocol v4',
      page: '#packet-encoding',
      seenIn: 'line',
    },
    {
      says: 'What a client emits before it is connected is kept, and sent in the same order once it is.',
      source: 'Socket.IO v4 documentation',
      page: 'client-offline-behavior/#buffered-events',
      seenIn: 'line',
    },
  ],
  data: [
    {
      says: 'Any data that can be serialized can be emitted; a Map and a Date have to be converted.',
      source: 'Socket.IO v4 documentation',
      page: 'emitting-events/#basic-emit',
      seenIn: 'data',
    },
    {
      says: 'As JSON, a Map is {}, a Date a string, and a property that is undefined is left out.',
      source: 'ECMAScript specification',
      page: '#sec-serializejsonproperty',
      seenIn: 'data',
    },
    {
      says: 'JSON refuses a BigInt: an emit with one throws once its packet is made.',
      source: 'ECMAScript specification',
      page: '#sec-serializejsonproperty',
      seenIn: 'bigint',
    },
    {
      says: 'The packet of an event that was kept is made when the client is connected, and fails only then.',
      seenIn: 'bigint-early',
    },
  ],
  bytes: [
    {
      says: 'Base64 writes three bytes as four characters.',
      source: 'RFC 4648 §4',
    },
    {
      says: 'An event with bytes is a packet of type 5, with a placeholder for each attachment.',
      source: 'Socket.IO protocol v5',
      page: '#packet-encoding',
      seenIn: 'bytes',
    },
    {
      says: 'Over WebSocket, each attachment is a binary frame.',
      source: 'Engine.IO protocol v4',
      page: '#packet-encoding',
      seenIn: 'bytes',
    },
    {
      says: 'Over long polling, bytes are base64 in a packet that begins with b.',
      source: 'Engine.IO protocol v4',
      page: '#http-long-polling-1',
    },
  ],
  returns: [
    {
      says: 'A client’s emit returns the socket.',
      source: 'Socket.IO v4 documentation',
      page: 'client-api/#socketemiteventname-args',
      seenIn: 'returns',
    },
    {
      says: 'Either end can emit at any time; no packet answers an event by itself.',
      source: 'Socket.IO protocol v5',
      page: '#sending-and-receiving-data',
      seenIn: 'returns',
    },
    {
      says: 'The names connect, connect_error, disconnect, disconnecting, newListener and removeListener are reserved: emit throws.',
      source: 'Socket.IO v4 documentation',
      page: 'emit-cheatsheet/#reserved-events',
      seenIn: 'reserved',
    },
  ],
  challenge: [
    {
      says: 'Each Uint8Array in the arguments becomes an attachment, wherever it stands.',
      source: 'Socket.IO protocol v5',
      page: '#packet-encoding',
      seenIn: 'attachments',
    },
  ],
  recap: [
    {
      says: 'An emit does not return what a listener at the other end returns.',
      seenIn: 'returns',
    },
  ],
};
