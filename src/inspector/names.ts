import type { Capture } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import type { LayerId, Unit } from '../protocol/unit';

const ORDINALS = [
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

const NOUNS: Readonly<Record<LayerId, string>> = {
  tcp: 'read',
  http: 'message',
  websocket: 'frame',
  message: 'message',
  'engine.io': 'Engine.IO packet',
  'socket.io': 'Socket.IO packet',
};

/**
 * A name that means the same to everyone in the room, although ports and keys differ: "The upgrade request", "The 101
 * response", "Your second frame". It counts within the unit's own connection, so it stays as it is while more comes.
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

function nounOf(unit: Unit): string {
  if (unit.layer === 'tcp') return unit.kind;
  if (unit.layer === 'websocket' && (unit.kind === 'ping' || unit.kind === 'pong')) return unit.kind;
  return NOUNS[unit.layer];
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

/** From 1: which of its kind it is, among those that this side has sent on this connection. */
function placeOf(decoder: Decoder, unit: Unit): number {
  const noun = nounOf(unit);
  let place = 0;
  for (const other of decoder.units) {
    if (other.id > unit.id) break;
    const isLike = other.layer === unit.layer && other.sender === unit.sender && nounOf(other) === noun;
    if (isLike && other.connection === unit.connection) place++;
  }
  return place;
}

function ordinal(place: number): string {
  const word = ORDINALS[place - 1];
  if (word) return word;
  const tail = place % 100 > 10 && place % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${tail}`;
}
