import { type HttpHead, headerOf } from '../http-head';
import type { ByteRange } from '../layer-unit';
import { placeOf, quote } from '../opening/fields';

/** Why a response is not shared. */
export interface Reason {
  readonly range: ByteRange;
  /** The end of a sentence, without its full stop. */
  readonly why: string;
  readonly spec: string;
  /** What Chromium writes to the console. */
  readonly said: string;
  readonly hint?: string;
  /** It is Access-Control-Allow-Credentials that is wrong. */
  readonly isOfCredentials?: true;
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';
const SPEC = 'Fetch Standard, CORS check';
const LOOPBACK = /^(https?:\/\/)(?:localhost|127\.0\.0\.1|\[::1\])(?=:|$)/;

/**
 * Why a response does not pass the CORS check, or null when it does. `hasCredentials`: the request carried cookies, which a
 * page sends to another origin only in the credentials mode “include”.
 */
export function failedCheck(request: HttpHead, response: HttpHead, hasCredentials: boolean): Reason | null {
  const origin = headerOf(request, 'origin') ?? '';
  const allowed = headerOf(response, ALLOW_ORIGIN);
  const range = placeOf(response, ALLOW_ORIGIN.toLowerCase());
  if (allowed === null) {
    const said = `No '${ALLOW_ORIGIN}' header is present on the requested resource.`;
    const { status } = response;
    const hint = `Servers often add the field to successful responses only, and this one is ${status}.`;
    return {
      range,
      why: `it has no ${ALLOW_ORIGIN}`,
      spec: SPEC,
      said,
      ...(status >= 400 && { hint }),
    };
  }
  if (allowed === '*') {
    if (!hasCredentials) return null;
    const said = `The value of the '${ALLOW_ORIGIN}' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`;
    const why = `the request carried cookies, so ${ALLOW_ORIGIN} must name the origin, and it is “*”`;
    return { range, why, spec: SPEC, said };
  }
  if (allowed !== origin) return otherOrigin(allowed, origin, range);
  const credentials = headerOf(response, ALLOW_CREDENTIALS);
  if (!hasCredentials || credentials === 'true') return null;
  const said = `The value of the '${ALLOW_CREDENTIALS}' header in the response is '${credentials ?? ''}' which must be 'true' when the request's credentials mode is 'include'.`;
  const why = `the request carried cookies, so ${ALLOW_CREDENTIALS} must be “true”, and ${found(credentials)}`;
  const place = placeOf(response, ALLOW_CREDENTIALS.toLowerCase());
  return { range: place, why, spec: SPEC, said, isOfCredentials: true };
}

/**
 * What a response to a request with cookies lacks besides the reason for which it fails: a browser would name it next. Null
 * when nothing.
 */
export function lacksCredentials(response: HttpHead): string | null {
  const credentials = headerOf(response, ALLOW_CREDENTIALS);
  if (credentials === 'true') return null;
  return `Because of the cookies, ${ALLOW_CREDENTIALS} must be “true” as well, and ${found(credentials)}.`;
}

const found = (credentials: string | null): string =>
  credentials === null ? 'there is none' : `it is ${quote(credentials)}`;

function otherOrigin(allowed: string, origin: string, range: ByteRange): Reason {
  const isList = /[, ]/.test(allowed);
  // Chromium takes “app.test:5173” for a URL with the scheme “app.test”.
  const isUrl = allowed === 'null' || /^[a-z][a-z0-9+.-]*:/i.test(allowed);
  const said = isList
    ? `The '${ALLOW_ORIGIN}' header contains multiple values '${allowed}', but only one is allowed.`
    : isUrl
      ? `The '${ALLOW_ORIGIN}' header has a value '${allowed}' that is not equal to the supplied origin.`
      : `The '${ALLOW_ORIGIN}' header contains the invalid value '${allowed}'.`;
  const why = `its ${ALLOW_ORIGIN} is ${quote(allowed)}`;
  const hint = isList ? ONE_ORIGIN : mistakeIn(allowed, origin);
  return { range, why, spec: SPEC, said, ...(hint !== null && { hint }) };
}

const ONE_ORIGIN =
  'The field takes one origin. A server that allows several compares the Origin of the request with its list, and repeats that one.';

function mistakeIn(allowed: string, origin: string): string | null {
  if (allowed === `${origin}/`) return 'An origin ends with its host or port, without a slash.';
  if (origin.endsWith(`://${allowed}`)) return 'An origin begins with its scheme, such as http://.';
  if (allowed.toLowerCase() === origin) return 'Origins are compared byte by byte, so case matters.';
  const [mine, theirs] = [origin, allowed].map((each) => each.replace(LOOPBACK, '$1loopback'));
  if (mine !== theirs) return null;
  return 'localhost, 127.0.0.1 and [::1] are different origins, although they are the same machine.';
}
