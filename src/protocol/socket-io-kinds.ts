/** By packet type, 0 to 6: Socket.IO protocol v5, “Exchange protocol”. */
export const SOCKET_KINDS = [
  'connect',
  'disconnect',
  'event',
  'ack',
  'connect_error',
  'binary_event',
  'binary_ack',
] as const;
export type SocketKind = (typeof SOCKET_KINDS)[number];
