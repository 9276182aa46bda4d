import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The files of the client library that a server gives to its pages: `socket.io/client-dist`. */
const FOLDER = join(dirname(createRequire(import.meta.url).resolve('socket.io/package.json')), 'client-dist');
const CLASSIC = ['socket.io.js', 'socket.io.min.js', 'socket.io.msgpack.min.js'];
const MODULE = 'socket.io.esm.min.js';
const READ_AS = 'library.esm.min.js';

/** A module that is the library's own, and has shown it to the frame before the page uses it. */
const SHOWN = `import * as library from './${READ_AS}';
globalThis[Symbol.for('wire101.library')]?.(library);
export * from './${READ_AS}';
export { default } from './${READ_AS}';
`;

const files = new Map<string, string>();

/** The file of this name; null when there is none. */
export function libraryFile(name: string): string | null {
  if (name === MODULE) return SHOWN;
  const file = name === READ_AS ? MODULE : CLASSIC.find((one) => one === name);
  if (file === undefined) return null;
  const text =
    files.get(file) ?? readFileSync(join(FOLDER, file), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  files.set(file, text);
  return text;
}

/** The version of these files. */
export function libraryVersion(): string {
  const { version } = JSON.parse(readFileSync(join(FOLDER, '../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
