import type { LayerDecoding } from './fetched-layer';
import type { UnitRecord } from './records';
import { attachmentsOf, socketPieces } from './socket-io-content';
import { socketCode, socketFields, socketLabel, socketSentence } from './socket-io-describe';
import type { SocketKind } from './socket-io-kinds';
import { SocketIoReader } from './socket-io-reader';

/** What takes Socket.IO packets apart. */
export const socketIoDecoding: LayerDecoding<'socket.io', SocketKind> = {
  code: socketCode,
  pieces: (unit) => socketPieces(unit as UnitRecord),
  fields: socketFields,
  label: socketLabel,
  sentence: socketSentence,
  carriers: (unit) => [(unit as UnitRecord).inside!, ...(attachmentsOf(unit)?.packets ?? [])],
  open: (context) => new SocketIoReader(context),
};
