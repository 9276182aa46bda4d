// Runs lint, types, unit tests and the page's weight in parallel. Prints the whole output of each when it ends; fails when any of them fails.
import { spawn } from 'node:child_process';

const SCRIPTS = ['lint', 'types', 'unit', 'weight'];

/** Resolves to whether the npm script succeeded, once its output has been printed. */
function check(script) {
  const startedAtMs = performance.now();
  const isColour = process.stdout.isTTY && !process.env.NO_COLOR;
  const env = isColour ? { ...process.env, FORCE_COLOR: '1' } : process.env;
  const child = spawn('npm', ['run', '--silent', script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('close', (code) => {
      const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
      console.log(`\n== npm run ${script}: ${code === 0 ? 'passed' : 'failed'} after ${seconds} s`);
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

console.log(`Running ${SCRIPTS.join(', ')} in parallel …`);
const passed = await Promise.all(SCRIPTS.map(check));
process.exitCode = passed.every(Boolean) ? 0 : 1;
