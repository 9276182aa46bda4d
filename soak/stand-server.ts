import { createServer } from '../server/server';
import { tidyMemory } from '../server/tidy-memory';

/** A server with its own limits, given as JSON on the command line, so that what takes minutes happens in seconds. */

const limits = JSON.parse(process.argv[2] ?? '{}');
const server = await createServer({
  port: 0,
  host: '127.0.0.1',
  site: async () => ({ answer: async (_, response) => void response.end('a page') }),
  limits,
});
tidyMemory();
console.log(`Wire 101 is at ${server.url}`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
