import { runCommand } from './commands/command';
import { start } from './commands/start';

await runCommand(start, process.argv.slice(2), 'npm start --');
