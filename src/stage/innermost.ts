import type { Decoder } from '../protocol/decoder';
import type { Unit } from '../protocol/unit';

/** The topmost thing that a unit of the wire carries: itself, its message, its Socket.IO packet. */
export function innermostOf(decoder: Decoder, unit: Unit): Unit {
  let top = unit;
  for (;;) {
    const above = decoder.contentsOf(top)[0];
    // A content that began in an earlier frame is that frame's to name.
    if (!above || isLaterPart(decoder, above, top)) return top;
    top = above;
  }
}

/**
 * What a click on a unit of the wire selects: the topmost thing in it; but of a plain message its frame, where there
 * is more to see, with the message as the next tab.
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

/** What the wire shows as scrambled: a data frame from a client whose payload is not empty. */
export function isMasked(unit: Unit): boolean {
  return (
    unit.layer === 'websocket' &&
    unit.sender === 'client' &&
    unit.kind !== 'undecoded' &&
    unit.end - unit.start > 6
  );
}
