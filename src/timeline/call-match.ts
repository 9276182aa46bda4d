import { callNumberIn } from '../capture/call-number';
import type { Call } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import type { CallBook, CallPage } from './call-book';
import type { ConnectionTimeline } from './connection-timeline';

/**
 * The call of the page's code that sent or got this unit, by connection and order: `new WebSocket` and `fetch` match
 * the request with their number, `open` the 101, the k-th `send` the client's k-th data message, the k-th `message`
 * event the server's k-th. Null when no call is about it.
 */
export function matchCall(
  decoder: Decoder,
  book: CallBook,
  timeline: ConnectionTimeline,
  unit: Unit,
  ordinal: number,
): Call | null {
  // The server itself writes for a raw client: the page's call is not that moment.
  if (timeline.connection.via === 'raw') return null;
  if (layerOf(unit.layer).wire === 'turns') return matchHttp(decoder, book, timeline, unit);
  const page = book.page(timeline.connection.openedBy);
  if (!page) return null;
  if (unit.kind === 'close') return unit.sender === 'client' ? before(page.closes[0], unit.at) : null;
  if (unit.kind !== 'text' && unit.kind !== 'binary' && unit.kind !== 'continuation') return null;
  if (unit.sender === 'client') return page.sends[ordinal - 1] ?? null;
  const call = page.messages[ordinal - 1];
  // The event comes with the last fragment; no call tells when the others came.
  return call && isLastFragment(decoder, unit) ? call : null;
}

/**
 * Whether the call tells the time of this unit. A client that polls, or comes back, bears the number of one call in all its
 * requests: the call is the moment of the first.
 */
export function isTimeOf(decoder: Decoder, page: CallPage, unit: Unit): boolean {
  if (layerOf(unit.layer).wire !== 'turns') return true;
  const id = (unit.kind === 'request' ? unit : decoder.partnerOf(unit))?.id;
  page.first ??= id;
  return page.first === id;
}

function matchHttp(decoder: Decoder, book: CallBook, timeline: ConnectionTimeline, unit: Unit): Call | null {
  if (unit.kind === 'request') return pageOf(decoder, book, timeline, unit)?.opener ?? null;
  const request = unit.kind === 'response' ? decoder.partnerOf(unit) : null;
  const page = request && pageOf(decoder, book, timeline, request);
  return page?.open ?? page?.fetched ?? page?.error ?? null;
}

function pageOf(
  decoder: Decoder,
  book: CallBook,
  timeline: ConnectionTimeline,
  request: Unit,
): CallPage | null {
  const number = callNumberIn(decoder.headOf(request)?.target ?? '');
  if (number !== null) return book.page(number);
  return request.start === 0 ? book.page(timeline.connection.openedBy) : null;
}

function isLastFragment(decoder: Decoder, frame: Unit): boolean {
  const message = decoder.contentsOf(frame)[0];
  if (!message) return true;
  return !message.partial && decoder.carriersOf(message).at(-1) === frame;
}

/** A close frame before the page's `close()` is the browser's answer to the server's. */
function before(call: Call | undefined, tapAt: number): Call | null {
  return call !== undefined && call.at <= tapAt ? call : null;
}
