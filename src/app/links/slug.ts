import type { Capture } from '../../capture/capture';
import { ordinal } from '../../inspector/names';
import type { HttpHead } from '../../protocol';
import { layerOf, wireLayer } from '../../protocol/layers';
import type { ByteRange, Field, Unit } from '../../protocol/unit';

type Names = Pick<Capture, 'decoder'>;

/** A text as a part of an address: "Sec-WebSocket-Accept" is `sec-websocket-accept`. */
function slugged(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return [...slug].slice(0, 80).join('').replace(/-$/, '');
}

/**
 * The stable id of a unit within its own connection: who sent it, its layer, its kind, and for HTTP the status code or the
 * request's target (`server-http-response-101`, `client-websocket-text`). Of several alike among `units`, the second is
 * `client-websocket-text.2`. It holds no text that is on screen, so that text can change.
 */
export function slugOf(capture: Names, units: readonly Unit[], unit: Unit): string {
  const detail = detailOf(capture, unit);
  let place = 1;
  for (const other of units) {
    if (other.id >= unit.id) break;
    if (other.connection !== unit.connection || !isSameKind(other, unit)) continue;
    if (detailOf(capture, other) === detail) place += 1;
  }
  const base = [unit.sender, unit.layer, unit.kind, detail].filter(Boolean).join('-');
  return place === 1 ? base : `${base}.${place}`;
}

/** The units with this id, at most one a connection, in the order of `units`: all of a capture, or a part of it. */
export function unitsNamed(capture: Names, units: readonly Unit[], slug: string): readonly Unit[] {
  const wanted = wantedBy(capture, slug);
  if (!wanted) return [];
  const counts = new Map<number, number>();
  const found: Unit[] = [];
  for (const unit of units) {
    if (!wanted.isMeant(unit)) continue;
    const count = (counts.get(unit.connection) ?? 0) + 1;
    counts.set(unit.connection, count);
    if (count === wanted.place) found.push(unit);
  }
  return found;
}

/** The words for a unit that is not there yet: `server-http-response-101` is "the 101 response". */
export function spoken(slug: string): string {
  const id = parsed(slug);
  if (!id) return slug;
  const { sender, layer, kind, detail, place } = id;
  const nth = place === 1 ? '' : `${ordinal(place)} `;
  if (layer !== wireLayer('turns').id || kind === 'undecoded')
    return `the ${sender}’s ${ordinal(place)} ${kind.replaceAll('_', ' ')} (${layer})`;
  if (kind === 'response') return `the ${nth}${detail && `${detail} `}response`;
  if (detail === UPGRADE) return `the ${nth}upgrade request`;
  return `the ${nth}request${detail && ` for ${detail}`}`;
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

/** The detail of a request that asks for another protocol. */
const UPGRADE = 'upgrade';

/** The details of complete units, which do not change any more. */
const known = new WeakMap<Unit, string>();

/** What else tells HTTP messages apart on anybody's traffic: a status code, or the last segment of a request's target. */
function detailOf({ decoder }: Names, unit: Unit): string {
  if (layerOf(unit.layer).wire !== 'turns') return '';
  const cached = known.get(unit);
  if (cached !== undefined) return cached;
  const head = decoder.headOf(unit);
  const detail = head ? detailOfHead(head) : '';
  if (!unit.partial) known.set(unit, detail);
  return detail;
}

function detailOfHead({ kind, status, target, headers }: HttpHead): string {
  if (kind === 'response') return String(status);
  if (headers.some(({ name }) => name.toLowerCase() === 'upgrade')) return UPGRADE;
  return slugged(target.split('?')[0]?.split('/').filter(Boolean).at(-1) ?? '');
}

const isSameKind = (one: UnitKindId, other: UnitKindId) =>
  one.sender === other.sender && one.layer === other.layer && one.kind === other.kind;

interface UnitKindId {
  readonly sender: string;
  readonly layer: string;
  readonly kind: string;
}

/** Reads an id; null when the text is none. */
function parsed(slug: string): (UnitKindId & { readonly detail: string; readonly place: number }) | null {
  const match = /^(client|server)-([^-]+)-([^-]+?)(?:-(.+?))?(?:\.([1-9]\d{0,5}))?$/.exec(slug);
  if (!match) return null;
  const [, sender = '', layer = '', kind = '', detail = '', place] = match;
  return { sender, layer, kind, detail, place: Number(place ?? 1) };
}

function wantedBy(
  capture: Names,
  slug: string,
): { isMeant: (unit: Unit) => boolean; readonly place: number } | null {
  const id = parsed(slug);
  return (
    id && {
      place: id.place,
      isMeant: (unit) => isSameKind(unit, id) && detailOf(capture, unit) === id.detail,
    }
  );
}

function parted(slug: string): readonly [base: string, place: number] {
  const [, base, place] = /^(.*)\.([1-9]\d{0,5})$/.exec(slug) ?? [];
  return base === undefined ? [slug, 1] : [base, Number(place)];
}
