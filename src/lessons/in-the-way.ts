import type { Capture } from '../capture/capture';
import { openerOf } from './traffic';

/** Something between the browser and the server that shows in a request of this page. */
interface InTheWay {
  /** The header field that shows it, as it came to the server. */
  readonly field: string;
  readonly value: string;
}

/** Fields that a browser never sends, and proxies add (RFC 9110 §7.6.3, RFC 7239). */
const FIELDS: ReadonlySet<string> = new Set([
  'via',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-real-ip',
]);

interface Looked {
  units: number;
  found: InTheWay | null;
}

const looked = new WeakMap<Capture, Looked>();

/** What the requests of this page so far reveal in the way; null while there is nothing. Checks each unit once. */
export function inTheWayOf(capture: Capture): InTheWay | null {
  const state = looked.get(capture) ?? { units: 0, found: null };
  looked.set(capture, state);
  const { decoder } = capture;
  while (state.found === null && state.units < decoder.units.length) {
    const unit = decoder.units[state.units]!;
    const head = unit.kind === 'request' ? decoder.headOf(unit) : null;
    // Its head is still on the way: check when more has come.
    if (unit.kind === 'request' && head === null && unit.partial) break;
    state.units++;
    if (!head || openerOf(capture, unit) === null || capture.connection(unit.connection)?.via === 'raw')
      continue;
    const shown = head.headers.find(({ name }) => FIELDS.has(name.toLowerCase()));
    if (shown) state.found = { field: shown.name, value: shown.value };
  }
  return state.found;
}
