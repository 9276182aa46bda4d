import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Known messages can take down a server with older versions. */
const LEAST = { ws: '8.21.0', 'engine.io': '6.6.9', 'socket.io-parser': '4.2.7' } as const;

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, { version?: string }>;
};

test.each(Object.entries(LEAST))('every %s in the lock file is at least %s', (name, least) => {
  const found = Object.entries(lock.packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  expect(found.length).toBeGreaterThan(0);
  for (const [path, { version }] of found) {
    expect(compare(version!, least), `${path} is ${version}`).toBeGreaterThanOrEqual(0);
  }
});

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left!.findIndex((part, index) => part !== right![index]);
  return at < 0 ? 0 : left![at]! - right![at]!;
}
