import type { Ending } from '../http-exchanges';
import type { HttpHead } from '../http-head';
import { blemish, type Finding, failure } from './finding';

const FIRST = { start: 0, end: 1 };

/** A request after one that was to be the last on its connection. */
export function faultOfLater(ending: Ending): Finding {
  const effect = 'Node’s server answers 400, or has ended the connection before.';
  if (ending === 'close') {
    const message =
      'An earlier request said “Connection: close”: no request may follow it on this connection.';
    return failure(FIRST, 'RFC 9112 §9.6', message, { effect });
  }
  const message =
    'An earlier request was HTTP/1.0 without “Connection: keep-alive”: its answer is the last on this connection.';
  return failure(FIRST, 'RFC 9112 §9.3', message, { effect });
}

/** A response for which no request waits. `isLater`: requests on this connection have been answered before. */
export function faultOfUnasked({ status }: HttpHead, isLater: boolean): Finding {
  const message = 'A response answers a request, and no request waits for this one.';
  // On a new connection it takes the bytes for the answer to its first request.
  const effect = 'Chromium ignores it, and sends no further request on this connection.';
  const more = isLater ? { effect } : {};
  if (status !== 408) return blemish(FIRST, 'RFC 9112 §9.2', message, more);
  const hint = 'Some servers send 408 before they close a connection on which no request has come.';
  return blemish(FIRST, 'RFC 9112 §9.2', message, { ...more, kind: 'notice', hint });
}
