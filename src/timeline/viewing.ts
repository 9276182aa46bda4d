import { useSyncExternalStore } from 'react';
import type { Decoder } from '../protocol/decoder';
import type { Field, Unit } from '../protocol/unit';

/** How the instrument is looked at, shared by its parts: with everything, or greyed to what browser tools would show. */
export interface Viewing {
  /** Whether what a browser's developer tools leave out is grey. */
  readonly devTools: boolean;
  setDevTools(on: boolean): void;
  subscribe(listener: () => void): () => void;
}

export function createViewing(): Viewing {
  const listeners = new Set<() => void>();
  let devTools = false;
  return {
    get devTools() {
      return devTools;
    },
    setDevTools(on) {
      if (on === devTools) return;
      devTools = on;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useDevTools(viewing: Viewing): boolean {
  return useSyncExternalStore(viewing.subscribe, () => viewing.devTools);
}

/**
 * Whether a browser's developer tools leave this unit out (measured in Chromium). They list requests, responses and
 * whole WebSocket messages: no read or write, no ping, pong or close frame, and several fragments as one message, for
 * which the first fragment stands here.
 */
export function hiddenByDevTools(decoder: Decoder, unit: Unit): boolean {
  if (unit.layer === 'tcp') return true;
  if (unit.layer !== 'websocket') return false;
  if (unit.kind === 'text' || unit.kind === 'binary') return isHiddenWhole(decoder, unit);
  return true;
}

/** What of a data frame's header never reaches those tools; its type and its length do, as the message's. */
const HIDDEN_FRAME_FIELDS: ReadonlySet<string> = new Set([
  'fin',
  'rsv1',
  'rsv2',
  'rsv3',
  'mask',
  'masking-key',
  'frame-header',
]);

/** What carries an HTTP message's content and is taken off before those tools see it (RFC 9112 §7.1). */
const HIDDEN_HTTP_FIELDS: ReadonlySet<string> = new Set(['chunk-size', 'chunk-end', 'end-of-chunks']);

/** Whether a browser's developer tools leave out this field: all of a hidden unit's, and what only serves the framing. */
export function fieldHiddenByDevTools(decoder: Decoder, unit: Unit, field: Field): boolean {
  if (hiddenByDevTools(decoder, unit)) return true;
  if (unit.layer === 'http') return HIDDEN_HTTP_FIELDS.has(field.term);
  return unit.layer === 'websocket' && HIDDEN_FRAME_FIELDS.has(field.term);
}

/** A message that never became whole is never told of. */
function isHiddenWhole(decoder: Decoder, frame: Unit): boolean {
  const message = decoder.contentsOf(frame)[0];
  return message?.layer === 'message' && message.partial && !frame.partial;
}
