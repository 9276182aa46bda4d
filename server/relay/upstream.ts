import net, { type Socket } from 'node:net';
import tls from 'node:tls';

/** A server that is watched. */
export interface Upstream {
  /** As the user wrote it, without a path: "http://localhost:3000". */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** It speaks TLS: the relay does so with it, and writes its name into Host. */
  readonly isTls: boolean;
  /** Its certificate is not checked. */
  readonly isTrusted: boolean;
}

/** Reads the address of a server to watch; a sentence when it is none. */
export function readUpstream(text: string, isTrusted = false): Upstream | { readonly error: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isTls = url !== null && /^(https|wss):$/.test(url.protocol);
  if (url === null || !(isTls || /^(http|ws):$/.test(url.protocol)))
    return { error: `Give the address of a server, such as http://localhost:3000, not “${text}”.` };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return { error: `Give the address of the server alone, ${url.origin}: the relay passes every path on.` };
  if (url.username !== '' || url.password !== '')
    return { error: 'A name and a password are sent by clients, not by the relay: leave them out.' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  return { origin: `${isTls ? 'https' : 'http'}://${url.host}`, host, port, isTls, isTrusted };
}

interface Outcomes {
  /** The connection is made. */
  connected(text: string): void;
  /** It could not be made, or broke. Called once at most. */
  failed(text: string): void;
}

/** Opens a connection to the server; what is written before it is open is sent when it is. */
export function connectTo(upstream: Upstream, outcomes: Outcomes): Socket {
  const { host, port, origin, isTls, isTrusted } = upstream;
  let isConnected = false;
  // Both families are tried, as browsers do: a server that listens on ::1 alone is “localhost”, too.
  const options = { host, port, allowHalfOpen: true, noDelay: true, autoSelectFamily: true };
  const socket = isTls
    ? tls.connect({
        ...options,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: !isTrusted,
      })
    : net.connect(options);
  socket.once(isTls ? 'secureConnect' : 'connect', () => {
    isConnected = true;
    const how = socket instanceof tls.TLSSocket ? ` by ${socket.getProtocol()}; Host is rewritten to it` : '';
    outcomes.connected(`Connected to ${origin} from port ${socket.localPort}${how}.`);
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    outcomes.failed(isConnected ? brokenText(error, origin) : unmadeText(error, origin));
  });
  // A second error has nobody to tell.
  socket.on('error', () => undefined);
  return socket;
}

function brokenText({ code }: NodeJS.ErrnoException, origin: string): string {
  return code === 'ECONNRESET'
    ? `${origin} reset its connection to the relay (RST), so the relay did the same here.`
    : `The relay’s connection to ${origin} broke (${code}).`;
}

const UNMADE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: is the server running, on this port and address?',
  ENOTFOUND: 'there is no such name.',
  EAI_AGAIN: 'the name could not be looked up.',
  ETIMEDOUT: 'nobody answered: a firewall, or an address without a machine.',
  EHOSTUNREACH: 'there is no way to that address.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself: --insecure takes it all the same.',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not known here: --insecure takes it all the same.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not known here: --insecure takes it all the same.',
  CERT_HAS_EXPIRED: 'its certificate has expired: --insecure takes it all the same.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name: --insecure takes it all the same.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: try http instead of https.',
  EPROTO: 'it does not speak TLS: try http instead of https.',
  ENETUNREACH: 'there is no way to that network.',
};

function unmadeText(error: NodeJS.ErrnoException, origin: string): string {
  // With several addresses tried, the first one's failure tells the most.
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error];
  const code = error.code ?? first?.code ?? '';
  return `${origin} cannot be reached: ${UNMADE[code] ?? `${first?.message ?? code}.`}`;
}
