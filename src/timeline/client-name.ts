import { type HttpHead, headerOf } from '../protocol/http-head';

/** Who is at the client's end: this page, the lab's raw client, or another program. */
export type ClientKind = 'page' | 'raw' | 'another';

/** What a program says of itself in its first request. */
export interface SelfDescription {
  /** By its `User-Agent` it is a browser. */
  readonly isBrowser: boolean;
  /** Which browser: "Firefox". Null for other programs. */
  readonly browser: string | null;
  readonly hasOrigin: boolean;
  /** Its name: "python-requests", "another program". */
  readonly name: string;
}

/** What a client on a relay is called: of a browser, which one it is. */
export function nameOnRelay(client: SelfDescription | null): string {
  return client?.browser ?? client?.name ?? 'a program';
}

/** Whether a client with this address runs on the server's own machine. */
export const isThisMachine = (address: string): boolean => /^(::1$|(::ffff:)?127\.)/.test(address);

/** A name longer than this is cut. */
const MAX_NAME = 40;

/**
 * What a request says of the program that made it. Anybody may write any `Origin`, and programs do, so a client is a
 * browser by its `User-Agent` alone: all browsers begin it with "Mozilla/".
 */
export function describedBy(request: HttpHead): SelfDescription {
  const agent = headerOf(request, 'user-agent') ?? '';
  const isBrowser = agent.startsWith('Mozilla/');
  return {
    isBrowser,
    browser: isBrowser ? browserOf(agent) : null,
    hasOrigin: headerOf(request, 'origin') !== null,
    name: isBrowser ? 'another browser or tab' : (productsOf(agent) ?? 'another program'),
  };
}

/** The products of a `User-Agent` without their versions and comments (RFC 9110 §10.1.5), or null when it has none. */
function productsOf(agent: string): string | null {
  const products = agent
    .slice(0, 400)
    .replace(/\([^()]*\)/g, ' ')
    .split(' ')
    .map((product) => product.split('/')[0]!)
    .filter((name) => /^[\w.+-]+$/.test(name));
  const name = products.join(' ');
  if (name === '') return null;
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name;
}

/** What browsers write into `User-Agent`. Most claim to be several: the first of these that is there is the true one. */
const BROWSERS: readonly (readonly [token: string, name: string])[] = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
];

function browserOf(agent: string): string {
  const name = BROWSERS.find(([token]) => agent.includes(`${token}/`))?.[1] ?? 'a browser';
  return /\b(Mobile|Android)\b/.test(agent) ? `${name} on a phone` : name;
}
