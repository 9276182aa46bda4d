import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Capsule } from '../../timeline';
import { count as countText } from '../format';
import { isControl, isMasked } from '../innermost';

/** What stands on a capsule. */
export interface CapsuleText {
  readonly label: string;
  /** Width of the hatching that stands for a masked payload; 0 without. */
  readonly hatchPx: number;
  readonly isSmall: boolean;
}

/** Characters of a label on a wide and on a narrow screen. */
export const LABEL_LENGTH = { wide: 24, narrow: 15 } as const;
/** Advance of one character of the monospace at the capsule's 13 px. */
const CHARACTER_PX = 7.8;

/** A client's message is scrambled on the wire, so its capsule shows hatching instead of the words; of several, their number. */
export function capsuleText(
  decoder: Decoder,
  { unit, count }: Capsule,
  top: Unit,
  longest: number,
): CapsuleText {
  if (count > 1)
    return {
      label: countText(count, bunchNoun(unit)),
      hatchPx: 0,
      isSmall: false,
    };
  const isSmall = isControl(unit);
  const isHatched = isMasked(unit) && (top.layer === 'websocket' || top.layer === 'message');
  if (!isHatched) return { label: shorten(decoder.labelOf(top), longest), hatchPx: 0, isSmall };
  const payloadBytes = unit.end - unit.start - 6;
  return { label: top.kind, hatchPx: Math.min(72, 14 + payloadBytes * 5), isSmall };
}

/** What several of them are counted in. */
export function bunchNoun({ layer, kind, sender }: Unit): string {
  if (kind === 'bytes') return sender === 'client' ? 'read' : 'write';
  return layer === 'http' ? 'message' : 'frame';
}

/** Its width in pixels: known without measuring, since the monospace's advance is. */
export function capsuleWidth({ label, hatchPx, isSmall }: CapsuleText, count: number): number {
  const hatch = hatchPx > 0 ? hatchPx + 8 : 0;
  // A number that still grows does not move its neighbours.
  const characters = count > 1 ? Math.max(label.length, '000 frames'.length) : label.length;
  return Math.ceil((isSmall ? 16 : 30) + characters * CHARACTER_PX + hatch);
}

function shorten(label: string, longest: number): string {
  return label.length <= longest ? label : `${label.slice(0, longest - 1).trimEnd()}…`;
}
