import { fetchedLayer } from './fetched-layer';
import { SOCKET_KINDS } from './socket-io-kinds';
import { queryOf } from './text';

/** Socket.IO v5: packets in Engine.IO messages, with their attachments. */
export const socketIo = fetchedLayer(
  {
    id: 'socket.io',
    kinds: SOCKET_KINDS,
    name: 'Socket.IO',
    shortName: 'Socket.IO',
    title: 'Socket.IO packet',
    about: 'A packet is what emit() sends and on() receives, or what joins, leaves and acknowledges.',
    colour: '--socket-io',
    documents: {
      'Socket.IO protocol': 'https://socket.io/docs/v4/socket-io-protocol/',
      'Socket.IO v4 documentation': 'https://socket.io/docs/v4/',
    },
    events: ['event', 'ack', 'binary_event', 'binary_ack'],
    channel: { opener: 'connect', term: 'socket-namespace' },
    isOfPrograms: true,
    isText: () => true,
    noun: () => 'Socket.IO packet',
    // Plain Engine.IO servers listen at /engine.io/; everything else that speaks Engine.IO is Socket.IO.
    accepts: ({ below, target }) =>
      below === 'engine.io' && !/^\/engine\.io\/?(\?|$)/.test(target) && queryOf(target, 'EIO') !== null,
  },
  async () => (await import('./session-decodings')).socketIoDecoding,
);
