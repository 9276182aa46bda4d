import { Fetched } from './fetched';
import { isWebSocketRequest } from './handshake';
import { type HttpHead, headerOf } from './http-head';

type CorsRules = typeof import('./cors/index');

/** What tells why a browser hides a response from a page of another origin: fetched with the first one that it may hide. */
export const corsRules = new Fetched<CorsRules>('the rules of CORS', () => import('./cors/index'));

/** Whether a response may be hidden from the page that asked for it. The answer is final when it is false. */
export function mayBeHidden(request: HttpHead, response: HttpHead): boolean {
  const { status } = response;
  // After a 304, the fields of the stored response count as well.
  if (status < 200 || status === 304 || !isFromElsewhere(request)) return false;
  const allowed = headerOf(response, 'access-control-allow-origin');
  const isPreflight = request.method === 'OPTIONS';
  const isPlain = !isPreflight && headerOf(request, 'cookie') === null;
  return !(isPlain && (allowed === '*' || allowed === headerOf(request, 'origin')));
}

/** Whether a script of another origin made the request, as far as its header says. Navigations have an Origin, too. */
function isFromElsewhere(request: HttpHead): boolean {
  const origin = headerOf(request, 'origin');
  const host = headerOf(request, 'host');
  const mode = headerOf(request, 'sec-fetch-mode');
  if (origin === null || host === null || isWebSocketRequest(request)) return false;
  if (headerOf(request, 'sec-fetch-site') === 'same-origin' || (mode ?? 'cors') !== 'cors') return false;
  if (mode === null && headerOf(request, 'upgrade-insecure-requests') !== null) return false;
  // The scheme of the server is not in the request.
  const [scheme = '', name = ''] = origin.toLowerCase().split('://', 2);
  const port = scheme === 'https' ? /:443$/ : /:80$/;
  return name.replace(port, '') !== host.toLowerCase().replace(port, '');
}
