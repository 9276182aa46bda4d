import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Capsule } from '../../timeline';
import { isControl, isMasked } from '../top';

/** What stands on a capsule. */
export interface CapsuleText {
  readonly label: string;
  /** Width of the hatching that stands for a masked payload; 0 without. */
  readonly hatchPx: number;
  readonly isSmall: boolean;
  readonly count: number;
}

const LONGEST_LABEL = 24;
/** Advance of one character of the monospace at the capsule's 13 px. */
const CHARACTER_PX = 7.8;

/** A client's message is scrambled on the wire, so its capsule shows hatching instead of the words. */
export function capsuleText(decoder: Decoder, { unit, count }: Capsule, top: Unit): CapsuleText {
  const isSmall = isControl(unit);
  const isHatched = isMasked(unit) && (top.layer === 'websocket' || top.layer === 'message');
  if (!isHatched) return { label: shorten(decoder.labelOf(top)), hatchPx: 0, isSmall, count };
  const payloadBytes = unit.end - unit.start - 6;
  return { label: top.kind, hatchPx: Math.min(72, 14 + payloadBytes * 5), isSmall, count };
}

/** Its width in pixels: known without measuring, since the monospace's advance is. */
export function capsuleWidth({ label, hatchPx, isSmall, count }: CapsuleText): number {
  const hatch = hatchPx > 0 ? hatchPx + 8 : 0;
  const times = count > 1 ? (String(count).length + 1) * CHARACTER_PX + 8 : 0;
  return Math.ceil((isSmall ? 16 : 30) + label.length * CHARACTER_PX + hatch + times);
}

function shorten(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
}
