import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSite, type Site } from './site';
import { startTestServer } from './test-server';

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function startWithPages() {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.html'), '<html data-root="./"><script src="./assets/page.js"></script>');
  writeFileSync(join(folder, 'theme.js'), 'theme');
  const site = createSite(folder);
  return startTestServer({ site: async () => site });
}

test.each([
  ['/', './'],
  ['/?step=one', './'],
  ['/index.html', './'],
  ['/glossary', './'],
  ['/glossary/', '../'],
  ['/lessons/handshake', '../'],
  ['/lessons/handshake/?step=switch', '../../'],
])('the page at %s finds its files wherever it is published', async (path, root) => {
  const { url } = await startWithPages();
  const text = await (await fetch(url + path)).text();
  expect(text).toBe(`<html data-root="${root}"><script src="${root}assets/page.js"></script>`);
});

test('what is no page and no file is not there', async () => {
  const { url } = await startWithPages();
  expect((await fetch(`${url}/theme.js`)).status).toBe(200);
  for (const path of ['/lessons/theme.js', '/a/b/c/d/e/f'])
    expect((await fetch(url + path)).status).toBe(404);
});

test('while its pages are built, a server answers labs at once, and pages once they are there', async () => {
  const { promise: built, resolve: build } = withResolvers<Site>();
  const { promise: listening, resolve: listen } = withResolvers<string>();
  const starting = startTestServer({
    site: (http) => {
      listen(`http://localhost:${(http.address() as AddressInfo).port}`);
      return built;
    },
  });
  const url = await listening;
  const page = fetch(url);
  expect((await fetch(`${url}/lab`, { method: 'POST' })).status).toBe(201);
  build({ answer: async (_, response) => void response.end('a page') });
  expect(await (await page).text()).toBe('a page');
  await starting;
});
