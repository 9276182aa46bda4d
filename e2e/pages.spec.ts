import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EXAMPLES } from '../src/app/examples';
import { tutorial } from '../src/app/examples/tutorial';
import { expectNoFindings } from './axe';
import { ladder } from './on-screen';
import { consoleOf, frameOf, openTexts, pageOf, withBody } from './pages';
import { expect, test } from './wire101';

/** Another server, which notes what it is asked. */
async function startWitness() {
  const asked: (string | undefined)[] = [];
  const http = createServer(({ url }, response) => {
    asked.push(url);
    response.end('elsewhere');
  }).listen(0);
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return { url: `http://localhost:${port}`, asked, stop: async () => void http.close() };
}

test('the official tutorial runs as pasted between two pages, each with its lane', async ({
  page,
  server,
}) => {
  await openTexts(page, server.url, tutorial);
  await expect(page.getByText('page', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Run all' }).click();
  const one = page.getByRole('region', { name: 'Client 1’s page' });
  await expect(one).toContainText('on websocket');
  await expect(page.getByRole('region', { name: 'Client 2’s page' })).toContainText('on websocket');
  await pageOf(page, 1).getByRole('textbox').fill('Good morning');
  await pageOf(page, 1).getByRole('button', { name: 'Send' }).click();
  for (const client of [1, 2])
    await expect(pageOf(page, client).getByRole('listitem')).toHaveText('Good morning');
  await expect(consoleOf(page, 'Client 1')).toContainText('→ chat message');
  await expect(consoleOf(page, 'Client 1')).toContainText('← chat message');
  for (const name of ['client 1', 'client 2'])
    await expect(ladder(page).getByTitle(name, { exact: true })).toBeAttached();
  // The line of the page's own text, and the packet that it sent.
  await consoleOf(page, 'Client 1').getByRole('button', { name: '→ chat message' }).click();
  await page.getByRole('tab', { name: 'Code' }).click();
  await expect(page.getByText(/Line 35 of client 1’s program emitted it\. Line 18/)).toBeVisible();
  await one.getByRole('button', { name: 'Close client 1’s page' }).click();
  await expect(frameOf(page, 1)).toHaveCount(0);
  await pageOf(page, 2).getByRole('textbox').fill('Alone');
  await page.keyboard.press('Enter');
  await expect(pageOf(page, 2).getByRole('listitem')).toHaveText(['Good morning', 'Alone']);
});

test('a page reaches the Socket.IO server of its lab, and nothing else', async ({ page, server }) => {
  const other = await startWitness();
  const body = `<form action="/"><button>Send</button></form>
<script>
  const refused = [];
  const tries = {
    site: () => fetch('/'),
    echo: () => fetch('echo'),
    host: () => fetch('${other.url}/'),
    sockets: () => new Promise((_, no) => { new WebSocket(location.href.replace('http', 'ws').replace('frame', 'ws')).onerror = no; }),
    frames: async () => void parent.document.title,
    top: async () => { top.location = '${other.url}/'; },
    image: () => new Promise((_, no) => { const image = new Image(); image.onerror = no; image.src = '${other.url}/x.png'; }),
    storage: async () => void document.cookie,
    popup: async () => { if (open('/') === null) throw new Error('none'); },
  };
  (async () => {
    for (const [name, attempt] of Object.entries(tries)) await attempt().then(() => console.log(name + ' worked'), () => refused.push(name));
    console.log('refused: ' + refused.join(' '));
    document.querySelector('form').requestSubmit();
  })();
</script>`;
  await openTexts(page, server.url, withBody(body));
  await page.getByRole('button', { name: 'Run both' }).click();
  const said = consoleOf(page, 'Client 1');
  await expect(said).toContainText('refused: site echo host sockets frames top image storage popup');
  await expect(said).toContainText(`This page may reach the lab’s server only: ${server.url}/ was refused.`);
  await expect(said).toContainText('sending its form to');
  expect(page.url()).toContain('/workbench');
  expect(other.asked).toEqual([]);
  await other.stop();
});

test('a page that never yields is closed with a sentence, and the next one works', async ({
  page,
  server,
}) => {
  await openTexts(page, server.url, withBody('<script>while (true) {}</script>'));
  await page.getByRole('button', { name: 'Run both' }).click();
  await page.getByRole('textbox', { name: 'Client 1 code' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('<p>all is well</p>');
  await expect(consoleOf(page, 'Client 1')).toContainText('did not answer for 2 s');
  await expect(frameOf(page, 1)).toHaveCount(0);
  // At once: the browser may not have ended the first page's process yet.
  await page.getByRole('button', { name: 'Run client 1' }).click();
  await expect(pageOf(page, 1).getByText('all is well')).toBeVisible();
});

test('a page that floods its console goes on', async ({ page, server }) => {
  const body = `<script src="/socket.io/socket.io.js"></script>
<script>
  const socket = io({ autoConnect: false });
  for (let at = 0; at < 20000; at++) socket.volatile.emit('flood');
  setTimeout(() => console.log('afterwards'), 1200);
</script>`;
  await openTexts(page, server.url, withBody(body));
  await page.getByRole('button', { name: 'Run both' }).click();
  const said = consoleOf(page, 'Client 1');
  await expect(said).toContainText('afterwards');
});

test('mistakes are told with the line of the page, and limits of the lab as the lab’s', async ({
  page,
  server,
}) => {
  const body = `<script>
  setTimeout(() => nobody(), 0);
  Promise.reject(new Error('not kept'));
</script>
<script>
  let a = ;
</script>
<script src="https://cdn.socket.io/4.8.1/socket.io.min.js" integrity="sha384-x" crossorigin="anonymous"></script>
<script type="module">
  import { io as imported } from 'https://cdn.socket.io/4.8.1/socket.io.esm.min.js';
  imported('http://localhost:3000/').on('said', (text) => console.log('heard', text)).emit('say', 'hello');
  alert('x');
  io('https://elsewhere.example');
</script>`;
  await openTexts(page, server.url, withBody(body));
  await page.getByRole('button', { name: 'Run both' }).click();
  const said = consoleOf(page, 'Client 1');
  for (const [text, line] of [
    ['Uncaught ReferenceError: nobody is not defined', 3],
    ['Uncaught (in promise) Error: not kept', 4],
    ["Uncaught SyntaxError: Unexpected token ';'", 7],
    ['alert("x") was not shown', 13],
    ['Uncaught Error: io() reaches this lab’s own server only, not elsewhere.example', 14],
    ['heard hello', 12],
  ] as const) {
    const entry = said.getByRole('listitem').filter({ hasText: text });
    await expect(entry).toBeVisible();
    await expect(entry.getByRole('button', { name: `Go to line :${line}` })).toBeVisible();
  }
  await expect(said).toContainText(
    'cdn.socket.io is not reachable from here; the lab’s own copy, 4.8.4, is used.',
  );
});

test('a page that leaves for another address is closed, and nothing is asked there', async ({
  page,
  server,
}) => {
  const other = await startWitness();
  await openTexts(page, server.url, withBody(`<a href="${other.url}/">away</a>`));
  await page.getByRole('button', { name: 'Run both' }).click();
  await pageOf(page, 1).getByText('away').click();
  await expect(consoleOf(page, 'Client 1')).toContainText('went to another address');
  await expect(frameOf(page, 1)).toHaveCount(0);
  expect(other.asked).toEqual([]);
  await other.stop();
});

test('a page that loads itself again begins anew', async ({ page, server }) => {
  const body =
    "<button>Reload</button><script>io = 1; document.querySelector('button').onclick = () => location.reload();</script>";
  await openTexts(page, server.url, withBody(body));
  await page.getByRole('button', { name: 'Run both' }).click();
  await pageOf(page, 1).getByText('Reload').click();
  await expect(consoleOf(page, 'Client 1')).toContainText('The page is loaded again.');
  await expect(pageOf(page, 1).getByText('Reload')).toBeVisible();
});

test('the tutorial is among the examples, and what stood there before comes back', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/workbench`);
  await page.getByText('Socket.IO', { exact: true }).click();
  await page.getByRole('button', { name: 'The official chat tutorial' }).click();
  await page.getByRole('button', { name: 'Run all' }).click();
  // Whoever comes later has missed it.
  await expect(page.getByRole('region', { name: 'Client 1’s page' })).toContainText('on websocket');
  await pageOf(page, 2).getByRole('textbox').fill('From two');
  await page.keyboard.press('Enter');
  await expect(pageOf(page, 1).getByRole('listitem')).toHaveText('From two');
  await expectNoFindings(page);
  // Tab goes through the page: from its last element to what follows the frame.
  await pageOf(page, 1).getByRole('button', { name: 'Send' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Reload client 2’s page' })).toBeFocused();
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await expect(page.getByRole('region', { name: 'Pages' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Client 1 code' })).toContainText("socket.emit('greet'");
});

test('code for a page is put into one', async ({ page, server }) => {
  const code = "const socket = io();\ndocument.getElementById('list').textContent = 'shown';";
  await openTexts(page, server.url, { ...withBody(''), clients: [code] });
  await page.getByRole('button', { name: 'Run both' }).click();
  await page.getByRole('button', { name: 'Put it into a page' }).click();
  await page.getByRole('button', { name: 'Run client 1', exact: true }).click();
  await expect(pageOf(page, 1).getByText('shown')).toBeVisible();
});

for (const { name } of EXAMPLES.slice(1)) {
  test(`the example “${name}” runs as it is`, async ({ page, server }) => {
    await page.goto(`${server.url}/workbench`);
    await page.getByText('Socket.IO', { exact: true }).click();
    await page.getByRole('button', { name: 'Real time' }).click();
    await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name: 'Run all' }).click();
    const pages = page.getByRole('region', { name: /^Client \d’s page$/ });
    await expect(pages.first()).toBeVisible();
    for (const one of await pages.all()) await expect(one).toContainText('on websocket');
    await expect(page.getByRole('log').filter({ hasText: 'Uncaught' })).toHaveCount(0);
  });
}
