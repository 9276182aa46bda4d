import { expectNoFindings } from './axe';
import { lessonPart, row } from './on-screen';
import { Student } from './plays/play';
import { expect, test } from './wire101';

const LINK = 'Open this step in the free lab';

test('a step with programs opens in the free lab with what the student made of them, and back', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/lessons/emit?step=line`);
  const student = new Student(page);
  await student.change('Client 1', "'sum', 1", "'sum', 7");
  await lessonPart(page).getByRole('link', { name: LINK }).click();
  const lab = page.getByRole('region', { name: 'Free lab' });
  await expect(lab.getByRole('note')).toContainText('Your line, down to the bytes');
  await expect(page.getByRole('textbox', { name: 'Client 1 code' })).toContainText("'sum', 7");
  await page.getByRole('button', { name: 'real time' }).click();
  await page.getByRole('button', { name: 'Run both' }).click();
  await expect(row(page, /sum.*7/).first()).toBeVisible();
  await expectNoFindings(page);
  await student.change('Client 1', "'sum', 7", "'sum', 8");
  await page.goBack();
  await expect(lessonPart(page).getByRole('heading', { level: 1 })).toHaveText(
    'Your line, down to the bytes',
  );
  await expect(page.getByRole('textbox', { name: 'Client 1 code' })).toContainText("'sum', 8");
});

test('a link to a step in the free lab sets the network as the step does, until the page is left', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/workbench#from=socketio.blocked`);
  const refuses = page.getByRole('checkbox', { name: /refuse upgrades/ });
  await expect(refuses).toBeChecked();
  await page.getByText('WebSocket', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 503 Service Unavailable/)).toBeVisible();
  await page.getByRole('link', { name: 'Back to the step' }).click();
  await expect(lessonPart(page).getByRole('heading', { level: 1 })).toHaveText('When WebSocket is blocked');
  await page.goto(`${server.url}/workbench`);
  await expect(refuses).not.toBeChecked();
});

test('what the free lab does to new connections ends with the page', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench#from=socketio.blocked`);
  await expect(page.getByRole('checkbox', { name: /refuse upgrades/ })).toBeChecked();
  const lifted = page.waitForRequest(
    (request) =>
      request.method() === 'PUT' && request.postData()?.includes('"refusesUpgrades":false') === true,
  );
  await page.getByRole('link', { name: 'Back to the step' }).click();
  await lifted;
});

test('a step without programs opens with its own kind of connection', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/persistent?step=blocking`);
  await lessonPart(page).getByRole('link', { name: LINK }).click();
  await expect(page.getByRole('textbox', { name: 'Your bytes' })).toHaveValue(/object\/3/);
  await page.goto(`${server.url}/workbench#from=frames.build`);
  await expect(page.getByRole('button', { name: 'Send this frame' })).toBeVisible();
});
