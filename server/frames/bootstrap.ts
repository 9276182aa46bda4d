import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { libraryVersion } from './library-files';

const SOURCES = fileURLToPath(new URL('../../src/sandbox/page/', import.meta.url));

let made: Promise<string> | null = null;

/** The script of the frame that a student's page runs in (`src/sandbox/page`). It is always the same, and made once in a process. */
export function bootstrap(): Promise<string> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: { LIBRARY_VERSION: JSON.stringify(libraryVersion()) },
    plugins: [
      {
        name: 'wording',
        setup(esbuild) {
          esbuild.onResolve({ filter: /^\.\/wording$/ }, () => ({ path: join(SOURCES, 'wording.ts') }));
        },
      },
    ],
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
