import type { Page } from '@playwright/test';
import { lessonPart, scrollToRow } from './on-screen';
import { pageOf } from './pages';
import { Student } from './plays/play';
import { expect, test } from './wire101';

/** Opens a step of the chat, shows everything at once, and has it performed. */
async function showMe(page: Page, url: string, step: string): Promise<void> {
  await page.goto(`${url}/lessons/chat?step=${step}`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await lessonPart(page).getByRole('button', { name: 'Show me' }).last().click();
}

const linesOf = (page: Page, client: number) => pageOf(page, client).getByRole('listitem');

test('“show me” speaks in the pages, and leads back to the code that stood there', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/lessons/chat?step=say`);
  await new Student(page).write('Server', '// mine');
  await showMe(page, server.url, 'say');
  for (const client of [1, 2, 3]) await expect(linesOf(page, client).first()).toHaveText('Hello');
  const code = page.getByRole('textbox', { name: 'Server code' });
  await expect(code).toContainText("io.emit('message', text)");
  await lessonPart(page).getByRole('button', { name: 'Back to my code' }).click();
  await expect(code).toHaveText('// mine');
});

test('who wrote a step goes on with that in the next one, and can take what that brings', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/lessons/chat?step=connect`);
  await new Student(page).write('Server', "io.on('connection', (socket) => console.log('mine', socket.id));");
  const lesson = lessonPart(page);
  await lesson.getByRole('button', { name: /^Skip/ }).click();
  const code = page.getByRole('textbox', { name: 'Server code' });
  await expect(code).toContainText('TODO');
  await lesson.getByRole('button', { name: 'Go on with mine' }).click();
  await expect(code).toContainText("console.log('mine', socket.id)");
  await expect(lesson.getByRole('button', { name: 'Go on with mine' })).toHaveCount(0);
  await lesson.getByRole('button', { name: 'Take this step’s code' }).click();
  await expect(code).toContainText('TODO');
  await lesson.getByRole('button', { name: 'Back to my code' }).click();
  await expect(code).toContainText("console.log('mine', socket.id)");
});

test('all run again: no page of before comes back to the new server', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/chat?step=say`);
  await page.getByRole('button', { name: 'Real time' }).click();
  const student = new Student(page);
  await student.predict('Three, one to each page');
  const said = page.getByRole('log', { name: 'Server console' }).getByText(/^here is/);
  for (const runs of [1, 2]) {
    const before = await student.pageRuns();
    await student.runCode();
    await student.hasNewPages(before);
    for (const client of [1, 2, 3]) await expect(pageOf(page, client).getByText('connected')).toBeVisible();
    await expect(said).toHaveCount(3 * runs);
  }
});

test('“show me” cuts a page off, and all messages are there once', async ({ page, server }) => {
  test.setTimeout(120_000);
  await showMe(page, server.url, 'safe');
  const told = Array.from({ length: 20 }, (_, at) => `Ada: This is number ${20 - at}`);
  for (const client of [1, 2, 3]) await expect(linesOf(page, client)).toHaveText(told, { timeout: 40_000 });
  await page.locator('[data-part="strip"][data-of="ladder"]').click();
  // Its attempts were refused meanwhile.
  await scrollToRow(page, /503/);
});

test('“show me” types in a page that is cut off, and nothing comes late', async ({ page, server }) => {
  test.setTimeout(120_000);
  await showMe(page, server.url, 'typing');
  await expect(pageOf(page, 2).getByText('Ada is typing')).toBeVisible();
  const own = page.getByRole('log', { name: 'Client 1 console' });
  await expect(own).toContainText('dropped', { timeout: 40_000 });
  await expect(pageOf(page, 1).getByText('Ada in tea')).toBeVisible({ timeout: 40_000 });
});
