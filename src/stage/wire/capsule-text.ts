import type { Decoder } from '../../protocol/decoder';
import { layerOf, protocolOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';
import type { Capsule } from '../../timeline';
import { count as countText } from '../format';
import { isControl, maskedBytes } from '../innermost';

/** The text on a capsule. */
export interface CapsuleText {
  readonly label: string;
  /** Width of the hatching for a masked payload; 0 without. */
  readonly hatchPx: number;
  readonly isSmall: boolean;
}

/** Most characters of a label, by width of the screen. */
export const LABEL_LENGTH = { wide: 24, narrow: 15 } as const;
/** Advance of one character of the monospace at the capsule's 13 px. */
const CHARACTER_PX = 7.8;

/**
 * A client's message is masked on the wire, so its capsule shows hatching instead of text; a bunch shows its number.
 */
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
  const scrambled = protocolOf(top.layer).id === unit.layer ? maskedBytes(unit) : 0;
  if (scrambled === 0) return { label: shorten(decoder.labelOf(top), longest), hatchPx: 0, isSmall };
  return { label: top.kind, hatchPx: Math.min(72, 14 + scrambled * 5), isSmall };
}

/** The noun for several of them. */
export function bunchNoun({ layer, sender }: Unit): string {
  return layerOf(layer).noun(sender);
}

/** Its width in pixels: not measured, since the font is monospaced. */
export function capsuleWidth({ label, hatchPx, isSmall }: CapsuleText, count: number): number {
  const hatch = hatchPx > 0 ? hatchPx + 8 : 0;
  // A growing number does not move its neighbours.
  const characters = count > 1 ? Math.max(label.length, '000 frames'.length) : label.length;
  return Math.ceil((isSmall ? 16 : 30) + characters * CHARACTER_PX + hatch);
}

function shorten(label: string, longest: number): string {
  return label.length <= longest ? label : `${label.slice(0, longest - 1).trimEnd()}…`;
}
