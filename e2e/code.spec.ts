import type { Page } from '@playwright/test';
import { expectNoFindings } from './axe';
import { ladder } from './on-screen';
import { expect, test } from './wire101';

const editor = (page: Page, of: string) => page.getByRole('textbox', { name: `${of} code` });
const consoleOf = (page: Page, of: string) => page.getByRole('log', { name: `${of} console` });

/** Opens the free lab with both ends' code. */
async function openCode(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/workbench`);
  await page.getByText('Socket.IO', { exact: true }).click();
  await page.getByRole('button', { name: 'Real time' }).click();
  await expect(editor(page, 'Server')).toBeVisible();
}

async function write(page: Page, of: string, text: string): Promise<void> {
  await editor(page, of).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

test('both ends run, lines and packets lead to each other, and the consoles follow', async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openCode(page, server.url);
  await page.getByRole('button', { name: 'Run both' }).click();
  await expect(consoleOf(page, 'Client 1')).toContainText('welcome, ADA');
  await expect(page.getByRole('region', { name: 'Server', exact: true })).toContainText('running');
  // From the console to the packet, and from there to the line.
  await consoleOf(page, 'Client 1').getByRole('button', { name: '→ greet' }).click();
  const code = page.getByRole('tab', { name: 'Code' });
  await code.click();
  await expect(page.getByText("socket.emit('greet', 'Ada');").last()).toBeVisible();
  await expect(
    page.getByText(/Line 4 of client 1’s program emitted it\. Line 4 of the server’s program ran/),
  ).toBeVisible();
  // The mark beside a line leads to its packet.
  await page
    .getByRole('region', { name: 'Server', exact: true })
    .getByTitle(/^Line 5/)
    .click();
  // Look in the ladder only: a packet still on its cable is pressed there, too.
  await expect(
    ladder(page).getByRole('button', { name: /emitted the event “welcome”/, pressed: true }),
  ).toBeVisible();
  await code.click();
  await expect(
    page.getByText(/Line 5 of the server’s program emitted it\. Line 7 of client 1’s program ran/),
  ).toBeVisible();
  await expectNoFindings(page);
});

test('a mistake is shown on its line, at both ends, and the next run works', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(
    page,
    'Server',
    "io.on('connection', (socket) => {\n  socket.on('a', () => {\n    nobody();\n  });\n});",
  );
  await write(page, 'Client 1', "const socket = io();\nsocket.emit('a');\nnobody();");
  await page.getByRole('button', { name: 'Run both' }).click();
  await expect(consoleOf(page, 'Client 1')).toContainText('Uncaught ReferenceError');
  await expect(consoleOf(page, 'Client 1').getByRole('button', { name: 'Go to line :3' })).toBeVisible();
  await expect(consoleOf(page, 'Server')).toContainText('Node would end here');
  await expect(page.getByRole('region', { name: 'Server', exact: true })).toContainText('has ended');
  await write(page, 'Server', "io.on('connection', (socket) => socket.emit('b'));");
  await write(page, 'Client 1', "io().on('b', () => console.log('all is well'));");
  await page.getByRole('button', { name: 'Run both' }).click();
  await expect(consoleOf(page, 'Client 1')).toContainText('all is well');
});

test('code that does not parse is marked while it is typed, and is not run', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(page, 'Client 1', 'const socket = io(;');
  await expect(page.locator('.cm-lintRange-error').first()).toBeVisible();
  await page.getByRole('button', { name: 'Run client 1' }).click();
  await expect(page.getByRole('region', { name: 'Client 1', exact: true })).toContainText(
    'line 1: Unexpected token',
  );
});

for (const end of ['Server', 'Client 1']) {
  test(`an endless loop in the ${end} is stopped at its line, and the page goes on`, async ({
    page,
    server,
  }) => {
    await openCode(page, server.url);
    await write(page, end, "console.log('begins');\nwhile (true) {}");
    await page.getByRole('button', { name: `Run ${end.toLowerCase()}` }).click();
    await expect(consoleOf(page, end)).toContainText('a loop that never stops?');
    await expect(consoleOf(page, end).getByRole('button', { name: 'Go to line :2' })).toBeVisible();
    await write(page, end, "console.log('ends');");
    await page.getByRole('button', { name: `Run ${end.toLowerCase()}` }).click();
    await expect(consoleOf(page, end)).toContainText('ends');
  });
}

test('a client’s call that nothing can interrupt is ended by force', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(page, 'Client 1', "'a'.repeat(4e6).indexOf('a'.repeat(2e6) + 'b');");
  await page.getByRole('button', { name: 'Run client 1' }).click();
  await expect(consoleOf(page, 'Client 1')).toContainText('ended by force');
});

test('Tab leaves the editor, which completes, formats, undoes and resets', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(page, 'Client 1', 'const socket = io();\n');
  await page.keyboard.type('socket.emitW');
  await page.getByRole('option', { name: 'emitWithAck' }).click();
  await expect(editor(page, 'Client 1')).toContainText('socket.emitWithAck');
  await page.keyboard.press('Tab');
  await expect(editor(page, 'Client 1')).not.toBeFocused();

  await write(page, 'Client 1', "io().on('a', () => {\nconsole.log(1);   \n});");
  await page.getByRole('button', { name: 'Edit client 1' }).click();
  await expect(editor(page, 'Client 1')).toBeFocused();
  await page.getByRole('button', { name: 'Format' }).click();
  await expect(editor(page, 'Client 1').locator('.cm-line').nth(1)).toHaveText('  console.log(1);');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(editor(page, 'Client 1').locator('.cm-line').nth(1)).toHaveText('console.log(1);   ');
  await page.getByRole('button', { name: 'Reset both ends' }).click();
  await expect(editor(page, 'Client 1')).toContainText("socket.emit('greet', 'Ada');");
});

test('up to six clients, each with its own code and console', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(page, 'Server', "io.on('connection', (s) => io.emit('count', io.sockets.sockets.size));");
  await write(page, 'Client 1', "io().on('count', (n) => console.log('we are', n));");
  for (let client = 2; client <= 6; client++)
    await page.getByRole('button', { name: 'Add a client' }).click();
  await expect(page.getByRole('button', { name: 'Add a client' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(consoleOf(page, 'Client 6')).toContainText('we are 6');
  await page.getByText('Client 1', { exact: true }).click();
  await expect(consoleOf(page, 'Client 1')).toContainText('we are 6');
  await page.getByRole('button', { name: 'Stop client 1' }).click();
  await expect(page.getByRole('region', { name: 'Client 1', exact: true })).toContainText(
    'has ended: you stopped it',
  );
});

test('the consoles of several clients are seen together, and lead to their lines', async ({
  page,
  server,
}) => {
  await openCode(page, server.url);
  await write(page, 'Server', "io.on('connection', (s) => io.emit('count', io.sockets.sockets.size));");
  await write(page, 'Client 1', "io().on('count', (n) => console.log('we are', n));");
  for (let client = 2; client <= 3; client++)
    await page.getByRole('button', { name: 'Add a client' }).click();
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(consoleOf(page, 'Client 3')).toContainText('we are 3');
  await expect(consoleOf(page, 'Client 1')).toHaveCount(0);
  // By keyboard, one more and then all.
  await page.getByRole('button', { name: 'Client 1’s console' }).focus();
  await page.keyboard.press('Enter');
  await expect(consoleOf(page, 'Client 1')).toContainText('we are 3');
  await expect(consoleOf(page, 'Client 2')).toHaveCount(0);
  await page.getByRole('button', { name: 'All clients’ consoles' }).click();
  for (const client of ['Client 1', 'Client 2', 'Client 3', 'Server'])
    await expect(consoleOf(page, client)).toBeInViewport();
  // Another size, as when presenting, leaves a console at its end.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(consoleOf(page, 'Server').getByText('→ count').last()).toBeInViewport();
  const code = page.getByRole('region', { name: 'Code', exact: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(code.getByRole('button', { name: 'Newest', exact: true })).toHaveCount(0);
  await expectNoFindings(page);
  // A line of another client's console opens that client's code.
  await consoleOf(page, 'Client 2').getByRole('button', { name: 'Go to line :1' }).last().click();
  await expect(editor(page, 'Client 2')).toBeFocused();
  for (const client of ['Client 1', 'Client 2', 'Client 3'])
    await expect(consoleOf(page, client)).toBeVisible();
});

test('a run takes the place of the one before, and consoles go on under a divider', async ({
  page,
  server,
}) => {
  await openCode(page, server.url);
  await write(
    page,
    'Server',
    "console.log('the server begins');\nio.on('connection', (s) => s.emit('hello'));",
  );
  await write(
    page,
    'Client 1',
    "const s = io({ transports: ['websocket'] });\ns.on('connect', () => console.log('here'));",
  );
  for (const run of ['Run 1', 'Run 2']) {
    await page.getByRole('button', { name: 'Run both' }).click();
    for (const end of ['Server', 'Client 1'])
      await expect(consoleOf(page, end).getByText(run, { exact: true })).toBeVisible();
    await expect(consoleOf(page, 'Client 1').getByText('here', { exact: true })).toHaveCount(
      run === 'Run 1' ? 1 : 2,
    );
  }
  await expect(consoleOf(page, 'Server').getByText('the server begins')).toHaveCount(2);
  // The ladder and the consoles count from one instant: within a second, the server ran the line and wrote the packet.
  const emits = consoleOf(page, 'Server').getByRole('listitem').filter({ hasText: '→ hello' });
  await expect(emits).toHaveCount(2);
  await emits.last().getByRole('button', { name: '→ hello' }).click();
  const packet = ladder(page).getByRole('button', { name: /the event “hello”/, pressed: true });
  const [ranAt, sentAt] = [await emits.last().innerText(), await packet.getAttribute('aria-label')].map(
    (text) => Number.parseFloat(text!.replaceAll('\u202f', '')),
  );
  expect(Math.abs(sentAt! - ranAt!)).toBeLessThan(1_000);
  await page.getByRole('button', { name: 'Stop server' }).click();
  await expect(page.getByRole('region', { name: 'Server', exact: true })).toContainText(
    'has ended: you stopped it',
  );
});

test('a console tells what became of an emit and of a wait', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(page, 'Server', "io.on('connection', () => {});\nio.emit('early');");
  await write(
    page,
    'Client 1',
    "const s = io();\ns.emit('kept');\ns.volatile.emit('lost');\ns.on('connect', () => s.timeout(100).emit('asked', () => {}));",
  );
  await page.getByRole('button', { name: 'Run both' }).click();
  const said = consoleOf(page, 'Client 1');
  await expect(said.getByRole('button', { name: '→ kept, kept until connected, then sent' })).toBeVisible();
  await expect(said).toContainText('→ lost, dropped: it is volatile, and could not be sent at once');
  await expect(said).toContainText('✕ no answer: the callback gets an error');
  await expect(consoleOf(page, 'Server')).toContainText('→ early, to nobody');
});

test('a client of a page says what it lacks, and is offered without it', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(
    page,
    'Server',
    "io.on('connection', (s) => s.on('chat message', (m) => io.emit('chat message', m)));",
  );
  await write(
    page,
    'Client 1',
    "const socket = io();\nconst form = document.getElementById('form');\nform.addEventListener('submit', () => socket.emit('chat message', form.text.value));\nsocket.on('chat message', (msg) => {\n  form.append(msg);\n});",
  );
  await page.getByRole('button', { name: 'Run both' }).click();
  const said = consoleOf(page, 'Client 1');
  await expect(said).toContainText('document is left out here: this program runs beside the page');
  await page.getByRole('button', { name: 'Take out what needs a page' }).click();
  await expect(editor(page, 'Client 1')).toContainText("socket.emit('chat message', 'Hello');");
  await expect(page.getByRole('button', { name: 'Take out what needs a page' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Run both' }).click();
  await expect(said.getByText('Hello', { exact: true })).toBeVisible();
  await expectNoFindings(page);
});

test('a console keeps a thousand lines, of which only those near its seen part are in the page', async ({
  page,
  server,
}) => {
  await openCode(page, server.url);
  await write(page, 'Client 1', "let n = 0;\nsetInterval(() => console.log('line', n++), 4);");
  await page.getByRole('button', { name: 'Run client 1' }).click();
  const said = consoleOf(page, 'Client 1');
  await expect(said).toContainText('earlier lines are no longer kept');
  await page.getByRole('button', { name: 'Stop client 1' }).click();
  await expect(said).toContainText('has ended');
  expect(await said.getByRole('listitem').count()).toBeLessThan(100);
  await expect(said.getByRole('listitem').last()).toHaveAttribute('aria-posinset', '1000');
  // By keyboard to the first line, and back to the newest.
  await said.focus();
  await page.keyboard.press('Home');
  await expect(said.getByRole('listitem').first()).toHaveAttribute('aria-posinset', '1');
  await expect(said.getByText('earlier lines are no longer kept')).toBeInViewport();
  await page.getByRole('button', { name: 'Newest', exact: true }).click();
  await expect(said.getByText('has ended')).toBeInViewport();
  await expectNoFindings(page);
});

test('all clients come back after the wire is cut, with a reset and in silence', async ({ page, server }) => {
  await openCode(page, server.url);
  await write(
    page,
    'Server',
    "import { Server } from 'socket.io';\nconst io = new Server(3000, { pingInterval: 1000, pingTimeout: 1000 });",
  );
  await write(
    page,
    'Client 1',
    "const s = io({ transports: ['websocket'], reconnectionDelay: 100 });\ns.on('connect', () => console.log('here'));\ns.on('disconnect', (why) => console.log('gone:', why));",
  );
  await expect(page.getByRole('button', { name: 'with a reset' })).toBeDisabled();
  await page.getByRole('button', { name: 'Run both' }).click();
  const said = consoleOf(page, 'Client 1');
  await expect(said.getByText('here', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'with a reset' }).click();
  await expect(said).toContainText('gone: transport');
  await expect.poll(() => said.getByText('here', { exact: true }).count()).toBeGreaterThan(1);
  const before = await said.getByText('here', { exact: true }).count();
  await page.getByRole('button', { name: 'in silence' }).click();
  await expect(said).toContainText('gone: ping timeout');
  await expect.poll(() => said.getByText('here', { exact: true }).count()).toBeGreaterThan(before);
});

test('shared code opens in another browser, and never runs by itself', async ({ page, server, browser }) => {
  await openCode(page, server.url);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await write(page, 'Client 1', "console.log('from a link');");
  await page.getByRole('button', { name: 'Share: copy a link to this code' }).click();
  await expect(page.getByRole('button', { name: 'Share: copy a link to this code' })).toHaveText('Copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('/workbench#code=');

  const other = await (await browser.newContext()).newPage();
  const orders: string[] = [];
  other.on('request', (request) => orders.push(request.url()));
  await other.goto(link);
  await expect(other.getByText('This code came with the link: read it before you run it.')).toBeVisible();
  await expect(editor(other, 'Client 1')).toContainText('from a link');
  await expect(other.getByRole('radio', { name: 'Socket.IO' })).toBeChecked();
  await expect(other.getByRole('region', { name: 'Client 1', exact: true })).toContainText('not run yet');
  expect(orders.some((url) => url.includes('/code') && !url.includes('/assets/'))).toBe(false);
  expect(other.workers()).toHaveLength(0);
  await other.getByRole('button', { name: 'Back to mine' }).click();
  await expect(editor(other, 'Client 1')).toContainText("socket.emit('greet', 'Ada');");
  await other.context().close();
});
