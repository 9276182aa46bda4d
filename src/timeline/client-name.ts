import { type HttpHead, headerOf } from '../protocol/http-head';

/** Who is at the client's end: this page, the lab's raw client, a member of the class that joined this lab, or another program. */
export type ClientKind = 'page' | 'raw' | 'guest' | 'another';

/** A member of the class whose page is a client of this lab. */
export interface Guest {
  /** Stable for this member. */
  readonly id: string;
  /** What people read: the nickname, or else a name made of the id. */
  readonly name: string;
}

/** What a program says of itself in its first request. */
export interface SelfDescription {
  /** By its `User-Agent` it is a browser. */
  readonly isBrowser: boolean;
  /** Which browser: "Firefox". Null for other programs. */
  readonly browser: string | null;
  readonly hasOrigin: boolean;
  /** Whose page it is, if a class joined this lab: the server lets nobody in by another's name. */
  readonly guest: Guest | null;
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
    guest: guestOf(request.target),
    name: isBrowser ? 'another browser or tab' : (productsOf(agent) ?? 'another program'),
  };
}

const GUEST_TARGET = /^\/guest\/[\w-]{32,64}\/([0-9a-f]{16})-[0-9a-f]{16}-[0-9a-f]{32}\/socket\.io\/\?(.*)$/;
/** The longest nickname that a class takes. */
const MAX_NICKNAME = 24;

function guestOf(target: string): Guest | null {
  const [, id, query] = GUEST_TARGET.exec(target) ?? [];
  if (id === undefined) return null;
  // Somebody typed it: no character may turn or hide what stands beside it.
  const typed = (new URLSearchParams(query).get('name') ?? '').replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return { id, name: typed.slice(0, MAX_NICKNAME) || `Student ${id.slice(0, 4)}` };
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
