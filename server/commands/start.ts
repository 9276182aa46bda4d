import { nameIn } from '../hosts';
import { createServer } from '../server';
import { type Command, readOptions, readPort, UsageError } from './command';
import { listenFailure, openInBrowser, serveOn, siteOf } from './site';

const USAGE = `Usage: wire101 start [--port N] [--host ADDRESS] [--allow-host NAME] [--public-url URL] [--open]
       npm start -- [the same options], in the project

  --port N           port to listen on (or PORT in the environment; default 8101; 0 for any free one)
  --host ADDRESS     address to listen on; 0.0.0.0 opens it to a class (default: this machine only)
  --allow-host NAME  also answer to this name, besides this machine's own names and addresses; may be repeated
  --public-url URL   where a proxy publishes the server: its name is answered to, and labs give addresses below it
  --open             open the page in the browser
  --dev              serve the pages from their sources, with hot reload`;

/** Serves the course. */
export const start: Command = {
  name: 'start',
  about: 'serve the course, and print its address',
  usage: USAGE,
  async run(args) {
    const { port, host, allowedHosts, publicUrl, open, dev } = readStartOptions(args);
    const settings = {
      port,
      host,
      allowedHosts,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      isWarm: true,
      site: siteOf(dev, console.log),
    };
    const server = await createServer(settings).catch((error: unknown) => {
      throw listenFailure(error, { port, host });
    });
    serveOn(server);
    console.log(`Wire 101 is at ${server.url}`);
    if (open) openInBrowser(server.url);
    return null;
  },
};

function readStartOptions(args: readonly string[]) {
  const { values } = readOptions({
    args: [...args],
    options: {
      port: { type: 'string', default: process.env.PORT || '8101' },
      host: { type: 'string', default: '127.0.0.1' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      'public-url': { type: 'string' },
      open: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
    },
  });
  const { 'allow-host': allowedHosts, 'public-url': publicUrl } = values;
  const odd = allowedHosts.find((name) => nameIn(name) === null);
  if (odd !== undefined)
    throw new UsageError(`--allow-host takes a name such as wire.example, not "${odd}".`);
  if (publicUrl !== undefined && !/^https?:\/\//.test(URL.canParse(publicUrl) ? publicUrl : '')) {
    throw new UsageError(`--public-url takes an address such as https://wire.example, not "${publicUrl}".`);
  }
  return { ...values, allowedHosts, publicUrl: publicUrl?.replace(/\/+$/, ''), port: readPort(values.port) };
}
