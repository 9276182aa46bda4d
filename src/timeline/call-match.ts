import type { Call } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { type CallBook, type CallPage, callNumber } from './call-book';
import type { Line } from './line';

/**
 * What the page's own code did when it sent or got this unit, by connection and order: `new WebSocket` and `fetch`
 * join the request that bears their number, `open` the 101, the k-th `send` the k-th data message of the client, the
 * k-th `message` event the k-th of the server. Null when no call of the page is about it.
 */
export function matchCall(
  decoder: Decoder,
  book: CallBook,
  line: Line,
  unit: Unit,
  ordinal: number,
): Call | null {
  // A raw client is the server's own: the page's call is not the moment of its write.
  if (line.connection.via === 'raw') return null;
  if (layerOf(unit.layer).wire === 'turns') return matchHttp(decoder, book, line, unit);
  const page = book.page(line.connection.openedBy);
  if (!page) return null;
  if (unit.kind === 'close') return unit.sender === 'client' ? before(page.closes[0], unit.at) : null;
  if (unit.kind !== 'text' && unit.kind !== 'binary' && unit.kind !== 'continuation') return null;
  if (unit.sender === 'client') return page.sends[ordinal - 1] ?? null;
  const call = page.messages[ordinal - 1];
  // The event comes with the last fragment; when the others reached the browser, no call tells.
  return call && isLastFragment(decoder, unit) ? call : null;
}

function matchHttp(decoder: Decoder, book: CallBook, line: Line, unit: Unit): Call | null {
  if (unit.kind === 'request') return pageOf(decoder, book, line, unit)?.opener ?? null;
  const request = unit.kind === 'response' ? decoder.partnerOf(unit) : null;
  const page = request && pageOf(decoder, book, line, request);
  return page?.open ?? page?.fetched ?? page?.error ?? null;
}

function pageOf(decoder: Decoder, book: CallBook, line: Line, request: Unit): CallPage | null {
  const number = callNumber(decoder.headOf(request)?.target ?? '');
  if (number !== null) return book.page(number);
  return request.start === 0 ? book.page(line.connection.openedBy) : null;
}

function isLastFragment(decoder: Decoder, frame: Unit): boolean {
  const message = decoder.contentsOf(frame)[0];
  if (!message) return true;
  return !message.partial && decoder.carriersOf(message).at(-1) === frame;
}

/** A close frame that came before the page asked to close is the browser's answer to the server's. */
function before(call: Call | undefined, tapAt: number): Call | null {
  return call !== undefined && call.at <= tapAt ? call : null;
}
