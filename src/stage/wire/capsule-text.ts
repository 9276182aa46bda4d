import type { Decoder } from '../../protocol/decoder';
import { layerOf, protocolOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';
import type { Capsule } from '../../timeline';
import { count as countText, formatBytes } from '../format';
import { isControl, maskedBytes } from '../innermost';

/** The text on a capsule. */
export interface CapsuleText {
  readonly label: string;
  /** Width of the hatching for a masked payload; 0 without. */
  readonly hatchPx: number;
  readonly isSmall: boolean;
  /** On a large cable: the first bytes in hexadecimal, and how many there are; empty elsewhere, and for a bunch. */
  readonly bytes: string;
}

/** How much a capsule shows. */
export interface CapsuleScale {
  /** Most characters of a label. */
  readonly longest: number;
  /** How many bytes stand under it; 0 where it has one line. */
  readonly bytes: number;
}

/** By width of the screen, and on a cable that has the stage's main area for itself. */
export const SCALES = {
  wide: { longest: 24, bytes: 0 },
  narrow: { longest: 15, bytes: 0 },
  large: { longest: 30, bytes: 8 },
  largeNarrow: { longest: 15, bytes: 4 },
} as const satisfies Record<string, CapsuleScale>;

/** Advance of one character of the monospace at the capsule's 13 px, on a large cable 16 px; its bytes have 12.5 px. */
const CHARACTER_PX = { small: 7.8, large: 9.6, bytes: 7.5 } as const;

/**
 * A client's message is masked on the wire, so its capsule shows hatching instead of text; a bunch shows its number.
 */
export function capsuleText(
  decoder: Decoder,
  { unit, count }: Capsule,
  top: Unit,
  scale: CapsuleScale,
): CapsuleText {
  if (count > 1)
    return {
      label: countText(count, bunchNoun(unit)),
      hatchPx: 0,
      isSmall: false,
      bytes: '',
    };
  const isSmall = isControl(unit);
  const bytes = scale.bytes > 0 ? firstBytes(decoder, unit, scale.bytes) : '';
  const scrambled = protocolOf(top.layer).id === unit.layer ? maskedBytes(unit) : 0;
  if (scrambled === 0)
    return { label: shorten(decoder.labelOf(top), scale.longest), hatchPx: 0, isSmall, bytes };
  return { label: top.kind, hatchPx: Math.min(72, 14 + scrambled * 5), isSmall, bytes };
}

/** "81 85 3d 2f 91 0c … 11 B", or all of them. */
function firstBytes(decoder: Decoder, unit: Unit, most: number): string {
  const size = decoder.sizeOf(unit);
  const first = [...decoder.bytesOf(unit, { start: 0, end: Math.min(most, size) })];
  const hex = first.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return size > most ? `${hex} … ${formatBytes(size)}` : hex;
}

/** The noun for several of them. */
export function bunchNoun({ layer, sender }: Unit): string {
  return layerOf(layer).noun(sender);
}

/** Its width in pixels: not measured, since the font is monospaced. */
export function capsuleWidth(text: CapsuleText, count: number, isLarge: boolean): number {
  const { label, hatchPx, isSmall, bytes } = text;
  const hatch = hatchPx > 0 ? hatchPx + 8 : 0;
  // A growing number does not move its neighbours.
  const characters = count > 1 ? Math.max(label.length, '000 frames'.length) : label.length;
  const first = characters * (isLarge ? CHARACTER_PX.large : CHARACTER_PX.small) + hatch;
  return Math.ceil((isSmall ? 16 : 30) + Math.max(first, bytes.length * CHARACTER_PX.bytes));
}

function shorten(label: string, longest: number): string {
  return label.length <= longest ? label : `${label.slice(0, longest - 1).trimEnd()}…`;
}
