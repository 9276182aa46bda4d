import type { Fault, Peer } from './layer-unit';

/** A text message that is not UTF-8: where, and why. */
export function notUtf8(at: number, why: string, sender: Peer): Fault {
  return {
    message: `A text message must be UTF-8: ${why}.`,
    spec: 'RFC 6455 §8.1',
    range: { start: at, end: at + 1 },
    closeCode: 1007,
    effect:
      sender === 'server'
        ? 'Chromium says “Could not decode a text frame as UTF-8.” and closes with 1002.'
        : 'ws says “Invalid WebSocket frame: invalid UTF-8 sequence”.',
  };
}
