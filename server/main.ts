import { readFileSync } from 'node:fs';
import { type Command, CommandError, UsageError } from './commands/command';
import { start } from './commands/start';
import { watch } from './commands/watch';

/** The command line: `wire101 [command] [arguments]`. Exit codes: 1 when it cannot be done, 2 when it is not understood. */
const COMMANDS: Readonly<Record<string, Command>> = { start, watch };

const HELP = `Usage: wire101 [command] [arguments]

${Object.entries(COMMANDS)
  .map(([name, { about }]) => `  ${name.padEnd(8)} ${about}`)
  .join('\n')}

  wire101 COMMAND --help says more about each; --version prints the version.`;

// Whoever reads what is printed may have enough: `wire101 --help | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const [first, ...rest] = process.argv.slice(2);
const isNamed = first !== undefined && !first.startsWith('-');
if (first === '--version') console.log(version());
else if (first === '--help' && rest.length === 0) console.log(HELP);
else if (isNamed && !Object.hasOwn(COMMANDS, first))
  fail(2, `There is no command "${first}"; there are: ${Object.keys(COMMANDS).join(', ')}.`);
else await run(COMMANDS[isNamed ? first : 'start']!, isNamed ? rest : process.argv.slice(2));

async function run(command: Command, args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(command.usage);
    return;
  }
  try {
    await command.run(args);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof CommandError) fail(1, message);
    if (error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS'))
      fail(2, `${message}\n\n${command.usage}`);
    throw error;
  }
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

function fail(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}
