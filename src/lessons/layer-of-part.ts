import type { LayerId } from '../protocol/unit';
import type { Part } from './define';

/** The layer that colours a part of the course. */
export const LAYER_OF_PART: Readonly<Record<Part, LayerId>> = {
  Connections: 'http',
  WebSocket: 'websocket',
  'Socket.IO': 'socket.io',
  'Choose and build': 'tcp',
};
