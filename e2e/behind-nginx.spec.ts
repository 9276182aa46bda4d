import { expect, type Page } from '@playwright/test';
import { expectNoFindingsInBothSchemes } from './axe';
import { freePort, hasNginx, type Nginx, startNginx } from './nginx';
import { lessonPart, openedLab, openPart, predict, row } from './on-screen';
import { openTexts, pageOf } from './pages';
import { type RunningServer, startServer, test } from './wire101';

/** As a university publishes it: `deploy/nginx.conf`, TLS, below a path. */
test.describe('behind nginx, over TLS and below a path', () => {
  let server: RunningServer;
  let nginx: Nginx;
  test.use({ ignoreHTTPSErrors: true });
  test.describe.configure({ mode: 'serial' });

  // On a bare machine `.ci/run` installs it.
  test.skip(!hasNginx() && !process.env.CI, 'nginx is not installed here');

  test.beforeAll(async () => {
    const port = await freePort();
    const publicUrl = `https://localhost:${port}/wire101`;
    server = await startServer(0, ['--public-url', publicUrl, '--trust-proxy', '127.0.0.1']);
    nginx = await startNginx({ servers: [server.port], port });
  });
  test.afterAll(async () => {
    await nginx?.stop();
    await server?.stop();
  });

  /** Addresses that the page asked for and that are not below the path, or failed. */
  function strayOf(page: Page): string[] {
    const stray: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${nginx.url}/`)) stray.push(request.url());
    });
    page.on('response', (response) => {
      if (response.status() === 404) stray.push(`404 ${response.url()}`);
    });
    page.on('websocket', (socket) => {
      if (!socket.url().startsWith(nginx.url.replace('https', 'wss'))) stray.push(socket.url());
    });
    return stray;
  }

  test('a lesson runs, and says what stands in between', async ({ page }) => {
    const stray = strayOf(page);
    // The first page has a connection of its own, after which the note would push the answers down.
    await page.goto(`${nginx.url}/lessons/handshake`);
    await predict(page, 'Nothing: it has no body');
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
    await openPart(page, 'Ladder');
    await expect(row(page, /The server answered 101 Switching Protocols/).first()).toBeAttached();
    await expect(
      lessonPart(page).getByRole('note').filter({ hasText: 'X-Forwarded-For: 127.0.0.1' }),
    ).toBeVisible();
    await expect(lessonPart(page).getByText('the wire agrees').first()).toBeVisible();
    await expectNoFindingsInBothSchemes(page);

    // A page opened by its own address, and links between pages.
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.getByRole('link', { name: 'Glossary' }).click();
    await expect(page).toHaveURL(`${nginx.url}/glossary`);
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`^${nginx.url}/lessons/handshake`));
    expect(stray).toEqual([]);
  });

  test('a class is joined by the address on the projector, and follows its teacher', async ({
    page,
    context,
  }) => {
    const stray = strayOf(page);
    const lab = openedLab(page);
    await page.goto(`${nginx.url}/teach`);
    await page.getByRole('button', { name: 'Open a class' }).click();
    await expect(page.getByText('0 students are here')).toBeVisible();
    await expect(page.getByText(`${nginx.url.replace('https://', '')}/class`)).toBeVisible();
    const address = await page.getByRole('img', { name: /^QR code of/ }).getAttribute('aria-label');
    const student = await context.newPage();
    const strayOfStudent = strayOf(student);
    await student.goto(address!.replace('QR code of ', ''));
    await student.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(page.getByText('1 student is here')).toBeVisible();
    await page.getByRole('link', { name: 'Choose a lesson' }).click();
    await page.getByRole('link', { name: '101 Switching Protocols' }).first().click();
    await expect(student).toHaveURL(new RegExp(`^${nginx.url}/lessons/handshake`));

    // The class joins its teacher's server there, too.
    const { http } = await lab;
    const code = "io.on('connection', (socket) => socket.emit('hello', 'from the server'));";
    await page.request.put(`${http}/code`, { data: { code } });
    await page.getByRole('button', { name: 'One wire for all' }).click();
    const panel = student.getByRole('region', { name: 'You are a client of your teacher’s server' });
    await expect(panel.getByRole('log')).toContainText('hello "from the server"');
    await expect(page.getByText(/^Student [0-9a-f]{4}$/).first()).toBeAttached();
    expect([...stray, ...strayOfStudent]).toEqual([]);
  });

  test('programs and students’ pages reach the lab there', async ({ page }) => {
    const stray = strayOf(page);
    const server = "io.on('connection', (socket) => socket.emit('hello', 'from the server'));";
    const client = `<p id="heard"></p><script src="/socket.io/socket.io.js"></script>
<script>io().on('hello', (text) => (document.getElementById('heard').textContent = text));</script>`;
    await openTexts(page, nginx.url, { server, clients: [client] });
    await page.getByRole('button', { name: 'Run both' }).click();
    await expect(pageOf(page, 1).getByText('from the server')).toBeVisible();

    await page.getByRole('textbox', { name: 'Client 1 code' }).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText("io().on('hello', console.log);");
    await page.getByRole('button', { name: 'Run both' }).click();
    await expect(page.getByRole('log', { name: 'Client 1 console' })).toContainText('from the server');
    expect(stray).toEqual([]);
  });

  test('a program without a page is told addresses that work from where it asked', async () => {
    const asked = await fetch(`http://localhost:${server.port}/lab`, {
      method: 'POST',
      headers: {
        'X-Forwarded-For': '203.0.113.7',
        'X-Forwarded-Proto': 'https',
        'X-Forwarded-Prefix': '/wire101',
      },
    });
    const lab = (await asked.json()) as { readonly id: string; readonly ws: string; readonly shared: string };
    expect(lab.ws).toBe(`wss://localhost:${server.port}/wire101/lab/${lab.id}/ws`);
    expect(lab.shared).toBe(nginx.url);
  });
});
