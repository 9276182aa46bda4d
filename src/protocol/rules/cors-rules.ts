import { placeOf } from './http-case';
import { client, type ExpectedFault, type RuleCase, server } from './rule-case';

const CHECK = 'Fetch Standard, CORS check';
const PREFLIGHT = 'Fetch Standard, CORS-preflight fetch';
const ORIGIN = 'http://app.test:5173';
const HIDDEN = `A browser hides this response from scripts of “${ORIGIN}”: `;
const UNSENT = `A browser does not send the request that this preflight of “${ORIGIN}” asks for: `;
const DONE = ' The server has done its work all the same.';
const DENIED = "Response to preflight request doesn't pass access control check: ";
const MISSING = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";

const NO_CREDENTIALS =
  ' Because of the cookies, Access-Control-Allow-Credentials must be “true” as well, and there is none.';

const message = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
const asked = (...lines: readonly string[]): string =>
  message('GET /data HTTP/1.1', 'Host: api.test:3000', `Origin: ${ORIGIN}`, ...lines);
const answered = (...lines: readonly string[]): string =>
  message('HTTP/1.1 200 OK', 'Content-Length: 0', ...lines);
const asking = (...lines: readonly string[]): string =>
  message('OPTIONS /data HTTP/1.1', 'Host: api.test:3000', `Origin: ${ORIGIN}`, ...lines);
const PUT = 'Access-Control-Request-Method: PUT';
const ALLOWED = `Access-Control-Allow-Origin: ${ORIGIN}`;

const shared = (name: string, request: string, response: string): RuleCase => ({
  name,
  wire: [client(request), server(response)],
  faults: [],
});

interface Kept {
  readonly why: string;
  readonly said: string;
  /** What the notice points at; the first byte without it. */
  readonly on?: string;
  readonly hint?: string;
  readonly spec?: string;
}

function notice(text: string, response: string, { on, ...rest }: Omit<Kept, 'why' | 'said'>): ExpectedFault {
  const range = on === undefined ? { start: 0, end: 1 } : placeOf(response, on);
  return { layer: 'http', message: text, spec: CHECK, kind: 'notice', range, ...rest };
}

const hidden = (
  name: string,
  request: string,
  response: string,
  { why, said, next = '', ...rest }: Kept & { readonly next?: string },
): RuleCase => ({
  name,
  wire: [client(request), server(response)],
  faults: [
    { ...notice(`${HIDDEN}${why}.${next}`, response, rest), effect: `Chromium says “${said}”${DONE}` },
  ],
});

const unsent = (name: string, request: string, response: string, { why, said, ...rest }: Kept): RuleCase => ({
  name,
  wire: [client(request), server(response)],
  faults: [{ ...notice(`${UNSENT}${why}.`, response, rest), effect: `Chromium says “${said}”` }],
});

const HIDDEN_CASES: readonly RuleCase[] = [
  hidden('a response to another origin without Access-Control-Allow-Origin', asked(), answered(), {
    why: 'it has no Access-Control-Allow-Origin',
    said: MISSING,
  }),
  hidden(
    'an error to another origin without Access-Control-Allow-Origin',
    asked(),
    message('HTTP/1.1 500 Internal Server Error', 'Content-Length: 0'),
    {
      why: 'it has no Access-Control-Allow-Origin',
      said: MISSING,
      hint: 'Servers often add the field to successful responses only, and this one is 500.',
    },
  ),
  hidden('Access-Control-Allow-Origin with a slash at the end', asked(), answered(`${ALLOWED}/`), {
    on: `${ALLOWED}/`,
    why: `its Access-Control-Allow-Origin is “${ORIGIN}/”`,
    said: `The 'Access-Control-Allow-Origin' header has a value '${ORIGIN}/' that is not equal to the supplied origin.`,
    hint: 'An origin ends with its host or port, without a slash.',
  }),
  hidden(
    'Access-Control-Allow-Origin without a scheme',
    asked(),
    answered('Access-Control-Allow-Origin: app.test:5173'),
    {
      on: 'Access-Control-Allow-Origin: app.test:5173',
      why: 'its Access-Control-Allow-Origin is “app.test:5173”',
      said: "The 'Access-Control-Allow-Origin' header has a value 'app.test:5173' that is not equal to the supplied origin.",
      hint: 'An origin begins with its scheme, such as http://.',
    },
  ),
  hidden('an empty Access-Control-Allow-Origin', asked(), answered('Access-Control-Allow-Origin: '), {
    why: 'its Access-Control-Allow-Origin is “”',
    said: "The 'Access-Control-Allow-Origin' header contains the invalid value ''.",
    on: 'Access-Control-Allow-Origin:',
  }),
  hidden('Access-Control-Allow-Origin with two origins', asked(), answered(`${ALLOWED}, http://b.test`), {
    on: `${ALLOWED}, http://b.test`,
    why: `its Access-Control-Allow-Origin is “${ORIGIN}, http://b.test”`,
    said: `The 'Access-Control-Allow-Origin' header contains multiple values '${ORIGIN}, http://b.test', but only one is allowed.`,
    hint: 'The field takes one origin. A server that allows several compares the Origin of the request with its list, and repeats that one.',
  }),
  hidden(
    'Access-Control-Allow-Origin in capital letters',
    asked(),
    answered('Access-Control-Allow-Origin: http://App.test:5173'),
    {
      on: 'Access-Control-Allow-Origin: http://App.test:5173',
      why: 'its Access-Control-Allow-Origin is “http://App.test:5173”',
      said: "The 'Access-Control-Allow-Origin' header has a value 'http://App.test:5173' that is not equal to the supplied origin.",
      hint: 'Origins are compared byte by byte, so case matters.',
    },
  ),
  {
    name: 'Access-Control-Allow-Origin with localhost for 127.0.0.1',
    wire: [
      client(message('GET / HTTP/1.1', 'Host: localhost:3000', 'Origin: http://127.0.0.1:5173')),
      server(answered('Access-Control-Allow-Origin: http://localhost:5173')),
    ],
    faults: [
      {
        layer: 'http',
        message:
          'A browser hides this response from scripts of “http://127.0.0.1:5173”: its Access-Control-Allow-Origin is “http://localhost:5173”.',
        spec: CHECK,
        kind: 'notice',
        hint: 'localhost, 127.0.0.1 and [::1] are different origins, although they are the same machine.',
      },
    ],
  },
  hidden(
    '“*” for a request with cookies',
    asked('Cookie: id=1'),
    answered('Access-Control-Allow-Origin: *'),
    {
      next: NO_CREDENTIALS,
      on: 'Access-Control-Allow-Origin: *',
      why: 'the request carried cookies, so Access-Control-Allow-Origin must name the origin, and it is “*”',
      said: "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    },
  ),
  hidden('neither of both fields for a request with cookies', asked('Cookie: id=1'), answered(), {
    why: 'it has no Access-Control-Allow-Origin',
    said: MISSING,
    next: NO_CREDENTIALS,
  }),
  hidden(
    '“*” for a request with cookies, which are allowed',
    asked('Cookie: id=1'),
    answered('Access-Control-Allow-Origin: *', 'Access-Control-Allow-Credentials: true'),
    {
      on: 'Access-Control-Allow-Origin: *',
      why: 'the request carried cookies, so Access-Control-Allow-Origin must name the origin, and it is “*”',
      said: "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    },
  ),
  hidden(
    'no Access-Control-Allow-Credentials for a request with cookies',
    asked('Cookie: id=1'),
    answered(ALLOWED),
    {
      why: 'the request carried cookies, so Access-Control-Allow-Credentials must be “true”, and there is none',
      said: "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
    },
  ),
  hidden(
    'Access-Control-Allow-Credentials in capital letters',
    asked('Cookie: id=1'),
    answered(ALLOWED, 'Access-Control-Allow-Credentials: True'),
    {
      on: 'Access-Control-Allow-Credentials: True',
      why: 'the request carried cookies, so Access-Control-Allow-Credentials must be “true”, and it is “True”',
      said: "The value of the 'Access-Control-Allow-Credentials' header in the response is 'True' which must be 'true' when the request's credentials mode is 'include'.",
    },
  ),
  {
    name: 'a response without a reason phrase that is hidden as well',
    wire: [client(asked()), server(message('HTTP/1.1 200', 'Content-Length: 0'))],
    faults: [
      {
        layer: 'http',
        message: 'A space follows the status code, even where no reason phrase does.',
        spec: 'RFC 9112 §4',
      },
      { layer: 'http', message: `${HIDDEN}it has no Access-Control-Allow-Origin.`, spec: CHECK },
    ],
  },
];

const UNSENT_CASES: readonly RuleCase[] = [
  unsent('a preflight that is answered without Access-Control-Allow-Origin', asking(PUT), answered(), {
    why: 'it has no Access-Control-Allow-Origin',
    said: `${DENIED}${MISSING}`,
  }),
  unsent(
    'a preflight that is answered with 405',
    asking(PUT),
    message('HTTP/1.1 405 Method Not Allowed', 'Content-Length: 0', ALLOWED),
    {
      on: 'HTTP/1.1 405',
      why: 'its status is 405, and it must be from 200 to 299',
      spec: PREFLIGHT,
      said: `${DENIED}It does not have HTTP ok status.`,
      hint: 'The server seems to have no answer to OPTIONS at this path.',
    },
  ),
  unsent(
    'a preflight whose method is not allowed',
    asking(PUT),
    answered(ALLOWED, 'Access-Control-Allow-Methods: GET, put'),
    {
      on: 'Access-Control-Allow-Methods: GET, put',
      why: 'Access-Control-Allow-Methods does not allow PUT',
      spec: PREFLIGHT,
      said: 'Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.',
      hint: 'Methods are compared byte by byte, so case matters.',
    },
  ),
  unsent(
    'a preflight whose fields are not allowed',
    asking(
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: authorization,content-type,x-a',
    ),
    answered(ALLOWED, 'Access-Control-Allow-Headers: Content-Type'),
    {
      on: 'Access-Control-Allow-Headers: Content-Type',
      why: 'Access-Control-Allow-Headers does not allow “authorization” and “x-a”',
      spec: PREFLIGHT,
      said: 'Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response.',
    },
  ),
  unsent(
    'a preflight for Authorization that is answered with “*”',
    asking('Access-Control-Request-Method: GET', 'Access-Control-Request-Headers: authorization,x-a'),
    answered('Access-Control-Allow-Origin: *', 'Access-Control-Allow-Headers: *'),
    {
      on: 'Access-Control-Allow-Headers: *',
      why: 'Access-Control-Allow-Headers does not allow “authorization”',
      spec: PREFLIGHT,
      said: 'Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response.',
      hint: '“*” does not cover Authorization, which must be named.',
    },
  ),
];

const SHARED_CASES: readonly RuleCase[] = [
  shared('a response that names the origin', asked(), answered(ALLOWED)),
  shared('“*” for a request without cookies', asked(), answered('Access-Control-Allow-Origin: *')),
  shared(
    'the origin and credentials for a request with cookies',
    asked('Cookie: id=1'),
    answered(ALLOWED, 'Access-Control-Allow-Credentials: true'),
  ),
  shared(
    'a sandboxed frame whose opaque origin is allowed',
    message('GET / HTTP/1.1', 'Host: a.test', 'Origin: null'),
    answered('Access-Control-Allow-Origin: null'),
  ),
  shared(
    'a preflight whose method and fields are allowed',
    asking(PUT, 'Access-Control-Request-Headers: x-a'),
    answered(ALLOWED, 'Access-Control-Allow-Methods: PUT', 'Access-Control-Allow-Headers: X-A'),
  ),
  shared(
    'a request of the same origin',
    message('POST / HTTP/1.1', 'Host: a.test:80', 'Origin: http://A.test', 'Content-Length: 0'),
    answered(),
  ),
  shared(
    'a request of the same origin, before a proxy that changes Host',
    message('GET / HTTP/1.1', 'Host: a.test', 'Origin: https://b.test', 'Sec-Fetch-Site: same-origin'),
    answered(),
  ),
  shared(
    'a form that is posted from another origin: the browser shows the response as a page',
    asked('Sec-Fetch-Mode: navigate').replace('GET', 'POST'),
    answered(),
  ),
  shared('a stored response that is still fresh', asked(), message('HTTP/1.1 304 Not Modified')),
];

/** Fetch Standard, “CORS protocol”: what browsers keep from pages of other origins. */
export const CORS_RULES: readonly RuleCase[] = [...HIDDEN_CASES, ...UNSENT_CASES, ...SHARED_CASES];
