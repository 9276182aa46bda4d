import { warnOnce } from '../inside';

/** Which options of `io()` reach Engine.IO outside, and what is said of those that do nothing in a lab. */

type Options = Readonly<Record<string, unknown>>;

/** Options that the real engine.io-client takes. */
const OUTSIDE = [
  'upgrade',
  'rememberUpgrade',
  'tryAllTransports',
  'forceBase64',
  'timestampRequests',
  'timestampParam',
  'addTrailingSlash',
  'path',
] as const;

/** Options of the library itself, which runs inside. */
const INSIDE = new Set([
  ...[
    'auth',
    'forceNew',
    'force new connection',
    'multiplex',
    'autoConnect',
    'parser',
    'retries',
    'ackTimeout',
  ],
  ...['reconnection', 'reconnectionAttempts', 'reconnectionDelay', 'reconnectionDelayMax'],
  ...['randomizationFactor', 'timeout', 'autoUnref', 'useNativeTimers'],
]);

/** What the engine sets itself. */
const OF_ENGINE = new Set(['hostname', 'port', 'secure', 'host', 'query', 'extraHeaders', 'transports']);
const MORE_OF_ENGINE = new Set(['transportOptions', 'protocols']);

const SAME_ORIGIN = 'page and server have the same origin';
const IN_A_PAGE = 'the connection is opened by the page, whose browser decides this';
const WHY: Readonly<Record<string, string>> = {
  withCredentials: SAME_ORIGIN,
  closeOnBeforeunload: 'the lab closes the connections of its programs itself',
  transportImplementations: 'the page has its own transports',
  requestTimeout: IN_A_PAGE,
  perMessageDeflate: IN_A_PAGE,
  ...Object.fromEntries(
    ['agent', 'pfx', 'key', 'passphrase', 'cert', 'ca', 'ciphers', 'rejectUnauthorized', 'localAddress'].map(
      (name) => [name, IN_A_PAGE],
    ),
  ),
};

/** Paths below the lab that are no Socket.IO server, but may be asked for. */
const PATHS = new Set(['/socket.io', '/socket.io/', '/engine.io', '/ws', '/echo']);

/** The options for the connection outside, all plain. */
export function optionsFor(opts: Options, transports: readonly string[]): Record<string, unknown> {
  tellIgnored(opts);
  const options: Record<string, unknown> = { transports };
  for (const name of OUTSIDE) {
    const value = opts[name];
    if (typeof value === 'boolean' || typeof value === 'string') options[name] = value;
  }
  if (typeof opts.protocols === 'string' || Array.isArray(opts.protocols))
    options.protocols = [opts.protocols].flat().map(String);
  for (const name of ['query', 'extraHeaders']) {
    if (isObject(opts[name])) options[name] = textsOf(opts[name]);
  }
  if (isObject(opts.transportOptions)) options.transportOptions = headersOf(opts.transportOptions);
  return options;
}

function tellIgnored(opts: Options): void {
  for (const [name, value] of Object.entries(opts)) {
    if (name === 'path' && !PATHS.has(String(value)))
      warnOnce('The option path does nothing here: the lab has an address of its own.');
    const isUsed =
      INSIDE.has(name) || OF_ENGINE.has(name) || MORE_OF_ENGINE.has(name) || OUTSIDE.includes(name as 'path');
    if (isUsed || value === undefined || value === false) continue;
    const reason = Object.hasOwn(WHY, name) ? `: ${WHY[name]}` : '';
    warnOnce(`The option ${name.slice(0, 40)} does nothing here${reason}.`);
  }
}

const isObject = (value: unknown): value is Options => typeof value === 'object' && value !== null;

const textsOf = (value: Options): Record<string, string> =>
  Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));

/** Of options for each transport, the header fields. */
function headersOf(value: Options): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, one]) => {
    const headers = isObject(one) && isObject(one.extraHeaders) ? textsOf(one.extraHeaders) : {};
    return [name, { extraHeaders: headers }] as const;
  });
  return Object.fromEntries(entries);
}
