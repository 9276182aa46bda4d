import os from 'node:os';

/** The names that this server answers to. Any other name in a Host header field may be DNS rebinding. */
export interface Hosts {
  /** `host` is a Host header field: a name or address, with or without a port. A client that sends none is not a browser. */
  isOwn(host: string | undefined): boolean;
}

/** How other machines can reach the server. */
interface HostSettings {
  /** It listens on a loopback address, which only this machine can reach. */
  readonly isLoopback: boolean;
  /** Names given on the command line, and the host of the public URL: lower case, without a port. */
  readonly allowed: readonly string[];
}

/** Addresses come and go with the network, but asking the system for them at each request would be too often. */
const OWN_ADDRESSES_MS = 5000;
const LOOPBACK_NAME = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;
/** A registered name, an IPv4 address or an IPv6 address in brackets, with an optional port (RFC 9110 §7.2). */
const HOST = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::\d{0,5})?$/i;

/**
 * On loopback the server answers to loopback names only. Opened to a class, it also answers to this machine's own name and
 * addresses. If a foreign page's name were made to resolve to this machine, it would pass as this server's own origin, so every
 * other name must be given on the command line.
 */
export function createHosts({ isLoopback, allowed }: HostSettings, nowMs = () => performance.now()): Hosts {
  const given = new Set(allowed.map((name) => nameIn(name) ?? name.toLowerCase()));
  let own: ReadonlySet<string> = new Set();
  let ownAtMs = Number.NEGATIVE_INFINITY;
  return {
    isOwn(host) {
      if (host === undefined) return true;
      const name = nameIn(host);
      if (name === null) return false;
      if (LOOPBACK_NAME.test(name) || given.has(name)) return true;
      if (isLoopback) return false;
      if (nowMs() - ownAtMs > OWN_ADDRESSES_MS) {
        own = ownNames();
        ownAtMs = nowMs();
      }
      return own.has(name);
    },
  };
}

/** The name or address in a Host header field, in lower case, without brackets and port; null when it is neither. */
export function nameIn(host: string): string | null {
  const match = HOST.exec(host);
  const name = match?.[1] ?? match?.[2];
  return name?.toLowerCase().replace(/\.$/, '') ?? null;
}

/**
 * Where other machines of the network reach a server of this machine that listens on all its addresses: IPv4 first, which is what
 * a person can type.
 */
export function lanUrls(port: number): readonly string[] {
  const addresses = Object.values(os.networkInterfaces()).flatMap((entries) => entries ?? []);
  // A link-local address needs a zone, which no browser takes (RFC 6874).
  const outer = addresses.filter(({ internal, address }) => !internal && !/^fe80:/i.test(address));
  return outer
    .toSorted((a, b) => a.family.localeCompare(b.family))
    .map(({ family, address }) => `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
}

/** Whether a Host header field means the machine of whoever sends it. */
export const isLoopbackName = (host: string | undefined): boolean =>
  LOOPBACK_NAME.test(nameIn(host ?? '') ?? '');

/** This machine's addresses and its name, also in the form that multicast DNS uses (RFC 6762). */
function ownNames(): ReadonlySet<string> {
  const hostname = os.hostname().toLowerCase();
  const [label = hostname] = hostname.split('.');
  const addresses = Object.values(os.networkInterfaces()).flatMap((entries) => entries ?? []);
  return new Set([
    hostname,
    label,
    `${label}.local`,
    ...addresses.map(({ address }) => address.toLowerCase()),
  ]);
}
