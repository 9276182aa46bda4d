import type { Capture } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
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
  if (unit.layer === 'http') return httpName(decoder, unit);
  const isYours = unit.sender === 'client' && capture.connection(unit.connection)?.openedBy != null;
  const whose = isYours ? 'Your' : `The ${unit.sender}’s`;
  if (unit.layer === 'websocket' && unit.kind === 'close') return `${whose} Close frame`;
  return `${whose} ${ordinal(placeOf(decoder, unit))} ${nounOf(unit)}`;
}

function httpName(decoder: Decoder, unit: Unit): string {
  const fields = decoder.fieldsOf(unit);
  if (unit.kind === 'response') {
    const status = fields.find((field) => field.name === 'Status code');
    return status ? `The ${status.value} response` : 'A response';
  }
  if (fields.some((field) => field.name.toLowerCase() === 'upgrade')) return 'The upgrade request';
  const target = fields.find((field) => field.name === 'Request target');
  const last = target?.value.split('?')[0]?.split('/').filter(Boolean).at(-1);
  return last ? `The request for ${last}` : 'The request';
}

/** "first", "second", "11th". */
export function ordinal(place: number): string {
  const word = ORDINALS[place - 1];
  if (word) return word;
  const tail = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${tail}`;
}
