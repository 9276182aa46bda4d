import { fromUtf8, utf8 } from './text-bytes';

/** The web's `URL` and `URLSearchParams`, for addresses with a host, and for `file:`. */

const encodePercent = (text: string, isPlain: RegExp): string =>
  Array.from(utf8(text), (byte) => {
    const character = String.fromCharCode(byte);
    return isPlain.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');

const decodePercent = (text: string): string => {
  const bytes: number[] = [];
  for (const part of text.match(/%[0-9a-f]{2}|[^%]+|%/gi) ?? []) {
    if (/^%[0-9a-f]{2}$/i.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...utf8(part));
  }
  return fromUtf8(Uint8Array.from(bytes)) ?? '';
};

const formEscape = (text: string) => encodePercent(text, /[A-Za-z0-9*\-._ ]/).replaceAll(' ', '+');

export class URLSearchParams {
  #pairs: [string, string][] = [];
  readonly #changed: () => void;

  constructor(given: unknown = '', changed: () => void = () => undefined) {
    this.#changed = changed;
    if (typeof given === 'string') this.read(given);
    else if (typeof given === 'object' && given !== null) {
      const entries =
        Symbol.iterator in given ? [...(given as Iterable<[string, string]>)] : Object.entries(given);
      this.#pairs = entries.map(([name, value]) => [String(name), String(value)]);
    }
  }
  read(text: string): void {
    const decode = (part: string) => decodePercent(part.replaceAll('+', ' '));
    this.#pairs = text
      .replace(/^\?/, '')
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
      });
  }
  get size(): number {
    return this.#pairs.length;
  }
  append(name: unknown, value: unknown): void {
    this.#pairs.push([String(name), String(value)]);
    this.#changed();
  }
  delete(name: unknown): void {
    this.#pairs = this.#pairs.filter(([one]) => one !== String(name));
    this.#changed();
  }
  get(name: unknown): string | null {
    return this.#pairs.find(([one]) => one === String(name))?.[1] ?? null;
  }
  getAll(name: unknown): string[] {
    return this.#pairs.filter(([one]) => one === String(name)).map(([, value]) => value);
  }
  has(name: unknown): boolean {
    return this.get(name) !== null;
  }
  set(name: unknown, value: unknown): void {
    const at = this.#pairs.findIndex(([one]) => one === String(name));
    if (at < 0) this.#pairs.push([String(name), String(value)]);
    else {
      this.#pairs[at] = [String(name), String(value)];
      this.#pairs = this.#pairs.filter(([one], place) => place <= at || one !== String(name));
    }
    this.#changed();
  }
  sort(): void {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }
  forEach(visit: (value: string, name: string, all: URLSearchParams) => void): void {
    for (const [name, value] of this.#pairs) visit(value, name, this);
  }
  entries(): IterableIterator<[string, string]> {
    return this.#pairs.map(([name, value]): [string, string] => [name, value]).values();
  }
  keys(): IterableIterator<string> {
    return this.#pairs.map(([name]) => name).values();
  }
  values(): IterableIterator<string> {
    return this.#pairs.map(([, value]) => value).values();
  }
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
  toString(): string {
    return this.#pairs.map(([name, value]) => `${formEscape(name)}=${formEscape(value)}`).join('&');
  }
}

const PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'ws:': '80',
  'wss:': '443',
};
const PATH = /[A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]|^]/;
const QUERY = /[A-Za-z0-9\-._~!$&()*+,;=:@/?%[\]\\^`{|}]/;

const invalid = (given: string) =>
  Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: given });

function withoutDots(path: string): string {
  const parts: string[] = [];
  const all = path.split('/').slice(1);
  for (const [at, part] of all.entries()) {
    const isLast = at === all.length - 1;
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
    if (isLast && (part === '.' || part === '..')) parts.push('');
  }
  return `/${parts.join('/')}`;
}

export class URL {
  protocol = '';
  username = '';
  password = '';
  hostname = '';
  port = '';
  pathname = '';
  hash = '';
  #search = '';
  readonly searchParams: URLSearchParams;

  constructor(given: unknown, base?: unknown) {
    const text = String(given).trim();
    this.searchParams = new URLSearchParams('', () => {
      const query = this.searchParams.toString();
      this.#search = query && `?${query}`;
    });
    const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(text)?.[1]?.toLowerCase();
    if (scheme) this.#readWhole(scheme, text);
    else if (base === undefined) throw invalid(text);
    else this.#readRelative(text, new URL(base));
  }
  static canParse(given: unknown, base?: unknown): boolean {
    try {
      return new URL(given, base) !== undefined;
    } catch {
      return false;
    }
  }
  #readWhole(scheme: string, text: string): void {
    this.protocol = scheme;
    const rest = text.slice(scheme.length);
    const found = /^\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(
      rest.replaceAll('\\', '/'),
    );
    if (!found || (found[2] === '' && scheme !== 'file:')) {
      if (scheme in PORTS || !found) {
        if (scheme in PORTS || rest.startsWith('//')) throw invalid(text);
        const [, path = '', query = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(rest) ?? [];
        this.pathname = path;
        this.search = query;
        this.hash = hash;
        return;
      }
    }
    const [, login = '', host = '', port = '', path = '', query = '', hash = ''] = found;
    [this.username = '', this.password = ''] = login.split(':');
    this.hostname = host.toLowerCase();
    if (Number(port) > 65_535) throw invalid(text);
    this.port = port === PORTS[scheme] || port === '' ? '' : String(Number(port));
    this.pathname = encodePercent(withoutDots(path === '' ? '/' : path), PATH);
    this.search = query;
    this.hash = hash === '#' ? '' : hash;
  }
  #readRelative(text: string, base: URL): void {
    if (text.startsWith('//')) {
      this.#readWhole(base.protocol, base.protocol + text);
      return;
    }
    const { protocol, username, password, hostname, port } = base;
    Object.assign(this, { protocol, username, password, hostname, port });
    const [, path = '', query, hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(text) ?? [];
    const folder = base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1);
    this.pathname =
      path === ''
        ? base.pathname
        : encodePercent(withoutDots(path.startsWith('/') ? path : folder + path), PATH);
    this.search = query ?? (path === '' ? base.search : '');
    this.hash = hash;
  }
  get search(): string {
    return this.#search;
  }
  set search(given: string) {
    const text = given.replace(/^\?/, '');
    this.#search = text === '' ? '' : `?${encodePercent(text, QUERY)}`;
    this.searchParams.read(text);
  }
  get host(): string {
    return this.port ? `${this.hostname}:${this.port}` : this.hostname;
  }
  get origin(): string {
    return this.protocol in PORTS ? `${this.protocol}//${this.host}` : 'null';
  }
  get href(): string {
    const login = this.username ? `${this.username}${this.password ? `:${this.password}` : ''}@` : '';
    const hasHost = this.hostname !== '' || this.protocol === 'file:';
    return `${this.protocol}${hasHost ? `//${login}${this.host}` : ''}${this.pathname}${this.search}${this.hash}`;
  }
  toString(): string {
    return this.href;
  }
  toJSON(): string {
    return this.href;
  }
}

export const fileURLToPath = (given: unknown): string => decodePercent(new URL(given).pathname);
export const pathToFileURL = (path: string): URL => new URL(`file://${path}`);
/** Node's old `url.parse`. */
export function parse(text: string, hasQuery = false): Record<string, unknown> {
  const url = new URL(text, 'http://none');
  const query = url.search.slice(1);
  return {
    pathname: url.pathname,
    search: url.search || null,
    query: hasQuery ? Object.fromEntries(url.searchParams) : query || null,
    hash: url.hash || null,
    path: url.pathname + url.search,
    href: text,
    ...(url.hostname === 'none'
      ? {}
      : { protocol: url.protocol, host: url.host, hostname: url.hostname, port: url.port || null }),
  };
}
