import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const SANDBOX = fileURLToPath(new URL('../../src/sandbox/library/', import.meta.url));

/** One end of Socket.IO, as it is bundled. */
interface End {
  /** Where the bundle begins, in `src/sandbox/library`. */
  readonly entry: string;
  /** The library's own files, by the names under which the sandbox imports them. */
  readonly own: Readonly<Record<string, string>>;
  /** What stands for the packages and modules that the library imports, in `src/sandbox/library`. */
  readonly standIns: Readonly<Record<string, string>>;
  /** The same for files of the library itself, by their names without an ending. */
  readonly standInFiles: Readonly<Record<string, string>>;
  /** What the library's files take for globals. */
  readonly globals: string;
}

function serverEnd(): End {
  const library = dirname(require.resolve('socket.io'));
  // Packages are found from the library, which depends on them.
  const ofLibrary = createRequire(join(library, 'index.js'));
  const files = ['socket', 'namespace', 'parent-namespace', 'client', 'broadcast-operator'];
  return {
    entry: 'server-end/boot.ts',
    own: {
      'library:socket.io': join(library, 'index.js'),
      ...Object.fromEntries(files.map((name) => [`library:${name}`, join(library, `${name}.js`)])),
      'library:parser': ofLibrary.resolve('socket.io-parser'),
      'library:adapter': ofLibrary.resolve('socket.io-adapter'),
    },
    standIns: {
      events: 'events.ts',
      'engine.io': 'server-end/stand-ins/engine-io.ts',
      http: 'server-end/stand-ins/http.ts',
      crypto: 'stand-ins/crypto.ts',
      path: 'stand-ins/path.ts',
      debug: 'stand-ins/debug.ts',
      cors: 'server-end/stand-ins/cors.ts',
      ...Object.fromEntries(
        ['fs', 'zlib', 'stream', 'url', 'util', 'ws', 'accepts'].map((name) => [name, 'stand-ins/none.ts']),
      ),
    },
    standInFiles: {
      uws: 'server-end/stand-ins/uws.ts',
      'cluster-adapter': 'server-end/stand-ins/cluster-adapter.ts',
    },
    globals: 'globals.ts',
  };
}

function clientEnd(): End {
  // The files that a page gets, without the calls of `debug`.
  const library = join(dirname(require.resolve('socket.io-client')), '../esm');
  const ofLibrary = createRequire(join(library, 'index.js'));
  const engine = join(dirname(ofLibrary.resolve('engine.io-client')), '../esm');
  return {
    entry: 'client-end/boot.ts',
    own: {
      'library:socket.io-client': join(library, 'index.js'),
      'library:manager': join(library, 'manager.js'),
      'library:client-socket': join(library, 'socket.js'),
      'library:parse-uri': join(engine, 'contrib/parseuri.js'),
      'library:parse-query': join(engine, 'contrib/parseqs.js'),
      'library:emitter': join(dirname(ofLibrary.resolve('@socket.io/component-emitter')), '../esm/index.js'),
      'library:parser': join(dirname(ofLibrary.resolve('socket.io-parser')), '../esm/index.js'),
    },
    standIns: { 'engine.io-client': 'client-end/stand-ins/engine-io-client.ts' },
    standInFiles: { on: 'client-end/stand-ins/on.ts' },
    globals: 'client-end/globals.ts',
  };
}

/** Leaves out the calls of `debug`, which say nothing here, as the library's own files for pages do. */
const withoutDebug: Plugin = {
  name: 'without-debug',
  setup(esbuild) {
    esbuild.onLoad({ filter: /node_modules.*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace(/^(\s*)debug\((?=["'])/gm, '$1false && debug('), loader: 'js' };
    });
  },
};

/** Has the names of an end found where it says. */
function resolving({ own, standIns, standInFiles }: End): Plugin {
  const inSandbox = (names: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(names, name) ? { path: join(SANDBOX, names[name]!) } : undefined;
  return {
    name: 'stand-ins',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^library:/ }, ({ path }) => ({ path: own[path]! }));
      // One copy of each, however it is asked for.
      esbuild.onResolve(
        { filter: /^(socket\.io-|@socket\.io\/component-)(parser|adapter|emitter)$/ },
        ({ path }) => ({
          path: own[`library:${path.slice(path.lastIndexOf('-') + 1)}`]!,
        }),
      );
      esbuild.onResolve({ filter: /^[a-z][a-z.-]*$/ }, ({ path }) => inSandbox(standIns, path));
      esbuild.onResolve({ filter: /^\.\/[a-z-]+(\.js)?$/ }, ({ path, importer }) =>
        importer.startsWith(SANDBOX) ? undefined : inSandbox(standInFiles, path.replace(/^\.\/|\.js$/g, '')),
      );
    },
  };
}

async function bundle(end: End): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SANDBOX, end.entry)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'guest',
    platform: 'neutral',
    mainFields: ['main'],
    conditions: ['import', 'module', 'default'],
    target: 'es2022',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    inject: [join(SANDBOX, end.globals)],
    plugins: [resolving(end), withoutDebug],
    logLevel: 'silent',
  });
  return `(function(native,settings){"use strict";${outputFiles[0]!.text}return guest})`;
}

let server: Promise<string> | null = null;
let client: Promise<string> | null = null;

/**
 * The text that runs at the server's end of a sandbox: the library's own files, with stand-ins for what they import, and what a program
 * has around them. It is a function of what the engine offers and of the program's settings (`src/sandbox/library/inside.ts`). It is
 * always the same, and made once in a process.
 */
export function serverBundle(): Promise<string> {
  server ??= bundle(serverEnd());
  return server;
}

/** The same for the client's end. Pages fetch it with their first client program: `client-library.ts`. */
export function clientBundle(): Promise<string> {
  client ??= bundle(clientEnd());
  return client;
}
