import type { IncomingMessage } from 'node:http';
import type { Refusal } from './handshake';
import type { Hosts } from './hosts';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { isOriginAllowed } from './origin';
import type { Proxies } from './proxies';

/** Checks every request before anything is done for it. */
export interface Guard {
  /** Null when the request is allowed. `others`: requests from sandboxed frames (`null`), or from pages of any origin, are, too. */
  check(request: IncomingMessage, others: 'none' | 'null' | 'any'): Refusal | null;
}

/** What a guard needs to know of the server. */
interface GuardSettings {
  readonly limits: Limits;
  readonly hosts: Hosts;
  /** Origin of the public URL: its pages are allowed whatever Host header field a proxy sends. */
  readonly publicOrigin: string | null;
  /** Connections that are open now: all of them, or those of one client address. */
  readonly connections: (address?: string) => number;
  readonly proxies: Proxies;
}

/** An absolute-form request target names a host, too (RFC 9112 §3.2.2). */
const AUTHORITY = /^https?:\/\/([^/?#]*)/i;

export function createGuard({ limits, hosts, publicOrigin, connections, proxies }: GuardSettings): Guard {
  return {
    check({ headers: { host, origin }, url = '/', socket }, others) {
      const foreign = [host, AUTHORITY.exec(url)?.[1]].find((name) => !hosts.isOwn(name));
      if (foreign !== undefined) return misdirected(foreign);
      const isOwn = origin === publicOrigin || isOriginAllowed(origin, host, others === 'null');
      if (!isOwn && others !== 'any') {
        const sentence = `The Origin “${origin}” is not this server’s own, so a page from there may not connect. Checking this is what the Origin header field is for (RFC 6455 §10.2).`;
        return { status: 403, sentence };
      }
      // A proxy's connections are those of many.
      return faultOfPlaces(
        limits,
        connections,
        proxies.isTrusted(socket.remoteAddress) ? null : (socket.remoteAddress ?? ''),
      );
    },
  };
}

/** RFC 9110 §15.5.20. */
function misdirected(host: string): Refusal {
  const sentence = `This server does not answer to the Host “${host}”: it answers to localhost and, when it was started with --host, to this machine’s own names and addresses. Start it with --allow-host NAME to add one.`;
  return { status: 421, sentence };
}

function faultOfPlaces(
  limits: Limits,
  connections: GuardSettings['connections'],
  address: string | null,
): Refusal | null {
  if (connections() > limits.connections) {
    const sentence = `This server holds at most ${limits.connections} connections at a time, and all are taken: close some, or try again soon.`;
    return { status: 503, sentence };
  }
  if (address !== null && connections(address) > limits.connectionsPerAddress) {
    const sentence = `Your address has ${limits.connectionsPerAddress} connections open here, the most that one address may have: close some first.`;
    return { status: 429, sentence };
  }
  return null;
}

/** Why a lab cannot take one more connection, or null. */
export function faultOfCrowd(lab: Lab, limits: Limits): Refusal | null {
  // Those of guests have places of their own.
  if (lab.connections - (lab.guests?.connections ?? 0) <= limits.connectionsPerLab) return null;
  const sentence = `This lab has its ${limits.connectionsPerLab} connections open, the most that a lab may have: close some first.`;
  return { status: 503, sentence };
}

/** Says that there is no such lab, or that it has ended. */
export function noSuchLab(id: string): Refusal {
  const sentence = `There is no lab ${id}: it has ended, or it never existed. Open the page again, or make a new one with POST /lab.`;
  return { status: 404, sentence };
}
