import net, { type Socket } from 'node:net';

/** A server that is watched. */
export interface Upstream {
  /** As the user wrote it, without a path: "http://localhost:3000". */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
}

/** Reads the address of a server to watch; a sentence when it is none. */
export function readUpstream(text: string): Upstream | { readonly error: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'wss:')
    return { error: `${text}: a server that speaks TLS cannot be watched yet; give its plain http address.` };
  if (url === null || !(url.protocol === 'http:' || url.protocol === 'ws:'))
    return { error: `Give the address of a server, such as http://localhost:3000, not “${text}”.` };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return { error: `Give the address of the server alone, ${url.origin}: the relay passes every path on.` };
  if (url.username !== '' || url.password !== '')
    return { error: 'A name and a password are sent by clients, not by the relay: leave them out.' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 80 : Number(url.port);
  return { origin: `http://${url.host}`, host, port };
}

interface Outcomes {
  /** The connection is made. */
  connected(text: string): void;
  /** It could not be made, or broke. Called once at most. */
  failed(text: string): void;
}

/** Opens a connection to the server; what is written before it is open is sent when it is. */
export function connectTo({ host, port, origin }: Upstream, outcomes: Outcomes): Socket {
  let isConnected = false;
  // Both families are tried, as browsers do: a server that listens on ::1 alone is “localhost”, too.
  const socket = net.connect({ host, port, allowHalfOpen: true, noDelay: true, autoSelectFamily: true });
  socket.once('connect', () => {
    isConnected = true;
    outcomes.connected(`Connected to ${origin} from port ${socket.localPort}.`);
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
    ? `${origin} reset its connection to the relay (RST); the relay did the same here.`
    : `The relay’s connection to ${origin} broke (${code}); the relay reset this one.`;
}

const UNMADE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: is the server running, on this port and address?',
  ENOTFOUND: 'there is no such name.',
  EAI_AGAIN: 'the name could not be looked up.',
  ETIMEDOUT: 'nobody answered: a firewall, or an address without a machine.',
  EHOSTUNREACH: 'there is no way to that address.',
  ENETUNREACH: 'there is no way to that network.',
};

function unmadeText(error: NodeJS.ErrnoException, origin: string): string {
  // With several addresses tried, the first one's failure tells the most.
  const [first] = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error];
  const code = error.code ?? first?.code ?? '';
  return `${origin} cannot be reached: ${UNMADE[code] ?? `${first?.message ?? code}.`} The relay reset this connection.`;
}
