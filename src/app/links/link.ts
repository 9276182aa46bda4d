import type { ByteRange } from '../../protocol/unit';
import type { Speed } from '../../timeline';

/**
 * A view of a page, in names that mean the same on everybody's own traffic. In an address:
 * `/lessons/handshake?step=switch&task=open&unit=server-http-response-101&field=sec-websocket-accept&speed=real`.
 * No lab, port or unit number stands in it: the one who opens it makes the same thing happen on a wire of their own.
 */
export interface Link {
  /** A step's id, or `recap`. */
  readonly step: string | null;
  /** The task whose action caused the unit. */
  readonly task: string | null;
  /** The unit's stable id, as `slugOf` makes it. */
  readonly unit: string | null;
  /** From 1: which of the connections that have such a unit; null where there is one, or for the newest. */
  readonly connection: number | null;
  readonly field: string | null;
  /** Some bytes of the unit, where they are not just one field. */
  readonly bytes: ByteRange | null;
  readonly speed: Speed | null;
}

/** What an address asks for, and in plain words what of it cannot be. */
export interface ReadLink {
  readonly link: Link;
  readonly problems: readonly string[];
}

export const NO_LINK: Link = {
  step: null,
  task: null,
  unit: null,
  connection: null,
  field: null,
  bytes: null,
  speed: null,
};

const SPEEDS: readonly string[] = ['real', 'half', 'tenth', 'explain'] satisfies Speed[];
/** Our own are a tenth of it. */
const LONGEST = 4000;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,119}$/u;
const MAX_BYTE = 1e9;

/** Reads the query of an address, which anybody may have written. Never throws; what is not understood is left out and told. */
export function readLink(search: string): ReadLink {
  if (search.length > LONGEST) {
    return {
      link: NO_LINK,
      problems: [`It is ${search.length} characters long, and our links are shorter.`],
    };
  }
  const query = new URLSearchParams(search);
  const problems: string[] = [];
  const read = <Value>(key: string, parse: (text: string) => Value | null): Value | null => {
    const text = query.get(key);
    if (text === null) return null;
    const value = parse(text);
    if (value === null) problems.push(`Its ${key} “${shortened(text)}” is not one that a link can name.`);
    return value;
  };
  const link: Link = {
    step: read('step', name),
    task: read('task', name),
    unit: read('unit', name),
    connection: read('connection', ordinal),
    field: read('field', name),
    bytes: read('bytes', range),
    speed: read('speed', (text) => (SPEEDS.includes(text) ? (text as Speed) : null)),
  };
  return { link, problems };
}

/** The query of an address for this view, with its question mark; empty when there is nothing to say. */
export function writeLink(link: Link): string {
  const query = new URLSearchParams();
  for (const key of ['step', 'task', 'unit', 'connection', 'field', 'bytes', 'speed'] as const) {
    const value = link[key];
    if (value !== null)
      query.set(key, typeof value === 'object' ? `${value.start}-${value.end}` : `${value}`);
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** A text as it is quoted to people, however long it is. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const name = (text: string) => (NAME.test(text) ? text : null);

function ordinal(text: string): number | null {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

function range(text: string): ByteRange | null {
  const [, start, end] = /^(\d{1,10})-(\d{1,10})$/.exec(text) ?? [];
  const read = { start: Number(start), end: Number(end) };
  return read.start < read.end && read.end <= MAX_BYTE ? read : null;
}
