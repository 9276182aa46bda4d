import type { Capture } from '../../capture/capture';
import { nameOfUnit } from '../../inspector';
import { hasOwnName, ORDINALS } from '../../inspector/names';
import { placeOf } from '../../inspector/places';
import type { ByteRange, Field, Unit } from '../../protocol/unit';

type Names = Pick<Capture, 'decoder' | 'connection'>;

/** A text as a part of an address: "The 101 response" is `the-101-response`. */
export function slugged(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return [...slug].slice(0, 80).join('').replace(/-$/, '');
}

/**
 * The stable name of a unit within its own connection. Where a connection has several of the same name among `units`
 * (one response after the other), the second is `the-200-response.2`: names hold no dot of their own.
 */
export function slugOf(capture: Names, units: readonly Unit[], unit: Unit): string {
  const base = baseOf(capture, unit);
  if (isCounted(unit)) return base;
  let place = 1;
  for (const other of units) {
    if (other.id >= unit.id) break;
    if (other.connection !== unit.connection || isCounted(other)) continue;
    if (baseOf(capture, other) === base) place += 1;
  }
  return place === 1 ? base : `${base}.${place}`;
}

/** The units of this name, at most one a connection, in the order of `units`: all of a capture, or a part of it. */
export function unitsNamed(capture: Names, units: readonly Unit[], slug: string): readonly Unit[] {
  const [base, place] = parted(slug);
  const wanted = general(base);
  const mayBe = candidates(capture, wanted);
  const counts = new Map<number, number>();
  const found: Unit[] = [];
  for (const unit of units) {
    if (!mayBe(unit) || general(baseOf(capture, unit)) !== wanted) continue;
    const count = (counts.get(unit.connection) ?? 0) + 1;
    counts.set(unit.connection, count);
    if (count === place) found.push(unit);
  }
  return found;
}

/** The name as people read it: "the-101-response.2" is "the 101 response (2)". */
export function spoken(slug: string): string {
  const [base, place] = parted(slug);
  const words = base.replaceAll('-', ' ').replace(/^the (client|server)s /, 'the $1’s ');
  return place === 1 ? words : `${words} (${place})`;
}

/** A field's name in its unit; the second of the same name is `cookie.2`. */
export function slugOfField(fields: readonly Field[], field: Field): string {
  const base = baseOfField(field);
  const place = fields.filter((other) => baseOfField(other) === base).indexOf(field) + 1;
  return place <= 1 ? base : `${base}.${place}`;
}

/** The field of this name, if the unit has one. */
export function fieldNamed(fields: readonly Field[], slug: string): Field | undefined {
  const [base, place] = parted(slug);
  return fields.filter((field) => baseOfField(field) === base)[place - 1];
}

/** The field that these bytes are; none where several bits share them, since one cannot tell which is meant. */
export function fieldOfRange(fields: readonly Field[], range: ByteRange): Field | undefined {
  return fields.find(({ bits, start, end }) => !bits && start === range.start && end === range.end);
}

const baseOfField = ({ name }: Field) => slugged(name) || 'field';

/** Most names hold their place already; those of HTTP messages, Close frames and undecoded bytes do not. */
const isCounted = (unit: Unit): boolean => !hasOwnName(unit);

/** Which units can have this name at all, told by numbers alone: there may be a hundred thousand. */
function candidates({ decoder }: Names, base: string): (unit: Unit) => boolean {
  const [, peer, word] = /^the-(client|server)s-(\p{L}+|\d+\p{L}+)-/u.exec(base) ?? [];
  const place = word === undefined ? 0 : ORDINALS.indexOf(word) + 1 || Number.parseInt(word, 10) || 0;
  if (place === 0) return (unit) => !isCounted(unit);
  return (unit) => unit.sender === peer && isCounted(unit) && placeOf(decoder, unit) === place;
}

/** A completed unit's name stays as it is. */
const known = new WeakMap<Unit, string>();

function baseOf(capture: Names, unit: Unit): string {
  const cached = known.get(unit);
  if (cached !== undefined) return cached;
  const base = slugged(nameOfUnit(capture, unit));
  if (!unit.partial) known.set(unit, base);
  return base;
}

/** "Your first frame" for whoever opened the connection by the page is "the client’s" for all others. */
const general = (base: string) => base.replace(/^your-/, 'the-clients-');

function parted(slug: string): readonly [base: string, place: number] {
  const [, base, place] = /^(.*)\.([1-9]\d{0,5})$/.exec(slug) ?? [];
  return base === undefined ? [slug, 1] : [base, Number(place)];
}
