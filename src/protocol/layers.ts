import { engineIo } from './engine-io';
import { httpMessages } from './http1-describe';
import type { Layer } from './layer';
import { socketIo } from './socket-io';
import { tcpReads } from './tcp';
import type { LayerId } from './unit';
import { websocketFrames } from './websocket-frame-describe';
import { websocketMessages } from './websocket-message-describe';

/** All layers, outside in. A new layer is one line here, beside its decoder and its colour. */
export const LAYERS: readonly Layer[] = [
  tcpReads,
  httpMessages,
  websocketFrames,
  websocketMessages,
  engineIo,
  socketIo,
];

const BY_ID = new Map(LAYERS.map((layer) => [layer.id, layer]));

/** @throws RangeError when there is no such layer. */
export function layerOf(id: LayerId): Layer {
  const layer = BY_ID.get(id);
  if (layer === undefined) throw new RangeError(`no layer ${id}`);
  return layer;
}
