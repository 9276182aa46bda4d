import type { LessonClaims } from '../claim';

const DOCUMENTATION = 'Socket.IO v4 documentation';

export const claims: LessonClaims = {
  connect: [
    {
      says: 'Each page that connects has an Engine.IO session of its own.',
      source: 'Engine.IO protocol',
      seenIn: 'connected',
    },
    {
      says: 'The server answers CONNECT with the id of the client in that namespace, which is not the id of its Engine.IO session.',
      source: 'Socket.IO protocol',
      seenIn: 'connected',
    },
    {
      says: 'A socket.id names a connection: after a reconnection it is another one, unless the state was recovered.',
      source: DOCUMENTATION,
      page: 'client-socket-instance/#socketid',
    },
  ],
  say: [
    {
      says: 'A call to  io.emit sends a packet of its own to each connected client, the one that spoke included.',
      source: DOCUMENTATION,
      page: 'broadcasting-events/',
      seenIn: 'heard',
    },
    {
      says: 'What is put into an element with textContent becomes text, whatever it contains.',
      source: 'DOM Standard',
      page: '#dom-node-textcontent',
      seenIn: 'inert',
    },
    {
      says: 'An event handler in markup that is put in with innerHTML runs, though a script element does not.',
      source: 'HTML Standard',
      page: 'dynamic-markup-insertion.html#the-innerhtml-property',
    },
  ],
  names: [
    {
      says: 'The auth object of a client travels in the payload of the CONNECT packet.',
      source: 'Socket.IO protocol',
      seenIn: 'named',
    },
    {
      says: 'The server finds that object in socket.handshake.auth.',
      source: DOCUMENTATION,
      page: 'client-options/#auth',
      seenIn: 'named',
    },
    {
      says: 'A middleware can refuse a client, which gets CONNECT_ERROR.',
      source: DOCUMENTATION,
      page: 'middlewares/',
    },
  ],
  rooms: [
    {
      says: 'Rooms are known to the server alone; a client can only ask for one with an event.',
      source: DOCUMENTATION,
      page: 'rooms/',
      seenIn: 'in-room',
    },
    {
      says: 'A call to  io.to(room).emit sends nothing to clients outside the room.',
      source: DOCUMENTATION,
      page: 'rooms/',
      seenIn: 'in-room',
    },
    {
      says: 'Each client is in a room that has its id as its name.',
      source: DOCUMENTATION,
      page: 'rooms/#default-room',
    },
  ],
  typing: [
    {
      says: 'A client keeps what it emits while it is not connected, and sends it later; a volatile event it drops.',
      source: DOCUMENTATION,
      page: 'client-offline-behavior/#buffered-events',
      seenIn: 'typing',
    },
    {
      says: 'At the server, socket.to(room) leaves out the client that it belongs to.',
      source: DOCUMENTATION,
      page: 'rooms/',
      seenIn: 'typing',
    },
  ],
  history: [
    {
      says: 'An event reaches those who are connected at that moment; the server keeps none for others by default.',
      source: DOCUMENTATION,
      page: 'delivery-guarantees/',
      seenIn: 'history',
    },
    {
      says: 'An acknowledgement goes to the client that asked, and to no other.',
      source: 'Socket.IO protocol',
      seenIn: 'history',
    },
  ],
  safe: [
    {
      says: 'By default an event arrives at most once.',
      source: DOCUMENTATION,
      page: 'delivery-guarantees/',
    },
    {
      says: 'With an acknowledgement, a timeout and sending again, it arrives at least once.',
      source: DOCUMENTATION,
      page: 'delivery-guarantees/',
      seenIn: 'once',
    },
    {
      says: 'A timeout error says that no answer came, not that the event did not arrive.',
      source: DOCUMENTATION,
      page: 'emitting-events/#with-timeout',
      seenIn: 'once',
    },
    {
      says: 'A client that names the last thing it has can be sent what follows it.',
      source: DOCUMENTATION,
      page: 'tutorial/step-7',
      seenIn: 'returned',
    },
  ],
  recap: [
    {
      says: 'A call to  emit does not say whether the event arrived.',
      source: DOCUMENTATION,
      page: 'delivery-guarantees/',
      seenIn: 'once',
    },
    {
      says: 'With several servers an adapter carries a broadcast to the clients of the others.',
      source: DOCUMENTATION,
      page: 'adapter/',
    },
  ],
};
