const FETCH = 'Fetch Metadata Request Headers';
const CORS = 'Fetch Standard, “CORS protocol”';
const HINTS = 'User-Agent Client Hints';

/** Where header fields with their own term are defined, by lower-case name. */
export const HEADER_SPECS = {
  host: 'RFC 9110 §7.2',
  connection: 'RFC 9110 §7.6.1',
  upgrade: 'RFC 9110 §7.8',
  'sec-websocket-key': 'RFC 6455 §11.3.1',
  'sec-websocket-accept': 'RFC 6455 §11.3.3',
  'sec-websocket-version': 'RFC 6455 §11.3.5',
  'sec-websocket-protocol': 'RFC 6455 §11.3.4',
  'sec-websocket-extensions': 'RFC 6455 §11.3.2',
  origin: 'RFC 6455 §10.2',
  'user-agent': 'RFC 9110 §10.1.5',
  accept: 'RFC 9110 §12.5.1',
  'accept-encoding': 'RFC 9110 §12.5.3',
  'accept-language': 'RFC 9110 §12.5.4',
  'accept-ranges': 'RFC 9110 §14.3',
  'cache-control': 'RFC 9111 §5.2',
  pragma: 'RFC 9111 §5.4',
  cookie: 'RFC 6265 §5.4',
  'set-cookie': 'RFC 6265 §4.1',
  authorization: 'RFC 9110 §11.6.2',
  referer: 'RFC 9110 §10.1.3',
  'referrer-policy': 'Referrer Policy §8.1',
  'content-type': 'RFC 9110 §8.3',
  'content-length': 'RFC 9110 §8.6',
  'content-encoding': 'RFC 9110 §8.4',
  'content-language': 'RFC 9110 §8.5',
  'content-security-policy': 'Content Security Policy Level 3 §3.1',
  'transfer-encoding': 'RFC 9112 §6.1',
  te: 'RFC 9110 §10.1.4',
  trailer: 'RFC 9110 §6.6.2',
  'keep-alive': 'RFC 2068 §19.7.1.1',
  date: 'RFC 9110 §6.6.1',
  server: 'RFC 9110 §10.2.4',
  vary: 'RFC 9110 §12.5.5',
  etag: 'RFC 9110 §8.8.3',
  'if-none-match': 'RFC 9110 §13.1.2',
  'if-modified-since': 'RFC 9110 §13.1.3',
  'last-modified': 'RFC 9110 §8.8.2',
  location: 'RFC 9110 §10.2.2',
  allow: 'RFC 9110 §10.2.1',
  'retry-after': 'RFC 9110 §10.2.3',
  expect: 'RFC 9110 §10.1.1',
  range: 'RFC 9110 §14.2',
  priority: 'RFC 9218 §5',
  via: 'RFC 9110 §7.6.3',
  forwarded: 'RFC 7239 §4',
  'x-forwarded-for': 'RFC 7239 §7.4',
  'upgrade-insecure-requests': 'Upgrade Insecure Requests §3.2.1',
  'sec-fetch-site': FETCH,
  'sec-fetch-mode': FETCH,
  'sec-fetch-dest': FETCH,
  'sec-fetch-user': FETCH,
  'sec-fetch-storage-access': FETCH,
  'sec-purpose': FETCH,
  'sec-ch-ua': HINTS,
  'sec-ch-ua-mobile': HINTS,
  'sec-ch-ua-platform': HINTS,
  'sec-gpc': 'Global Privacy Control',
  dnt: 'Tracking Preference Expression §5',
  'access-control-allow-origin': CORS,
  'access-control-allow-credentials': CORS,
  'access-control-allow-methods': CORS,
  'access-control-allow-headers': CORS,
  'access-control-expose-headers': CORS,
  'access-control-max-age': CORS,
  'access-control-request-method': CORS,
  'access-control-request-headers': CORS,
  'cross-origin-opener-policy': 'HTML Standard §7.1.3',
  'cross-origin-embedder-policy': 'HTML Standard §7.1.4',
  'cross-origin-resource-policy': 'Fetch Standard, “Cross-Origin-Resource-Policy”',
  'x-content-type-options': 'Fetch Standard, “X-Content-Type-Options”',
  'x-frame-options': 'RFC 7034 §2',
  'permissions-policy': 'Permissions Policy §5',
} as const;

/** Where status codes with their own term are defined, and each class by its first digit. */
export const STATUS_SPECS = {
  100: 'RFC 9110 §15.2.1',
  101: 'RFC 9110 §15.2.2',
  200: 'RFC 9110 §15.3.1',
  201: 'RFC 9110 §15.3.2',
  202: 'RFC 9110 §15.3.3',
  204: 'RFC 9110 §15.3.5',
  206: 'RFC 9110 §15.3.7',
  301: 'RFC 9110 §15.4.2',
  302: 'RFC 9110 §15.4.3',
  303: 'RFC 9110 §15.4.4',
  304: 'RFC 9110 §15.4.5',
  307: 'RFC 9110 §15.4.8',
  308: 'RFC 9110 §15.4.9',
  400: 'RFC 9110 §15.5.1',
  401: 'RFC 9110 §15.5.2',
  403: 'RFC 9110 §15.5.4',
  404: 'RFC 9110 §15.5.5',
  405: 'RFC 9110 §15.5.6',
  408: 'RFC 9110 §15.5.9',
  409: 'RFC 9110 §15.5.10',
  410: 'RFC 9110 §15.5.11',
  411: 'RFC 9110 §15.5.12',
  413: 'RFC 9110 §15.5.14',
  414: 'RFC 9110 §15.5.15',
  415: 'RFC 9110 §15.5.16',
  417: 'RFC 9110 §15.5.18',
  421: 'RFC 9110 §15.5.20',
  426: 'RFC 9110 §15.5.22',
  429: 'RFC 6585 §4',
  431: 'RFC 6585 §5',
  500: 'RFC 9110 §15.6.1',
  501: 'RFC 9110 §15.6.2',
  502: 'RFC 9110 §15.6.3',
  503: 'RFC 9110 §15.6.4',
  504: 'RFC 9110 §15.6.5',
  505: 'RFC 9110 §15.6.6',
  '1xx': 'RFC 9110 §15.2',
  '2xx': 'RFC 9110 §15.3',
  '3xx': 'RFC 9110 §15.4',
  '4xx': 'RFC 9110 §15.5',
  '5xx': 'RFC 9110 §15.6',
} as const;

/** The term of a field: its key, and where it is defined. */
export interface FieldTerm {
  readonly term: string;
  readonly spec: string;
}

/** For header fields and status codes without a term of their own. */
export const HEADER_FIELD: FieldTerm = { term: 'header-field', spec: 'RFC 9110 §5' };
export const STATUS_CODE: FieldTerm = { term: 'status-code', spec: 'RFC 9110 §15' };

/** The term of a header field by its name, whatever its case; the general one for names that are not in the table. */
export function headerTerm(name: string): FieldTerm {
  const key = name.toLowerCase();
  const specs: Readonly<Record<string, string>> = HEADER_SPECS;
  const spec = Object.hasOwn(specs, key) ? specs[key] : undefined;
  return spec === undefined ? HEADER_FIELD : { term: `header-${key}`, spec };
}

/** The term of a status code: its own, that of its class, or the general one if it is not a status code. */
export function statusTerm(code: string): FieldTerm {
  const specs: Readonly<Record<string, string>> = STATUS_SPECS;
  for (const key of [code, `${code[0]}xx`]) {
    const spec = code.length === 3 && Object.hasOwn(specs, key) ? specs[key] : undefined;
    if (spec !== undefined) return { term: `status-${key}`, spec };
  }
  return STATUS_CODE;
}
