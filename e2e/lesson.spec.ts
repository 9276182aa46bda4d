import type { Page } from '@playwright/test';
import { lessonPart, predict } from './on-screen';
import { expect, test } from './wire101';

const KEY_OF_OURS = 'd2lyZTEwMS1pcy1oYW5keQ==';
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const press = (page: Page, name: string | RegExp) =>
  lessonPart(page).getByRole('button', { name }).last().click();
const next = (page: Page) => press(page, 'Next');
const agreed = (page: Page) => expect(lessonPart(page).getByText('the wire agrees').last()).toBeVisible();

async function send(page: Page, change: (request: string) => string): Promise<void> {
  const bytes = lessonPart(page).getByRole('textbox', { name: 'Your bytes' }).last();
  await bytes.fill(change(await bytes.inputValue()));
  await press(page, 'Send these bytes');
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`the handshake lesson, from the first prediction to the last goal, ${viewport.width} wide`, async ({
    page,
    server,
  }) => {
    test.setTimeout(120_000);
    await page.setViewportSize(viewport);
    await page.goto(`${server.url}/lessons/handshake`);
    // Explaining slowly is for people.
    const realTime = page.getByRole('button', { name: 'Real time' });
    if (await realTime.isVisible()) await realTime.click();
    const lesson = lessonPart(page);

    await expect(lesson.getByRole('button', { name: 'Open a WebSocket' })).toBeDisabled();
    await predict(page, '101 Switching Protocols');
    await press(page, 'Open a WebSocket');
    await agreed(page);
    await next(page);

    await predict(page, 'A request without them');
    await press(page, 'Run fetch()');
    await agreed(page);
    await predict(page, 'Nothing: the constructor throws');
    await press(page, 'Run the constructor');
    await expect(lesson.getByText('the wire agrees')).toHaveCount(2);
    await next(page);

    await finishAcceptStep(page);
    await next(page);

    for (const [guess, action, status] of [
      ['426 Upgrade Required', 'Ask for version 12', 426],
      ['400 Bad Request', 'Ask without a key', 400],
      ['200 OK', 'Fetch the URL', 200],
      ['403 Forbidden', 'Come from elsewhere', 403],
    ] as const) {
      await predict(page, guess);
      await press(page, action);
      await expect(lesson.getByRole('button', { name: new RegExp(`^${status} `) }).last()).toBeVisible();
    }
    await expect(lesson.getByText('the wire agrees')).toHaveCount(4);
    await next(page);

    await predict(page, /Yes: it only has to be well-formed/);
    await send(page, (request) => request.replace('Key: ', `Key: ${SAMPLE_KEY}`));
    await agreed(page);
    await next(page);

    // The nearest wrong action first: a refusal of another kind does not meet the goal.
    await send(page, (request) => request.replace(/Sec-WebSocket-Key: .*\n/, ''));
    await expect(lesson.getByText(/400/).last()).toBeVisible();
    await expect(lesson.getByRole('heading', { name: 'Second goal' })).toHaveCount(0);
    await send(page, (request) => request.replace('Version: 13', 'Version: 7'));
    await expect(lesson.getByRole('heading', { name: 'Second goal' })).toBeVisible();
    await send(page, (request) => request.replace(/Key: .*/, `Key: ${SAMPLE_KEY}`));
    await expect(lesson.getByText(/printed|sample|everybody|RFC 6455/i).last()).toBeVisible();
    await expect(lesson.getByRole('button', { name: 'To the end' })).toHaveCount(0);
    await send(page, (request) => request.replace(/Key: .*/, `Key: ${KEY_OF_OURS}`));
    await press(page, 'To the end');
    await expect(lesson.getByRole('heading', { name: 'In one sentence' })).toBeVisible();
    await expect(lesson.getByRole('heading', { name: 'Common mistake' })).toBeVisible();
  });
}

/** The accept value is computed on screen; a key with one character changed gets another one from the server. */
async function finishAcceptStep(page: Page): Promise<void> {
  const lesson = lessonPart(page);
  await expect(lesson.getByText('The same, byte for byte: 28 of 28.')).toBeVisible();
  await predict(page, 'Nearly all of it');
  const key = lesson.getByRole('textbox', { name: /Your browser’s key/ });
  const was = await key.inputValue();
  await key.fill((was.startsWith('A') ? 'B' : 'A') + was.slice(1));
  await press(page, 'Send this key');
  await agreed(page);
}
