import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** The proxies in front of the server whose word about a request counts: what anybody else says about it may be invented. */
export interface Proxies {
  /** Whether a connection comes from one of them. */
  isTrusted(address: string | undefined): boolean;
  /** The address of the client that a request comes from, as far as trusted proxies tell. */
  clientOf(request: IncomingMessage): string;
  /** Where the client sent it, without a slash at the end: "https://wire.example/101"; null when no trusted proxy says so. */
  placeOf(request: IncomingMessage): string | null;
}

/** What a proxy says of the request that it passed on. */
interface Passed {
  readonly for?: string | undefined;
  readonly proto?: string | undefined;
  readonly host?: string | undefined;
}

const PREFIX = /^(?:\/[\w.~-]+)*$/;
const HOST = /^[\w.:[\]-]+$/;

/**
 * `trusted` are addresses and networks: "127.0.0.1", "10.0.0.0/8", "::1". Reads `Forwarded` (RFC 7239), else `X-Forwarded-For`, `-Proto`,
 * `-Host`; and `X-Forwarded-Prefix`. Each proxy adds to the end, so they are read from there for as long as the one before is trusted.
 * @throws RangeError for what is neither address nor network.
 */
export function createProxies(trusted: readonly string[]): Proxies {
  const list = new BlockList();
  for (const entry of trusted) add(list, entry);
  const isTrusted = (address: string | undefined): boolean => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return trusted.length > 0 && family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
  /** From the client's to the server's end: the trusted part of the way. */
  const wayOf = (request: IncomingMessage): readonly Passed[] => {
    if (!isTrusted(request.socket.remoteAddress)) return [];
    const passed = passedOf(request);
    const first = passed.findLastIndex((step) => !isTrusted(step.for));
    return passed.slice(Math.max(0, first));
  };
  return {
    isTrusted,
    clientOf: (request) =>
      plainAddress(wayOf(request)[0]?.for) || (request.socket.remoteAddress ?? 'unknown'),
    placeOf(request) {
      const [first] = wayOf(request);
      const host = first?.host ?? request.headers.host ?? '';
      if (!first || !HOST.test(host)) return null;
      const prefix = last(request.headers['x-forwarded-prefix'])?.replace(/\/+$/, '') ?? '';
      return `${first.proto === 'https' ? 'https' : 'http'}://${host}${PREFIX.test(prefix) ? prefix : ''}`;
    },
  };
}

function add(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  const most = family === 6 ? 128 : 32;
  const isNetwork = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (family === 0 || !isNetwork) throw new RangeError(`"${entry}" is neither an address nor a network.`);
  if (bits === undefined) list.addAddress(address, kind);
  else list.addSubnet(address, Number(bits), kind);
}

/**
 * One entry for each proxy on the way, the nearest last. A proxy adds to the header field that it knows, and passes the other one on as the
 * client has invented it: where both are there and name different clients, neither is believed.
 */
function passedOf({ headers }: IncomingMessage): readonly Passed[] {
  const chain = listOf(headers['x-forwarded-for']);
  if (headers.forwarded !== undefined) {
    const pairs = listOf(headers.forwarded).map(pairsOf);
    const isSame = plainAddress(pairs.at(-1)?.for) === plainAddress(chain.at(-1));
    return chain.length === 0 || isSame ? pairs : [];
  }
  const proto = last(headers['x-forwarded-proto']);
  const host = last(headers['x-forwarded-host']);
  const passed = chain.length > 0 ? chain : proto !== undefined || host !== undefined ? [''] : [];
  return passed.map((address) => ({ for: address, proto, host }));
}

/** `for="[2001:db8::1]:4711";proto=https` (RFC 7239 §4). */
function pairsOf(entry: string): Passed {
  const pairs = new Map(
    entry.split(';').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, '$1')];
    }),
  );
  return { for: pairs.get('for'), proto: pairs.get('proto'), host: pairs.get('host') };
}

/** Without brackets, port, and the form in which IPv6 sockets give IPv4 addresses. */
function plainAddress(address = ''): string {
  const inner =
    /^\[([^\]]*)\]/.exec(address)?.[1] ?? (/^[\d.]+:\d+$/.test(address) ? address.split(':')[0]! : address);
  return inner.replace(/^::ffff:(?=[\d.]+$)/i, '');
}

const listOf = (value: string | readonly string[] | undefined): string[] =>
  String(value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

const last = (value: string | readonly string[] | undefined): string | undefined => listOf(value).at(-1);
