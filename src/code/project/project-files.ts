import { isPage } from '../../sandbox/page/is-page';
import type { Texts } from '../texts';
import { serverFile } from './server-file';
import type { ProjectFile } from './zip';

/** The packages that a project may need, in the versions that it is made for. */
const VERSIONS: Readonly<Record<string, string>> = {
  'socket.io': '4.8.4',
  'socket.io-client': '4.8.4',
  express: '4.21.2',
  cors: '2.8.5',
  dotenv: '16.4.7',
};

/** Both ends as a project for Node.js: `npm install && npm start`. */
export function projectFiles({ server, clients, isShared }: Texts): readonly ProjectFile[] {
  const texts = isShared ? clients.slice(0, 1) : clients;
  const pages = texts.flatMap((text, at) => (isPage(text) ? [{ text, client: at + 1 }] : []));
  const programs = texts.flatMap((text, at) => (isPage(text) ? [] : [{ text, client: at + 1 }]));
  const named = pages.map(({ text, client }, at) => ({
    path: at === 0 ? 'index.html' : `client-${client}.html`,
    text,
  }));
  const own = named[0] && ownPlaceOf(server);
  return [
    { path: 'package.json', text: packageFile(server, programs.length > 0) },
    { path: 'server.js', text: serverFile(server) },
    { path: 'serve-pages.js', text: SERVE_PAGES },
    ...named.map(({ path, text }) => ({ path: `public/${path}`, text })),
    // Where the program itself reads its page from.
    ...(own ? [{ path: own, text: named[0]!.text }] : []),
    ...(programs.length > 0 ? [{ path: 'lab-client.mjs', text: LAB_CLIENT }] : []),
    ...programs.map(({ text, client }) => ({ path: `client-${client}.mjs`, text: clientFile(text) })),
    {
      path: 'README.md',
      text: readme(
        named.map(({ path }) => path),
        programs.map(({ client }) => client),
      ),
    },
  ];
}

/** The file that the program sends by itself, outside `public/`; null for none. */
function ownPlaceOf(server: string): string | null {
  const [, path] = /sendFile\([^)]*?['"`]\/?([\w-]+\.html)['"`]/.exec(server) ?? [];
  return path !== undefined && !/sendFile\([^)]*public/.test(server) ? path : null;
}

function packageFile(server: string, hasPrograms: boolean): string {
  const imported = Object.keys(VERSIONS).filter((name) =>
    new RegExp(`['"]${name}(?:/[\\w-]+)?['"]`).test(server),
  );
  const names = new Set(['socket.io', ...(hasPrograms ? ['socket.io-client'] : []), ...imported]);
  const dependencies = Object.fromEntries([...names].map((name) => [name, VERSIONS[name]]));
  const file = {
    name: 'my-socket-io-app',
    private: true,
    type: 'module',
    scripts: { start: 'node server.js' },
    engines: { node: '>=20.11' },
    dependencies,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

const FROM_PACKAGE =
  /(from\s*|import\s*\(?\s*)(['"])(?:socket\.io-client|https?:\/\/[^'"]*socket\.io[^'"]*)\2/g;

function clientFile(program: string): string {
  const text = program.replace(FROM_PACKAGE, '$1$2./lab-client.mjs$2');
  return text === program ? `import { io } from './lab-client.mjs';\n\n${program}` : text;
}

const SERVE_PAGES = `import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

// Serves the files in public/, for servers that have no framework to do it.

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export async function servePages(request, response) {
  // URL resolves "..": no path leads out of the folder.
  const { pathname } = new URL(request.url, 'http://localhost');
  const path = pathname.endsWith('/') ? pathname + 'index.html' : pathname;
  try {
    const file = await readFile(join(import.meta.dirname, 'public', path));
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(file);
  } catch {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is nothing here.\\n');
  }
}

/** A server for the pages that listens on this port. */
export function startPages(port) {
  const server = createServer(servePages);
  server.listen(port, () => console.log('http://localhost:' + server.address().port));
  return server;
}
`;

const LAB_CLIENT = `import { io as connect } from 'socket.io-client';

// Like a page, io() connects to the server that it came from: here to SERVER.

const SERVER = process.env.SERVER ?? 'http://localhost:3000';

export const io = (where, options) =>
  typeof where === 'string' ? connect(new URL(where, SERVER).href, options) : connect(SERVER, where);

export { Manager, Socket } from 'socket.io-client';
export default io;
`;

function readme(pages: readonly string[], programs: readonly number[]): string {
  const visits = pages.map((path) => `http://localhost:3000/${path === 'index.html' ? '' : path}`);
  return [
    '# My Socket.IO app',
    '',
    'It needs Node.js 20.11 or newer.',
    '',
    '```sh',
    'npm install',
    'npm start',
    '```',
    '',
    ...(visits.length > 0 ? [`Then open ${visits.join(' and ')}, in two windows to see both.`, ''] : []),
    ...(programs.length > 0
      ? [
          `Then, in other terminals: ${programs.map((client) => `\`node client-${client}.mjs\``).join(', ')}.`,
          '',
        ]
      : []),
    '`PORT=8080 npm start` listens on another port, where the program leaves that open.',
    '`server.js` is the server’s program of the lab; `serve-pages.js` gives it the files in `public/`.',
    '',
  ].join('\n');
}
