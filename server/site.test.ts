import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSite } from './site';
import { startTestServer } from './test-server';

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

test('nobody is let in before the pages are there: a request would wait for ever', async () => {
  let wasOpen = true;
  await startTestServer({
    site: async (http) => {
      wasOpen = http.listening;
      return { answer: async (_, response) => void response.end('a page') };
    },
  });
  expect(wasOpen).toBe(false);
});
