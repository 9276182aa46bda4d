import type { Locator, Page } from '@playwright/test';
import { choose, inspector, ladder, lessonPart, predict } from './on-screen';
import { layoutOf } from './views';
import { expect, test } from './wire101';

const strip = (page: Page, part: string) => page.locator(`[data-part="strip"][data-of="${part}"]`);

test('a strip opens at a click and at a key, and stays as it was left in the next step', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/lessons/handshake`);
  await expect(strip(page, 'ladder')).toHaveAttribute('aria-expanded', 'false');
  await expect(ladder(page)).toBeHidden();
  await strip(page, 'ladder').focus();
  await page.keyboard.press('Enter');
  await expect(ladder(page)).toBeVisible();
  // The key of the large part closes the others, and never itself.
  await page.keyboard.press('w');
  await expect(page.getByRole('region', { name: 'Wire', exact: true })).toBeVisible();
  await expect(ladder(page)).toBeHidden();
  await page.keyboard.press('a');
  await expect(ladder(page)).toBeVisible();

  await lessonPart(page)
    .getByRole('button', { name: /^Step 3/ })
    .click();
  await expect(lessonPart(page).getByRole('heading', { level: 1 })).toHaveText(/How does the server prove/);
  await expect(strip(page, 'ladder')).toHaveAttribute('aria-expanded', 'true');
  await expect(strip(page, 'inspector')).toHaveAttribute('aria-expanded', 'false');
  // On this page the wire is a strip, until its key is pressed.
  await expect(page.getByRole('region', { name: 'Wire', exact: true })).toBeHidden();
  await page.keyboard.press('w');
  await expect(page.getByRole('region', { name: 'Wire', exact: true })).toBeVisible();
  await strip(page, 'ladder').click();
  await expect(ladder(page)).toBeHidden();
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('what was selected in a step is not selected in the next one', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await predict(page, 'Nothing: it has no body');
  await lessonPart(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(inspector(page).getByRole('heading', { name: 'The 101 response' })).toBeVisible();
  await lessonPart(page).getByRole('button', { name: 'Next' }).click();
  await expect(strip(page, 'inspector')).toContainText('nothing selected');
});

test('beside code stand 14 lines of both programs, a lane, the consoles, and the packet with all its layers', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/lessons/emit`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await choose(lessonPart(page).getByRole('radio').first());
  await lessonPart(page).getByRole('button', { name: 'Lock it in' }).click();
  await lessonPart(page).getByRole('button', { name: 'Run both' }).click();
  await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
  for (const program of ['Client', 'Server']) {
    const code = page.getByRole('textbox', { name: new RegExp(`^${program}.* code$`) });
    const lines = await code.evaluate((element) => {
      const line = element.querySelector('.cm-line')!.getBoundingClientRect().height;
      return element.closest<HTMLElement>('.cm-editor')!.clientHeight / line;
    });
    expect(lines, program).toBeGreaterThanOrEqual(14);
  }
  await expect(page.locator('[data-part="console"]')).toHaveCount(2);
  const lines = page.getByRole('log', { name: 'Server console' });
  await expect(lines).toContainText('sum 1 { a: 2 }');
  expect(await slicedLines(lines)).toEqual([]);
  await expect(strip(page, 'wire')).toBeVisible();
  // From the outermost layer to the innermost, whichever transport carried it.
  const layers = inspector(page).getByRole('figure');
  for (const layer of ['Bytes', 'Socket.IO'])
    await expect(layers.getByText(layer, { exact: true })).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
});

/** The lines of a console of which only the lower part is to be seen. */
function slicedLines(lines: Locator): Promise<(string | null)[]> {
  return lines.evaluate((box) => {
    const { top } = box.getBoundingClientRect();
    return [...box.querySelectorAll('li')]
      .filter((line) => {
        const rect = line.getBoundingClientRect();
        return rect.top < top - 1 && rect.bottom > top + 1;
      })
      .map((line) => line.textContent);
  });
}

test('presented, a packet opens beside the code where there is room for it', async ({ page, server }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${server.url}/lessons/emit`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Present' }).click();
  await choose(lessonPart(page).getByRole('radio').first());
  await lessonPart(page).getByRole('button', { name: 'Lock it in' }).click();
  await lessonPart(page).getByRole('button', { name: 'Run both' }).click();
  await expect(strip(page, 'inspector')).toHaveAttribute('aria-expanded', 'true');
  const layers = inspector(page).getByRole('figure');
  for (const layer of ['Bytes', 'Socket.IO'])
    await expect(layers.getByText(layer, { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('log', { name: 'Server console' })).toContainText('sum 1 { a: 2 }');
  expect((await layoutOf(page)).faults).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(strip(page, 'inspector')).toHaveAttribute('aria-expanded', 'false');
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
]) {
  test(`presented at ${viewport.width} × ${viewport.height}, what each of three clients said last is in sight`, async ({
    page,
    server,
  }) => {
    await page.setViewportSize(viewport);
    await page.goto(`${server.url}/lessons/rooms`);
    await page.getByRole('button', { name: 'Real time' }).click();
    await page.getByRole('button', { name: 'Present' }).click();
    await choose(lessonPart(page).getByRole('radio').first());
    await lessonPart(page).getByRole('button', { name: 'Lock it in' }).click();
    await lessonPart(page).getByRole('button', { name: 'Run all' }).click();
    await expect(lessonPart(page).getByText('the wire says this')).toBeVisible();
    for (const client of ['Client 1', 'Client 2', 'Client 3']) {
      const line = page
        .getByRole('log', { name: `${client} console` })
        .locator('li')
        .last();
      await expect(line).toBeInViewport({ ratio: 0.95 });
    }
    // The head of its program has one row, and four lines of it are in sight.
    const client = page.getByRole('region', { name: 'Client 1', exact: true });
    const tops = await client
      .locator('header button')
      .evaluateAll((all) => all.map((button) => button.getBoundingClientRect().top));
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(12);
    await expect(client.locator('.cm-line').nth(3)).toBeInViewport({ ratio: 0.95 });
    expect((await layoutOf(page)).faults).toEqual([]);
  });
}

test('on a small projector each of the five connections of a page keeps its stub', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.url}/lessons/non-persistent`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Present' }).click();
  await predict(page, 'One: it is one page');
  await lessonPart(page).getByRole('button', { name: 'Load the page' }).click();
  await expect(lessonPart(page).getByText('the wire says this')).toBeVisible();
  const stubs = page.getByRole('list', { name: 'Ended connections' }).getByRole('listitem');
  await expect(stubs).toHaveCount(5);
  await expect(stubs.filter({ hasText: 'earlier' })).toHaveCount(0);
  await expect(stubs.last()).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('consoles stay at the tick that the text is about, while ticks come', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/reconnect`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await predict(page, 'None');
  await lessonPart(page).getByRole('button', { name: 'Run both, and cut the cable' }).click();
  const verdict = lessonPart(page).getByText(/the first after it \d+:/);
  await expect(verdict).toBeVisible();
  const first = Number(/after it (\d+):/.exec(await verdict.innerText())![1]);
  const lines = page.getByRole('log', { name: /^Client.* console$/ });
  await expect(lines.getByText(`tick ${first + 3}`, { exact: true })).toBeAttached();
  await expect(lines.getByText(`tick ${first}`, { exact: true })).toBeInViewport({ ratio: 0.9 });
  await expect(lines.getByText(`tick ${first + 1}`, { exact: true })).not.toBeInViewport();
});

test('a tablet held upright shows the picture over the text', async ({ page, server }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await page.goto(`${server.url}/lessons/handshake`);
  const stage = (await page.locator('[data-stage]').boundingBox())!;
  const lesson = (await page.locator('[data-part="lesson"]').boundingBox())!;
  expect(stage.width).toBe(820);
  expect(lesson.y).toBeGreaterThanOrEqual(stage.y + stage.height - 1);
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('at 200 % nothing is lost, the transport neither', async ({ page, server }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.goto(`${server.url}/lessons/handshake`);
  await expect(page.getByRole('button', { name: /^Pause the stage/ })).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('a cable alone in the main area is large, and says what has passed each way', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${server.url}/lessons/handshake`);
  await predict(page, 'Nothing: it has no body');
  await lessonPart(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  const wire = page.getByRole('region', { name: 'Wire', exact: true });
  const request = wire.getByRole('button', { name: /GET request/ });
  // “GET ”, in bytes, under its label.
  await expect(request).toContainText('47 45 54 20');
  await expect(wire.getByText('WebSocket 0 B', { exact: true })).toHaveCount(2);
  const cable = wire.getByRole('listitem', { name: /^Connection from port/ });
  const [wireBox, cableBox] = [await wire.boundingBox(), await cable.boundingBox()];
  expect(cableBox!.height).toBeGreaterThan(wireBox!.height / 2);
  await wire.getByRole('button', { name: /^HTTP until the 101 response/ }).click();
  await expect(inspector(page)).toContainText('The 101 response');
  // What is opened under it takes room from it, and all of it stays.
  await strip(page, 'ladder').click();
  await expect(ladder(page)).toBeVisible();
  await expect(wire.getByText('To the client')).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
  // On a small projector it is lower, and says the same.
  await strip(page, 'ladder').click();
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByRole('button', { name: 'Present' }).click();
  await expect(page.getByRole('button', { name: 'Leave' })).toBeVisible();
  await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
  await expect(wire.getByText('To the client')).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('on a small projector, the line that lights up is in sight', async ({ page, server }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.url}/lessons/rooms?step=room`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Present' }).click();
  await predict(page, 'None: nothing is sent');
  await lessonPart(page).getByRole('button', { name: 'Run all', exact: true }).click();
  await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
  const emitting = page
    .getByRole('region', { name: 'Server', exact: true })
    .locator('.cm-lit[data-how="sent"]');
  await expect(emitting).toHaveText(/emit/);
  await expect(emitting).toBeInViewport({ ratio: 0.9 });
});
