import type { Decoder } from '../protocol/decoder';
import { type HttpHead, headerOf } from '../protocol/http-head';
import type { Unit } from '../protocol/unit';
import type { ConnectionTimeline } from './connection-timeline';
import type { Timetable } from './timetable';
import type { Hidden } from './viewing';

/**
 * Whether a request is left out: its path begins with a text that begins with “/”, or contains any other one, or it offers a
 * subprotocol of that name.
 */
export function isHiddenRequest(head: HttpHead, texts: readonly string[]): boolean {
  const offered = headerOf(head, 'sec-websocket-protocol')?.split(/\s*,\s*/) ?? [];
  return texts.some(
    (text) =>
      offered.includes(text) ||
      (text.startsWith('/') ? head.target.startsWith(text) : head.target.includes(text)),
  );
}

/** What is left out of the stage: requests, their responses, and the WebSockets that they opened. */
export class HiddenRequests implements Hidden {
  readonly texts: readonly string[];
  readonly #decoder: Decoder;
  readonly #known = new Map<number, boolean>();

  constructor(decoder: Decoder, texts: readonly string[]) {
    this.#decoder = decoder;
    this.texts = texts;
  }

  hides(unit: Unit): boolean {
    if (this.texts.length === 0) return false;
    let carrier = unit;
    while (carrier.inside) carrier = carrier.inside;
    const request = requestOf(this.#decoder, carrier);
    if (request === null) return false;
    const known = this.#known.get(request.id);
    if (known !== undefined) return known;
    const head = this.#decoder.headOf(request);
    if (head === null) return false;
    const isHidden = isHiddenRequest(head, this.texts);
    this.#known.set(request.id, isHidden);
    return isHidden;
  }

  hidesAll({ flights }: Timetable, { lanes, switchedBy }: ConnectionTimeline): boolean {
    if (this.texts.length === 0) return false;
    if (switchedBy !== null) return this.hides(flights[switchedBy]!.unit);
    const sent = lanes.client.flights;
    return sent.length > 0 && sent.every((flight) => this.hides(flights[flight]!.unit));
  }
}

/** The request that a unit of the wire is, answers, or was opened by. */
function requestOf(decoder: Decoder, unit: Unit): Unit | null {
  if (unit.kind === 'request') return unit;
  if (unit.kind === 'response') return decoder.partnerOf(unit);
  const at = decoder.connection(unit.connection)?.switchedAt?.client ?? 0;
  if (at === 0) return null;
  return decoder.unitsAt(unit.connection, 'client', at - 1).find(({ kind }) => kind === 'request') ?? null;
}
