import { createHash } from 'node:crypto';
import { bytesOnScreen, inspector, lessonPart, openPart, predict, row } from './on-screen';
import { startRelay } from './relay';
import { expect, test } from './wire101';

const REQUEST = /The client sent a GET request for .*asked to switch to WebSocket/;
const SWITCH = /The server answered 101 Switching Protocols/;

test('the handshake on screen is, byte for byte, what went over TCP', async ({ page, server }) => {
  const relay = await startRelay(server.port);
  await page.goto(`http://localhost:${relay.port}/lessons/handshake`);
  await predict(page, 'Nothing: it has no body');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();

  await openPart(page, 'Ladder');
  await row(page, REQUEST).click();
  await expect(inspector(page).getByRole('heading', { name: 'The upgrade request' })).toBeVisible();
  const request = await bytesOnScreen(page);
  await row(page, SWITCH).click();
  await expect(inspector(page).getByRole('heading', { name: 'The 101 response' })).toBeVisible();
  const response = await bytesOnScreen(page);

  // The relay shares no code with the server. Find its connection that carried `/ws?call=`.
  const seen = relay.connections.find(({ client }) =>
    /^GET \/lab\/\w+\/ws\?/.test(Buffer.concat(client).toString('latin1')),
  );
  expect(request.toString('latin1')).toBe(headOf(seen!.client));
  expect(response.toString('latin1')).toBe(headOf(seen!.server));
  await relay.close();
});

/** What was sent up to the first empty line; a heartbeat's frames may follow it at any moment. */
function headOf(chunks: readonly Buffer[]): string {
  const text = Buffer.concat(chunks).toString('latin1');
  return text.slice(0, text.indexOf('\r\n\r\n') + 4);
}

test('key, accept value and port are those of this run', async ({ page, server }) => {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.enable');
  const keys: string[] = [];
  devTools.on('Network.webSocketWillSendHandshakeRequest', ({ request }) => {
    keys.push(request.headers['Sec-WebSocket-Key'] ?? '');
  });
  await page.goto(`${server.url}/lessons/handshake`);
  await predict(page, 'A page, as after 200 OK');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(lessonPart(page).getByText('the wire says this')).toBeVisible();

  await openPart(page, 'Ladder');
  await row(page, REQUEST).click();
  const key = inspector(page).getByRole('button', { name: /^Sec-WebSocket-Key/ });
  await expect(key).toHaveText(`Sec-WebSocket-Key: ${keys.at(-1)}`);
  await row(page, SWITCH).click();
  const digest = createHash('sha1').update(`${keys.at(-1)}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const accept = inspector(page).getByRole('button', { name: /^Sec-WebSocket-Accept/ });
  await expect(accept).toHaveText(`Sec-WebSocket-Accept: ${digest.digest('base64')}`);
  const said = lessonPart(page).getByText(/came from port \d+/);
  const port = /port (\d+)/.exec((await said.textContent()) ?? '')?.[1];
  await expect(page.getByRole('listitem', { name: `Connection from port ${port}` })).toBeVisible();
});
