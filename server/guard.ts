import type { IncomingMessage } from 'node:http';
import type { Refusal } from './handshake';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { isLoopbackHost, isOriginAllowed } from './origin';

/** What every request is held against before anything is done for it. */
export interface Guard {
  /** Null when the request may go on. `nullOrigin`: sandboxed frames may ask, too. */
  check(request: IncomingMessage, nullOrigin: boolean): Refusal | null;
}

/** `isLoopback`: the server listens on this machine only. `connections` counts what is open now. */
export function createGuard(limits: Limits, isLoopback: boolean, connections: () => number): Guard {
  return {
    check({ headers: { host, origin } }, nullOrigin) {
      if (isLoopback && !isLoopbackHost(host)) {
        const sentence = `This server answers to localhost only, not to the Host "${host}"; start it with --host to open it to others.`;
        return { status: 403, sentence };
      }
      if (!isOriginAllowed(origin, host, nullOrigin)) {
        const sentence = `The Origin "${origin}" is not this server's own: a page from elsewhere may not connect here, that is what the Origin header field is for (RFC 6455 §10.2).`;
        return { status: 403, sentence };
      }
      if (connections() > limits.connections) {
        const sentence = `This server holds ${limits.connections} connections at a time, and all are taken: close some, or try again soon.`;
        return { status: 503, sentence };
      }
      return null;
    },
  };
}

/** Why a lab cannot take one more connection, or null. */
export function faultOfCrowd(lab: Lab, limits: Limits): Refusal | null {
  if (lab.connections <= limits.connectionsPerLab) return null;
  const sentence = `This lab has its ${limits.connectionsPerLab} connections open, the most that a lab may have: close some first.`;
  return { status: 503, sentence };
}

/** There is no such lab (any more). */
export function noSuchLab(id: string): Refusal {
  const sentence = `There is no lab ${id}: it has ended, or never was. Open the page again, or make a new one with POST /lab.`;
  return { status: 404, sentence };
}
