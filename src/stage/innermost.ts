import type { Decoder } from '../protocol/decoder';
import type { Unit } from '../protocol/unit';

/** The innermost unit that a unit of the wire carries: its message, its Socket.IO packet, itself. */
export function innermostOf(decoder: Decoder, unit: Unit): Unit {
  let top = unit;
  for (;;) {
    const above = decoder.contentsOf(top)[0];
    // Content that began in an earlier frame belongs to that frame.
    if (!above || isLaterPart(decoder, above, top)) return top;
    top = above;
  }
}

/**
 * What a click on a unit of the wire selects: its innermost unit, except for a plain message, where the frame has more
 * to see and the message is the next tab.
 */
export function selectionFor(decoder: Decoder, unit: Unit): Unit {
  const top = innermostOf(decoder, unit);
  return top.layer === 'message' ? unit : top;
}

function isLaterPart(decoder: Decoder, above: Unit, unit: Unit): boolean {
  const first = decoder.carriersOf(above)[0];
  return first !== undefined && first !== unit;
}

/** A ping, pong or close frame (RFC 6455 §5.5). */
export function isControl(unit: Unit): boolean {
  return (
    unit.layer === 'websocket' && (unit.kind === 'ping' || unit.kind === 'pong' || unit.kind === 'close')
  );
}

/** Whether the wire shows it scrambled: a client's data frame with a payload. */
export function isMasked(unit: Unit): boolean {
  return (
    unit.layer === 'websocket' &&
    unit.sender === 'client' &&
    unit.kind !== 'undecoded' &&
    unit.end - unit.start > 6
  );
}
