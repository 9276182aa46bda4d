import type { Socket } from 'node:net';
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { inspector, ladder, openedLab, openPart, row, scrollToRow } from './on-screen';
import { readLadder } from './read-ladder';
import { expect, test } from './wire101';

const wire = (page: Page) => page.getByRole('region', { name: 'Wire' });
const stubs = (page: Page) => wire(page).getByRole('list', { name: 'Ended connections' });

async function opened(url: string, options?: WebSocket.ClientOptions): Promise<WebSocket> {
  const socket = new WebSocket(url, options);
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}

/** A client's WebSocket in the free lab of this page, at real time. */
async function inFreeLab(page: Page, url: string): Promise<WebSocket> {
  const lab = openedLab(page);
  await page.goto(`${url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  return opened((await lab).ws);
}

/** The TCP connection under a client of ws. */
function tcpOf(socket: WebSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket;
}

test('a lesson begins on an empty wire, though the page before it had a connection', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('What you sent, as it left your browser')).toBeVisible();
  await page.getByRole('link', { name: '101 Switching Protocols' }).first().click();
  await expect(wire(page).getByText('No connection yet')).toBeVisible();
  const strip = page.locator('[data-part="strip"][data-of="ladder"]');
  await expect(strip).toContainText('nothing sent yet');
  // It is kept: the ladder has it folded, and selecting it goes back to it.
  await openPart(page, 'Ladder');
  await expect(ladder(page).getByRole('button', { name: /Before this lesson/ })).toBeVisible();
  await expect(stubs(page)).toHaveCount(0);
});

test('the ways in which a connection ends are told apart', async ({ page, server }) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  const { ws } = await lab;

  (await opened(ws)).close(4001, 'done');
  await expect(
    stubs(page).getByText(/closing handshake 4001 “done” begun by the client, then closed by the/),
  ).toBeVisible();

  tcpOf(await opened(ws)).destroy();
  await expect(
    stubs(page)
      .getByRole('listitem')
      .filter({ hasText: /1 handshake, closed by the client \(FIN\)/ }),
  ).toBeVisible();

  tcpOf(await opened(ws)).resetAndDestroy();
  await expect(stubs(page).getByText(/reset by the client \(RST\)/)).toBeVisible();
});

test('a burst of messages is counted to the last one', async ({ page, server }) => {
  const socket = await inFreeLab(page, server.url);
  const messages = 2000;
  let echoes = 0;
  const done = new Promise<void>((resolve) => {
    socket.on('message', () => {
      echoes += 1;
      if (echoes === messages) resolve();
    });
  });
  for (let n = 0; n < messages; n++) socket.send(`message ${n}`);
  await done;
  await expect(wire(page).getByText(/1 handshake, 4.?000 frames/)).toBeVisible();
  // The last message has its row, too.
  await expect(row(page, /The server sent a text .*“message 1999”/)).toBeVisible();
  await page.getByRole('button', { name: /As DevTools/ }).click();
  await expect(ladder(page).getByText(/DevTools leave out/)).toBeVisible();
  socket.terminate();
});

test('each label of the ladder begins where its arrow does', async ({ page, server }) => {
  const socket = await inFreeLab(page, server.url);
  for (const word of ['one', 'two', 'three']) socket.send(word);
  await expect(row(page, /server sent .*“three”/)).toBeVisible();
  // From where an arrow leaves to the nearer edge of its label.
  const gaps = await ladder(page)
    .locator('[data-left-at]')
    .evaluateAll((rows) =>
      rows.map((row) => {
        const from = row.getBoundingClientRect().left + Number(row.querySelector('line')!.getAttribute('x1'));
        const label = row.querySelector('[data-label]')!.getBoundingClientRect();
        return row instanceof HTMLElement && row.dataset.from === 'client'
          ? label.left - from
          : from - label.right;
      }),
    );
  expect(gaps.length).toBeGreaterThanOrEqual(8);
  for (const gap of gaps) {
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(20);
  }
});

test('of ten messages at once the first and the last have words, and each of the others once it is chosen', async ({
  page,
  server,
}) => {
  const socket = await inFreeLab(page, server.url);
  // One write, which the server reads at once.
  tcpOf(socket).cork();
  for (let n = 1; n <= 10; n++) socket.send(`message ${n}`);
  tcpOf(socket).uncork();
  await expect(row(page, /The server sent .*“message 10”/)).toBeVisible();
  await scrollToRow(page, /The client sent .*“message 5”/);
  const words = (text: string) =>
    ladder(page).locator('[data-from="client"] [data-label]', { hasText: `“${text}”` });
  await expect(words('message 1')).toContainText('1 of 10');
  await expect(words('message 10')).toContainText('10 of 10');
  await expect(words('message 5')).toHaveCount(0);
  await row(page, /The client sent .*“message 5”/).focus();
  await page.keyboard.press('Enter');
  await expect(words('message 5')).toContainText('5 of 10');
  await expect(inspector(page)).toContainText('fifth');
  expect((await readLadder(page)).faults).toEqual([]);
  socket.terminate();
});

test('in a flood the ladder is renewed four times a second and not with every frame', async ({
  page,
  server,
}) => {
  const socket = await inFreeLab(page, server.url);
  await expect(row(page, /The server answered 101/)).toBeVisible();
  await ladder(page).evaluate((element) => {
    const state = { startedAtMs: performance.now(), renewals: 0 };
    Object.assign(window, { state });
    // The list grows with each renewal, and with nothing else.
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => (target as Element).tagName === 'OL')) state.renewals++;
    }).observe(element, { attributeFilter: ['style'], subtree: true });
  });
  // A handful per frame that the page draws: on any machine more than a reader can follow, and time to draw each of them.
  const handfuls = 60;
  const handful = 20;
  for (let sent = 0; sent < handfuls; sent++) {
    const last = `message ${sent}.${handful - 1}`;
    const isBack = new Promise<void>((resolve) => {
      socket.on('message', function onMessage(data) {
        if (String(data) !== last) return;
        socket.off('message', onMessage);
        resolve();
      });
    });
    for (let n = 0; n < handful; n++) socket.send(`message ${sent}.${n}`);
    await isBack;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await expect(row(page, /The server sent a text .*“message 59\.19”/)).toBeVisible();
  const { renewals, passedMs } = await page.evaluate(() => {
    const { state } = window as unknown as { state: { startedAtMs: number; renewals: number } };
    return { renewals: state.renewals, passedMs: performance.now() - state.startedAtMs };
  });
  expect(renewals).toBeGreaterThan(1);
  // Besides the four a second, what a reader can follow is shown at once: a handful or two each second.
  expect(renewals).toBeLessThan(12 + (passedMs / 1000) * 6);
  socket.terminate();
});

test('a unit is drawn again when it turns out later that it breaks a rule', async ({ page, server }) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  // The server echoes nothing, so nothing else makes the page draw again.
  // A pong of its own would be taken for the rest of the frame that is left open.
  const socket = await opened(`${(await lab).ws}?echo=0`, { autoPong: false });
  // The first fragment of a text; the second ends with a byte that UTF-8 never has, which waits, so that no new row comes with it.
  tcpOf(socket).write(Buffer.from('0184000000006c617465', 'hex'));
  const first = row(page, /“late/);
  await expect(first).toBeVisible();
  tcpOf(socket).write(Buffer.from('808400000000646174', 'hex'));
  await expect(row(page, /a continuation frame/)).toBeVisible();
  // A step goes back from the playhead to the landing before it, so it must have passed what has landed.
  await page.waitForFunction(() => {
    const now = Number(document.querySelector<HTMLElement>('[data-now]')!.dataset.now);
    const arrows = [...document.querySelectorAll<HTMLElement>('[data-left-at]')];
    return arrows.every(({ dataset }) => Number(dataset.landedAt) < now);
  });
  // The playhead stays where the fragment is on the wire, so that its capsule stays, too.
  await page.getByRole('button', { name: /^Step back one/ }).click();
  await page.getByRole('button', { name: /^Step back one/ }).click();
  const capsule = wire(page).getByRole('button', { name: /“late/ });
  await expect(capsule).toBeVisible();
  await expect(first).not.toContainText('breaks');
  await expect(capsule).not.toHaveAttribute('data-fault');
  tcpOf(socket).write(Buffer.from('ff', 'hex'));
  await expect(first).toContainText('breaks RFC 6455 §8.1');
  await expect(capsule).toHaveAttribute('data-fault');
  socket.terminate();
});

test('a preference for less motion takes effect while the page is open', async ({ page, server }) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  const socket = await opened(`${(await lab).ws}?echo=0`);
  await expect(row(page, /The server answered 101/)).toBeVisible();
  await page.getByRole('button', { name: /^Explain/ }).click();
  socket.send('late');
  const capsule = wire(page).getByRole('button', { name: /“late/ });
  await expect(capsule).toHaveAttribute('data-flying', 'true');
  // As soon as it leaves, within the page: nothing can be late.
  const stoppedPx = await capsule.evaluate((element) => {
    document.querySelector<HTMLButtonElement>('[aria-label^="Pause"]')!.click();
    return element.getBoundingClientRect().x;
  });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // It stands half way.
  const leftPx = async () => (await capsule.boundingBox())!.x;
  await expect.poll(leftPx).not.toBeCloseTo(stoppedPx, 0);
  socket.terminate();
});

test('the delay that the lab adds is told apart from the network', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByText('200 ms', { exact: true }).first().click();
  // The server has confirmed it.
  await expect(page.getByRole('radio', { name: '200 ms' }).first()).toBeChecked();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101/)).toBeVisible();
  await expect(
    ladder(page)
      .getByText(/\+2\d\d ms/)
      .first(),
  ).toBeVisible();
});

test('a search finds its hits one after the other', async ({ page, server }) => {
  const socket = await inFreeLab(page, server.url);
  for (const text of ['first', 'a needle in it', 'third']) socket.send(text);
  await expect(row(page, /The server sent a text .*“third”/)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('needle');
  await expect(ladder(page).getByText('2 hits')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: 'The client’s second frame' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { name: 'The server’s second frame' })).toBeVisible();
  socket.terminate();
});
