import { type HttpHead, headerOf } from '../http-head';
import { itemsOf, placeOf, quoted } from '../opening/fields';
import { failedCheck, type Reason } from './check';

const ALLOW_METHODS = 'Access-Control-Allow-Methods';
const ALLOW_HEADERS = 'Access-Control-Allow-Headers';
const SPEC = 'Fetch Standard, CORS-preflight fetch';
/** What a browser sends without asking (Fetch Standard, “CORS-safelisted method”). */
const SAFE_METHODS = ['GET', 'HEAD', 'POST'];

/** Whether a request asks if another one may be sent (Fetch Standard, “CORS-preflight request”). */
export function isPreflight(request: HttpHead): boolean {
  return request.method === 'OPTIONS' && headerOf(request, 'access-control-request-method') !== null;
}

/** Why a browser does not send the request that a preflight asks for; null when it does, as far as the wire tells. */
export function failedPreflight(request: HttpHead, response: HttpHead): Reason | null {
  // A preflight has no credentials, whatever the request after it will have.
  const failed = failedCheck(request, response, false);
  if (failed !== null) return { ...failed, said: `${DENIED} ${failed.said}` };
  return badStatus(response) ?? barredMethod(request, response) ?? barredHeaders(request, response);
}

const DENIED = "Response to preflight request doesn't pass access control check:";

function badStatus({ status, version }: HttpHead): Reason | null {
  if (status < 300) return null;
  const hint = 'The server seems to have no answer to OPTIONS at this path.';
  return {
    range: { start: 0, end: `${version} ${status}`.length },
    why: `its status is ${status}, and it must be from 200 to 299`,
    spec: SPEC,
    said: `${DENIED} It does not have HTTP ok status.`,
    ...((status === 404 || status === 405) && { hint }),
  };
}

function barredMethod(request: HttpHead, response: HttpHead): Reason | null {
  const method = headerOf(request, 'access-control-request-method') ?? '';
  const allowed = itemsOf(response, ALLOW_METHODS.toLowerCase()).map(({ text }) => text);
  if (SAFE_METHODS.includes(method) || allowed.includes(method) || allowed.includes('*')) return null;
  const isCase = allowed.some((each) => each.toUpperCase() === method);
  return {
    range: placeOf(response, ALLOW_METHODS.toLowerCase()),
    why: `${ALLOW_METHODS} does not allow ${method}`,
    spec: SPEC,
    said: `Method ${method} is not allowed by ${ALLOW_METHODS} in preflight response.`,
    ...(isCase && { hint: 'Methods are compared byte by byte, so case matters.' }),
  };
}

function barredHeaders(request: HttpHead, response: HttpHead): Reason | null {
  const allowed = itemsOf(response, ALLOW_HEADERS.toLowerCase()).map(({ text }) => text.toLowerCase());
  const hasWildcard = allowed.includes('*');
  const barred = itemsOf(request, 'access-control-request-headers')
    .map(({ text }) => text.toLowerCase())
    .filter((name) => !allowed.includes(name) && !(hasWildcard && name !== 'authorization'));
  const [first] = barred;
  if (first === undefined) return null;
  return {
    range: placeOf(response, ALLOW_HEADERS.toLowerCase()),
    why: `${ALLOW_HEADERS} does not allow ${quoted(barred)}`,
    spec: SPEC,
    said: `Request header field ${first} is not allowed by ${ALLOW_HEADERS} in preflight response.`,
    ...(hasWildcard && { hint: '“*” does not cover Authorization, which must be named.' }),
  };
}
