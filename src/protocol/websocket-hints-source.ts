import { Fetched } from './fetched';
import type { UnitRecord } from './records';

type WebSocketHints = typeof import('./websocket-hints/index');

/** What tells likely causes of broken rules of WebSocket: fetched with the first one. */
export const websocketHints = new Fetched<WebSocketHints>(
  'the likely causes of broken frames and messages',
  () => import('./websocket-hints/index'),
);

/** Finds a likely cause with `websocketHints`, and puts it on the unit’s fault at this place: see `withHint`. */
export type FindHint = (
  unit: UnitRecord,
  place: number,
  find: (hints: WebSocketHints) => string | null,
) => void;
