import type { Layer } from './layer';
import type { UnitRecord } from './records';
import { attachmentsOf, socketPieces } from './socket-io-content';
import { socketCode, socketFields, socketLabel, socketSentence } from './socket-io-describe';
import { SOCKET_KINDS, type SocketKind } from './socket-io-packet';
import { SocketIoReader } from './socket-io-reader';
import { queryOf } from './text';

/** Socket.IO v5: packets in Engine.IO messages, with their attachments. */
export const socketIo: Layer<'socket.io', SocketKind> = {
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
  isOfPrograms: true,
  isText: () => true,
  noun: () => 'Socket.IO packet',
  code: socketCode,
  pieces: (unit) => socketPieces(unit as UnitRecord),
  fields: socketFields,
  label: socketLabel,
  sentence: socketSentence,
  carriers: (unit) => [(unit as UnitRecord).inside!, ...(attachmentsOf(unit)?.packets ?? [])],
  reads: {
    // Plain Engine.IO servers listen at /engine.io/; everything else that speaks Engine.IO is Socket.IO.
    accepts: ({ below, target }) =>
      below === 'engine.io' && !/^\/engine\.io\/?(\?|$)/.test(target) && queryOf(target, 'EIO') !== null,
    open: (context) => new SocketIoReader(context),
  },
};
