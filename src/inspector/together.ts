import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import { count } from '../protocol/text';
import type { Unit } from '../protocol/unit';
import { siblingsOf } from './layer-path';

/** What it means that several frames came whole in one read or write; null for anything else. */
export function togetherText(decoder: Decoder, unit: Unit): string | null {
  if (layerOf(unit.layer).wire !== 'duplex') return null;
  const [carrier] = decoder.carriersOf(unit);
  const all = siblingsOf(decoder, unit);
  if (carrier === undefined || all.length < 2) return null;
  const isWhole = (each: Unit) =>
    each.layer === unit.layer && each.start >= carrier.start && each.end <= carrier.end && !each.partial;
  if (!all.every(isWhole)) return null;
  const what = unit.sender === 'client' ? 'read' : 'write';
  const reader = unit.sender === 'client' ? 'server' : 'client';
  const place = `Frame ${all.indexOf(unit) + 1} of ${all.length}`;
  return `${place} that came whole in one ${what} of ${count(decoder.sizeOf(carrier), 'byte')}. One read at the ${reader} may return all of them: a program that takes one frame from each read loses the others.`;
}
