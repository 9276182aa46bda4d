import type { Capture } from '../capture/capture';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { nounOf, placeOf } from './places';

/** Ordinals with a word of their own, from the first. */
export const ORDINALS: readonly string[] = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/**
 * A name that is the same for everyone in the room, although ports and keys differ: "The upgrade request", "The 101
 * response", "Your second frame". It counts within the unit's connection, so later traffic does not change it.
 */
export function nameOfUnit(capture: Pick<Capture, 'decoder' | 'connection'>, unit: Unit): string {
  const { decoder } = capture;
  if (unit.kind === 'undecoded') return 'Undecoded bytes';
  const isYours = unit.sender === 'client' && capture.connection(unit.connection)?.openedBy != null;
  // Reads and writes are the server’s, whoever sent the bytes.
  const isOfServer = layerOf(unit.layer).wire === 'bytes';
  const whose = isYours && !isOfServer ? 'Your' : `The ${isOfServer ? 'server' : unit.sender}’s`;
  if (hasOwnName(unit)) return layerOf(unit.layer).properName!(unit, whose);
  return `${whose} ${ordinal(placeOf(decoder, unit))} ${nounOf(unit)}`;
}

/** Whether it has a name of its own; all others are counted. */
function hasOwnName({ layer, kind }: Unit): boolean {
  return kind === 'undecoded' || (layerOf(layer).named?.includes(kind) ?? false);
}

/** "first", "second", "11th". */
export function ordinal(place: number): string {
  const word = ORDINALS[place - 1];
  if (word) return word;
  const tail = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${tail}`;
}
