import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import { innermostOf } from '../innermost';

const utf8 = new TextDecoder();

/** The first `most` bytes of what a frame carries, as text: in a class, who says what is the point. Null for a frame that carries nothing else. */
export function packetText(decoder: Decoder, unit: Unit, most: number): string | null {
  const top = innermostOf(decoder, unit);
  if (top === unit || unit.partial) return null;
  const size = decoder.sizeOf(top);
  const text = utf8.decode(decoder.bytesOf(top, { start: 0, end: Math.min(most, size) }));
  // The cut may be within a character.
  return size > most ? `${text.replace(/\uFFFD+$/, '')}…` : text;
}
