import { randomBytes } from 'node:crypto';
import { lanUrls, nameIn } from '../hosts';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { isLoopbackAddress } from '../origin';
import { createProxies } from '../proxies';
import { createServer } from '../server';
import { type Command, readOptions, readPort, UsageError } from './command';
import { listenFailure, openInBrowser, serveOn, siteOf } from './site';
import { terminalQr } from './terminal-qr';

const USAGE = `Usage: wire101 start [--port N] [--host ADDRESS] [--allow-host NAME] [--public-url URL]
                     [--trust-proxy ADDRESS] [--labs N] [--labs-per-address N] [--redis URL] [--node NAME] [--open]
       npm start -- [the same options], in the project

  --port N           port to listen on (or PORT in the environment; default 8101; 0 for any free one)
  --host ADDRESS     address to listen on; 0.0.0.0 opens it to a class (default: this machine only)
  --allow-host NAME  also answer to this name, besides this machine's own names and addresses; may be repeated
  --public-url URL   where a proxy publishes the server, with its path: its name is answered to, and labs give addresses below it
  --trust-proxy ADDRESS
                     believe what a proxy at this address or network (10.0.0.0/8) says of the requests it passes on: Forwarded or
                     X-Forwarded-For, -Proto, -Host, -Prefix; may be repeated
  --labs N           labs at a time, one for each open page (or WIRE101_LABS; default ${DEFAULT_LIMITS.labs})
  --labs-per-address N
                     of these, how many may come from one address, as a class does behind one router (or
                     WIRE101_LABS_PER_ADDRESS; default ${DEFAULT_LIMITS.labsPerAddress})
  --redis URL        share classes with other nodes through this Redis (or WIRE101_REDIS), such as redis://:password@10.0.0.5:6379
  --node NAME        name of this node, up to 16 letters and digits (or WIRE101_NODE; with --redis, by default, some of its own): its labs'
                     addresses begin with /lab/NAME- and /guest/NAME-, by which a proxy finds them
  --open             open the page in the browser
  --dev              serve the pages from their sources, with hot reload`;

/** Serves the course. */
export const start: Command = {
  name: 'start',
  about: 'serve the course, and print its address',
  usage: USAGE,
  async run(args) {
    const options = readStartOptions(args);
    const { port, host, allowedHosts, publicUrl, trustedProxies, limits, redis, node, open, dev } = options;
    const settings = {
      port,
      host,
      allowedHosts,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      trustedProxies,
      limits,
      ...(redis === undefined ? {} : { redis: redis.href }),
      ...(node === undefined ? {} : { node }),
      isWarm: true,
      site: siteOf(dev, console.log),
    };
    const server = await createServer(settings).catch((error: unknown) => {
      throw listenFailure(error, { port, host });
    });
    serveOn(server);
    console.log(`Wire 101 is at ${server.url}`);
    if (!isLoopbackAddress(host)) tellOthers(publicUrl, server.port, limits);
    if (redis)
      console.log(`It is node ${node} of several, which share classes through ${withoutPassword(redis)}`);
    if (open) openInBrowser(server.url);
    return null;
  },
};

/** How a class gets here, and how many fit. */
function tellOthers(
  publicUrl: string | undefined,
  port: number,
  { labs, labsPerAddress }: StartLimits,
): void {
  const urls = publicUrl === undefined ? lanUrls(port) : [publicUrl];
  for (const url of urls) {
    console.log(`Others reach it at ${url}`);
    // An IPv6 address is nothing to point a phone at when there is another one.
    if (process.stdout.isTTY && (url === urls[0] || !url.includes('['))) console.log(terminalQr(url));
  }
  console.log(`It has room for ${labs} labs, one for each open page; ${labsPerAddress} of one address.`);
}

type StartLimits = Pick<Limits, 'labs' | 'labsPerAddress'>;

/** A number from 1 of the command line or the environment. @throws UsageError */
function readCount(option: string, text: string | undefined, usual: number): number {
  if (text === undefined || text === '') return usual;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0 && count <= 100_000) return count;
  throw new UsageError(`${option} takes a number from 1 to 100000, not "${text}".`);
}

/** Without a hyphen, which ends it in a lab's name; lower case, since names of hosts are. */
const NODE_NAME = /^[a-z0-9]{1,16}$/;

/** @throws UsageError, which does not repeat the address, since it may hold a password. */
function readRedis(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^rediss?:$/.test(url.protocol)) return url;
  throw new UsageError('--redis takes an address such as redis://:password@10.0.0.5:6379.');
}

function withoutPassword({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

function readStartOptions(args: readonly string[]) {
  const { values } = readOptions({
    args: [...args],
    options: {
      port: { type: 'string', default: process.env.PORT || '8101' },
      host: { type: 'string', default: '127.0.0.1' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      'public-url': { type: 'string' },
      'trust-proxy': { type: 'string', multiple: true, default: [] },
      labs: { type: 'string', default: process.env.WIRE101_LABS },
      'labs-per-address': { type: 'string', default: process.env.WIRE101_LABS_PER_ADDRESS },
      redis: { type: 'string', default: process.env.WIRE101_REDIS },
      node: { type: 'string', default: process.env.WIRE101_NODE },
      open: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
    },
  });
  const { 'allow-host': allowedHosts, 'public-url': publicUrl, 'trust-proxy': trustedProxies } = values;
  const limits = {
    labs: readCount('--labs', values.labs, DEFAULT_LIMITS.labs),
    labsPerAddress: readCount(
      '--labs-per-address',
      values['labs-per-address'],
      DEFAULT_LIMITS.labsPerAddress,
    ),
  };
  try {
    createProxies(trustedProxies);
  } catch (error) {
    throw new UsageError(`--trust-proxy takes addresses and networks: ${(error as Error).message}`);
  }
  const odd = allowedHosts.find((name) => nameIn(name) === null);
  if (odd !== undefined)
    throw new UsageError(`--allow-host takes a name such as wire.example, not "${odd}".`);
  if (publicUrl !== undefined && !/^https?:\/\//.test(URL.canParse(publicUrl) ? publicUrl : '')) {
    throw new UsageError(`--public-url takes an address such as https://wire.example, not "${publicUrl}".`);
  }
  const redis = readRedis(values.redis);
  const node = values.node || (redis && randomBytes(3).toString('hex'));
  if (node && !NODE_NAME.test(node))
    throw new UsageError(`--node takes up to 16 small letters and digits, not "${node}".`);
  return {
    ...values,
    redis,
    node: node || undefined,
    allowedHosts,
    trustedProxies,
    limits,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    port: readPort(values.port),
  };
}
