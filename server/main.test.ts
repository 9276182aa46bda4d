import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

async function start(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args]);
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test('a port that is taken is reported at once, in one sentence', { timeout: 30_000 }, async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as net.AddressInfo;
  const { code, said } = await start('--port', String(port));
  expect(code).toBe(1);
  expect(said).toBe(
    `Port ${port} is taken by another program: end that one, or choose another port with --port ${port + 1}.\n`,
  );
});

test('an invalid port and an unknown option are reported', { timeout: 30_000 }, async () => {
  expect(await start('--port', '99999')).toEqual({ code: 2, said: expect.stringContaining('"99999"') });
  expect(await start('--wrong')).toEqual({ code: 2, said: expect.stringContaining("'--wrong'") });
});
