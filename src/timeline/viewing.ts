import { useSyncExternalStore } from 'react';
import type { Decoder } from '../protocol/decoder';
import type { Field, Unit } from '../protocol/unit';

/** How the parts of the instrument show things: everything, or greyed where browser tools hide it. */
export interface Viewing {
  /** Whether what a browser's developer tools hide is grey. */
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
 * Whether a browser's developer tools hide this unit (measured in Chromium). They list requests, responses and whole
 * WebSocket messages: no read or write, no ping, pong or close frame, and several fragments as one message, represented
 * here by the first fragment.
 */
export function hiddenByDevTools(decoder: Decoder, unit: Unit): boolean {
  if (unit.layer === 'tcp') return true;
  if (unit.layer !== 'websocket') return false;
  if (unit.kind === 'text' || unit.kind === 'binary') return isHiddenWhole(decoder, unit);
  return true;
}

/** Header fields of a data frame that those tools hide; they show its type and length as the message's. */
const HIDDEN_FRAME_FIELDS: ReadonlySet<string> = new Set([
  'fin',
  'rsv1',
  'rsv2',
  'rsv3',
  'mask',
  'masking-key',
  'frame-header',
]);

/** Fields that frame an HTTP message's content, removed before those tools see it (RFC 9112 §7.1). */
const HIDDEN_HTTP_FIELDS: ReadonlySet<string> = new Set(['chunk-size', 'chunk-end', 'end-of-chunks']);

/** Whether a browser's developer tools hide this field: any of a hidden unit, and framing. */
export function fieldHiddenByDevTools(decoder: Decoder, unit: Unit, field: Field): boolean {
  if (hiddenByDevTools(decoder, unit)) return true;
  if (unit.layer === 'http') return HIDDEN_HTTP_FIELDS.has(field.term);
  return unit.layer === 'websocket' && HIDDEN_FRAME_FIELDS.has(field.term);
}

/** An incomplete message is never reported. */
function isHiddenWhole(decoder: Decoder, frame: Unit): boolean {
  const message = decoder.contentsOf(frame)[0];
  return message?.layer === 'message' && message.partial && !frame.partial;
}
