import type { HttpHead } from '../http-head';
import { blemish, type Finding } from './finding';

/** A response for which no request waits. `isLater`: requests on this connection have been answered before. */
export function faultOfUnasked({ status }: HttpHead, isLater: boolean): Finding {
  const message = 'A response answers a request, and no request waits for this one.';
  // On a new connection it takes the bytes for the answer to its first request.
  const effect = 'Chromium ignores it, and sends no further request on this connection.';
  const more = isLater ? { effect } : {};
  const range = { start: 0, end: 1 };
  if (status !== 408) return blemish(range, 'RFC 9112 §9.2', message, more);
  const hint = 'Some servers send 408 before they close a connection on which no request has come.';
  return blemish(range, 'RFC 9112 §9.2', message, { ...more, kind: 'notice', hint });
}
