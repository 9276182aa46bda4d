import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, runCommand, UsageError, write } from './command';
import { ROOT } from './root';

interface Entry {
  readonly name: string;
  readonly about: string;
  load(): Promise<Command>;
}

/** All commands. Each is loaded when it is used, since the server takes longer than the decoders. */
const ENTRIES: readonly Entry[] = [
  {
    name: 'start',
    about: 'serve the course, and print its address (also without a command)',
    load: async () => (await import('./start')).start,
  },
  {
    name: 'watch',
    about: 'show the traffic of a server of your own, through a relay before it',
    load: async () => (await import('./watch')).watch,
  },
  {
    name: 'decode',
    about: 'say what a capture, a HAR file or a hex dump holds, and what broke',
    load: async () => (await import('./decode')).decode,
  },
];

const USAGE = `Usage: wire101 [COMMAND] [OPTIONS]

${ENTRIES.map(({ name, about }) => `  ${name.padEnd(9)}${about}`).join('\n')}

  --help     this text; after a command, that of the command
  --version  the version

Exit codes: 0 done, 1 failed, 2 called in a way that is not understood.`;

/** `wire101`, as it is called in a terminal. Without a command, it is `wire101 start`. */
export async function runWire101(args: readonly string[]): Promise<void> {
  const [first = '', ...rest] = args;
  const entry = ENTRIES.find(({ name }) => name === first);
  if (entry !== undefined) return runCommand(await entry.load(), rest, `wire101 ${entry.name}`);
  if (first === '' || (first.startsWith('-') && !TOP.has(first))) {
    return runCommand(await ENTRIES[0]!.load(), args, 'wire101');
  }
  const top: Command = {
    name: '',
    about: '',
    usage: USAGE,
    async run() {
      if (!TOP.has(first)) throw new UsageError(`There is no command "${first}".`);
      await write(`${versionOf()}\n`);
      return 0;
    },
  };
  return runCommand(top, args, 'wire101');
}

const TOP = new Set(['--help', '-h', '--version']);

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
