import { engineIo } from './engine-io';
import { httpMessages } from './http1-describe';
import type { Layer } from './layer';
import { mqtt } from './mqtt/layer';
import { socketIo } from './socket-io';
import { tcpReads } from './tcp';
import { websocketFrames } from './websocket-frame-describe';
import { websocketMessages } from './websocket-message-describe';

/** All layers, outside in: a new layer is one line here. */
const REGISTRY = [
  tcpReads,
  httpMessages,
  websocketFrames,
  websocketMessages,
  engineIo,
  socketIo,
  mqtt,
] as const satisfies readonly Layer[];

type Registered = (typeof REGISTRY)[number];
export type LayerId = Registered['id'];
export type UnitKind = Registered['kinds'][number] | 'undecoded';
export type AnyLayer = Layer<LayerId, UnitKind>;

/** All layers, outside in. */
export const LAYERS: readonly AnyLayer[] = REGISTRY;

const BY_ID = new Map<string, AnyLayer>(LAYERS.map((layer) => [layer.id, layer]));

/** @throws RangeError when there is no such layer. */
export function layerOf(id: string): AnyLayer {
  const layer = BY_ID.get(id);
  if (layer === undefined) throw new RangeError(`no layer ${id}`);
  return layer;
}

/** Fetches everything that layers fetch with their first traffic. Rejects when a fetch fails. */
export async function fetchLayers(): Promise<void> {
  await Promise.all(LAYERS.map(({ source }) => source?.fetch()));
}

/** The layer whose units are on a wire of this kind (see `Layer.wire`). */
export function wireLayer(wire: NonNullable<Layer['wire']>): AnyLayer {
  return LAYERS.find((layer) => layer.wire === wire)!;
}

/** The protocol of a layer: itself, or the one whose units it joins. */
export function protocolOf(id: LayerId): AnyLayer {
  const layer = layerOf(id);
  return layer.joins === undefined ? layer : layerOf(layer.joins.id);
}
