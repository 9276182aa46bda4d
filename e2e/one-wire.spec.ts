import type { Page } from '@playwright/test';
import { expectNoFindings, expectNoFindingsInBothSchemes } from './axe';
import { bar, expect, goToClassPage, join, openClass, PHONE, test } from './classroom';
import { ladder, lessonPart, openPart, row } from './on-screen';
import { Student } from './plays/play';
import { rooms } from './plays/rooms';

// Several browsers on two cores.
test.slow();

const panel = (page: Page) => page.getByRole('region', { name: 'You are a client of your teacher’s server' });
const received = (page: Page) => panel(page).getByRole('log', { name: /^Sent to/ });
const title = (page: Page) => lessonPart(page).getByRole('heading', { level: 1 });

async function emit(page: Page, name: string, data: string): Promise<void> {
  await panel(page).getByRole('textbox', { name: 'Event name' }).fill(name);
  await panel(page).getByRole('textbox', { name: 'Data' }).fill(data);
  await panel(page).getByRole('button', { name: 'Emit', exact: true }).click();
}

test('a class plays the lesson on rooms, and joins its teacher’s server', async ({ person, server }) => {
  const teacher = await person();
  const code = await openClass(teacher, server.url);
  const [ada, ben, cleo] = [await person(PHONE), await person(), await person()];
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  await join(ben, `${server.url}/class/${code}`, '<b>Ben</b>');
  await join(cleo, `${server.url}/class/${code}`, '');
  const students = [ada, ben, cleo];
  await teacher.getByRole('link', { name: 'Choose a lesson' }).click();
  await teacher
    .getByRole('navigation', { name: 'All lessons' })
    .getByRole('link', { name: 'One to many' })
    .click();
  await teacher.getByRole('button', { name: 'Real time' }).click();
  const oneWire = bar(teacher).getByRole('button', { name: 'One wire for all' });
  // Nobody could join a server that does not run.
  await expect(oneWire).toHaveCount(0);
  const play = new Student(teacher, async () => {
    const now = await title(teacher).innerText();
    for (const student of students) await expect(title(student)).toHaveText(now);
  });
  await rooms.run(play);

  await play.change(
    'Server',
    "io.on('connection', (socket) => {",
    "io.on('connection', (socket) => {\n  socket.on('say', (text) => io.emit('said', socket.handshake.query.name, text));",
  );
  await play.runCode();
  await oneWire.click();
  for (const [student, name] of [
    [ada, 'Connected as Ada.'],
    [ben, 'Connected as <b>Ben</b>.'],
    [cleo, /Connected as Student [0-9a-f]{4}\./],
  ] as const) {
    await expect(panel(student).getByText(name)).toBeVisible();
    await expect(panel(student)).toContainText('drawn on your teacher’s screen');
  }

  await openPart(teacher, 'Ladder');
  // The server listens to it, so it is there to press.
  await panel(ada).getByRole('button', { name: 'say', exact: true }).click();
  await panel(ada).getByRole('textbox', { name: 'Data' }).fill('Hello');
  await panel(ada).getByRole('button', { name: 'Emit', exact: true }).click();
  for (const student of students) await expect(received(student)).toContainText('said "Ada", "Hello"');
  await emit(ben, 'say', '{"to": ["all"]}');
  await expect(received(ada)).toContainText('said "<b>Ben</b>", {"to":["all"]}');
  await expect(row(teacher, /The server emitted the event “said”/).last()).toBeVisible();
  await expectNoFindingsInBothSchemes(ada);

  // Each is a lane of the teacher's, by name.
  for (const name of ['Ada', '<b>Ben</b>', /^Student [0-9a-f]{4}$/])
    await expect(ladder(teacher).getByTitle(name, { exact: true })).toBeVisible();
  await expectNoFindings(teacher);

  // As with a real server that starts again: clients come back by themselves.
  await play.runCode();
  await expect(panel(ada).getByText('Connected as Ada.')).toBeVisible();
  await expect(async () => {
    await emit(ada, 'say', 'again');
    await expect(received(ben)).toContainText('said "Ada", "again"', { timeout: 1000 });
  }).toPass();

  await goToClassPage(teacher);
  const opened = teacher.waitForEvent('popup');
  await teacher.getByRole('button', { name: /^Open the wall/ }).click();
  const wall = await opened;
  await wall
    .getByRole('row', { name: /Ben/ })
    .getByRole('button', { name: /^Remove / })
    .dblclick();
  await expect(bar(ben)).toContainText('The teacher has sent you out');
  await expect(panel(ben)).toHaveCount(0);

  await teacher.getByRole('link', { name: /^Go on/ }).click();
  await bar(teacher).getByRole('button', { name: 'End the one wire' }).click();
  for (const student of [ada, cleo]) await expect(panel(student)).toHaveCount(0);
  await expect(bar(ada)).toContainText('You are following your teacher.');
});

test('a page that is loaded again has another lab, and its class is told that the wire is over', async ({
  person,
  server,
}) => {
  const [teacher, ada] = [await person(), await person(PHONE)];
  const code = await openClass(teacher, server.url);
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  const made = teacher.waitForResponse((answer) => answer.url().endsWith('/lab') && answer.status() === 201);
  await teacher.goto(`${server.url}/workbench`);
  const { http } = (await (await made).json()) as { readonly http: string };
  const run = () =>
    fetch(`${http}/code`, { method: 'PUT', body: JSON.stringify({ code: "io.emit('news');" }) });
  await run();
  await bar(teacher).getByRole('button', { name: 'One wire for all' }).click();
  await expect(panel(ada).getByText('Connected as Ada.')).toBeVisible();
  // What no server listens to is sent all the same, and what cannot be sent says why.
  await emit(ada, 'hello', '');
  await expect(row(teacher, /The client emitted the event “hello”/)).toBeVisible();
  await emit(ada, 'disconnect', '');
  await expect(panel(ada).getByRole('alert')).toContainText('"disconnect" is a reserved event name.');

  // A room is shown in real time, and afterwards the stage has its own speed again.
  const speed = (name: string) => teacher.getByRole('button', { name, exact: true });
  await expect(speed('Real time')).toHaveAttribute('aria-pressed', 'true');
  await bar(teacher).getByRole('button', { name: 'End the one wire' }).click();
  await expect(panel(ada)).toHaveCount(0);
  await expect(speed('Explain: time to read every unit')).toHaveAttribute('aria-pressed', 'true');
  await bar(teacher).getByRole('button', { name: 'One wire for all' }).click();
  await expect(panel(ada).getByText('Connected as Ada.')).toBeVisible();

  await teacher.reload();
  await expect(panel(ada)).toHaveCount(0);
  await run();
  await bar(teacher).getByRole('button', { name: 'One wire for all' }).click();
  await expect(panel(ada).getByText('Connected as Ada.')).toBeVisible();
  await bar(teacher).getByRole('button', { name: 'End the one wire' }).click();
  await expect(speed('Explain: time to read every unit')).toHaveAttribute('aria-pressed', 'true');
});
