import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const SANDBOX = fileURLToPath(new URL('../../src/sandbox/library/', import.meta.url));
const LIBRARY = dirname(require.resolve('socket.io'));
/** Packages are found from the library, which depends on them. */
const ofLibrary = createRequire(join(LIBRARY, 'index.js'));

/** The library's own files, by the names under which the sandbox imports them. */
const OWN: Readonly<Record<string, string>> = {
  'library:socket.io': join(LIBRARY, 'index.js'),
  ...Object.fromEntries(
    ['socket', 'namespace', 'parent-namespace', 'client', 'broadcast-operator'].map((name) => [
      `library:${name}`,
      join(LIBRARY, `${name}.js`),
    ]),
  ),
  'library:parser': ofLibrary.resolve('socket.io-parser'),
  'library:adapter': ofLibrary.resolve('socket.io-adapter'),
};

/** What stands for the packages and modules that the library imports. */
const STAND_INS: Readonly<Record<string, string>> = {
  events: 'events.ts',
  'engine.io': 'stand-ins/engine-io.ts',
  http: 'stand-ins/http.ts',
  crypto: 'stand-ins/crypto.ts',
  path: 'stand-ins/path.ts',
  debug: 'stand-ins/debug.ts',
  cors: 'stand-ins/cors.ts',
  ...Object.fromEntries(
    ['fs', 'zlib', 'stream', 'url', 'util', 'ws', 'accepts'].map((name) => [name, 'stand-ins/none.ts']),
  ),
};

const plugin: Plugin = {
  name: 'stand-ins',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^library:/ }, ({ path }) => ({ path: OWN[path]! }));
    // One copy of each, however it is asked for.
    esbuild.onResolve({ filter: /^socket\.io-(parser|adapter)$/ }, ({ path }) => ({
      path: OWN[path.replace('socket.io-', 'library:')]!,
    }));
    esbuild.onResolve({ filter: /^\.\/(uws|cluster-adapter)$/ }, ({ path }) => ({
      path: join(SANDBOX, 'stand-ins', `${path.slice(2)}.ts`),
    }));
    esbuild.onResolve({ filter: /^[a-z][a-z.-]*$/ }, ({ path }) => {
      const standIn = Object.hasOwn(STAND_INS, path) ? STAND_INS[path] : undefined;
      return standIn === undefined ? undefined : { path: join(SANDBOX, standIn) };
    });
  },
};

let made: Promise<string> | null = null;

/**
 * The text that runs at the server's end of a sandbox: the library's own files, with stand-ins for what they import, and what a program
 * has around them. It is a function of what the engine offers and of the program's settings (`src/sandbox/library/inside.ts`). It is
 * always the same, and made once in a process.
 */
export function serverBundle(): Promise<string> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SANDBOX, 'boot.ts')],
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
    inject: [join(SANDBOX, 'globals.ts')],
    plugins: [plugin],
    logLevel: 'silent',
  });
  return `(function(native,settings){"use strict";${outputFiles[0]!.text}return guest})`;
}
