import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoFindings, expectNoFindingsInBothSchemes } from './axe';
import { bar, expect, goToClassPage, join, openClass, openCode, PHONE, test, WIDE } from './classroom';
import { lessonPart, openPart, predict, row, scrollToRow } from './on-screen';
import { handshake } from './plays/handshake';
import { Student } from './plays/play';
import { startServer } from './wire101';

// Several browsers on two cores.
test.slow();

const presentation = (page: Page) => page.getByRole('navigation', { name: 'Presentation' });
const title = (page: Page) => lessonPart(page).getByRole('heading', { level: 1 });

/** The teacher opens the handshake lesson by the controls of the course. */
async function openLesson(teacher: Page): Promise<void> {
  await teacher.getByRole('link', { name: 'Choose a lesson' }).click();
  await teacher
    .getByRole('navigation', { name: 'All lessons' })
    .getByRole('link', { name: '101 Switching Protocols' })
    .click();
  await expect(title(teacher)).toHaveText('How does a connection change its language?');
}

test('a teacher and three students play the handshake lesson as a class', async ({ person, server }) => {
  const teacher = await person();
  const code = await openClass(teacher, server.url);
  const [ada, ben, cleo] = [await person(PHONE), await person(), await person()];
  // By the address of the QR code, by the code as somebody reads it out, and without a name.
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  await join(ben, `${server.url}/class`, 'Ben', `${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`);
  await join(cleo, `${server.url}/class/${code}`, '');
  const students = [ada, ben, cleo];
  await expect(teacher.getByText('3 students are here')).toBeVisible();

  await openLesson(teacher);
  for (const student of students)
    await expect(title(student)).toHaveText('How does a connection change its language?');

  await predict(ada, 'Nothing: it has no body');
  await predict(ben, 'A page, as after 200 OK');
  await expect(bar(teacher)).toContainText('2 votes');
  await expect(bar(teacher)).not.toContainText('right');
  await bar(teacher).getByRole('button', { name: 'Show the votes' }).click();
  for (const [answer, count] of [
    ['A page, as after 200 OK', '1'],
    ['Nothing: it has no body', '1'],
    ['The server’s first message', '0'],
  ] as const) {
    await expect(bar(teacher).locator('dl > div').filter({ hasText: answer }).locator('dd')).toHaveText(
      count,
    );
  }
  await expectNoFindings(teacher);

  // Who was right shows once the teacher's own wire has said it.
  for (const student of [ada, ben]) {
    await student.getByRole('button', { name: 'Real time' }).click();
    await lessonPart(student).getByRole('button', { name: 'Open a WebSocket' }).click();
    await expect(lessonPart(student).getByText(/^the wire (agrees|says this)$/)).toBeVisible();
  }
  await expect(bar(teacher)).toContainText('Seen on their own wire: 2 of 3');
  await expect(bar(teacher)).not.toContainText('right');
  await teacher.getByRole('button', { name: 'Real time' }).click();
  // The whole lesson: at the end of each step the class is where its teacher is.
  const steps: string[] = [];
  const play = new Student(teacher, async () => {
    if (steps.length === 0) {
      await expect(bar(teacher)).toContainText('1 of 2 right');
      // The experiment has folded the bars, and what stays is one line on a small projector.
      await expect(bar(teacher).locator('dl')).toHaveCount(0);
      await teacher.setViewportSize({ width: 1280, height: 720 });
      expect((await bar(teacher).boundingBox())?.height).toBeLessThan(60);
      await teacher.setViewportSize(WIDE);
    }
    steps.push(await title(teacher).innerText());
    for (const student of students) await expect(title(student)).toHaveText(steps.at(-1)!);
  });
  await handshake.run(play);
  expect(steps).toHaveLength(5);
  for (const student of students) await expect(title(student)).toHaveText(await title(teacher).innerText());
});

test('an answer is changed before the experiment, and the class goes on to a second question', async ({
  person,
  server,
}) => {
  const [teacher, ada, ben] = [await person(), await person(PHONE), await person()];
  const code = await openClass(teacher, server.url);
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  await join(ben, `${server.url}/class/${code}`, 'Ben');
  await openLesson(teacher);
  await lessonPart(teacher)
    .getByRole('button', { name: /^Step 4/ })
    .click();
  for (const page of [ada, ben]) await expect(title(page)).toHaveText('What if the question is wrong?');

  await predict(ada, '426 Upgrade Required');
  await expect(bar(teacher)).toContainText('1 vote');
  await bar(teacher).getByRole('button', { name: 'Show the votes' }).click();
  const votes = (answer: string) =>
    bar(teacher).locator('dl > div').filter({ hasText: answer }).locator('dd');
  await expect(votes('426 Upgrade Required')).toHaveText('1');
  await lessonPart(ada).getByRole('button', { name: 'Change my answer' }).click();
  await expect(lessonPart(ada).getByRole('radio', { name: '426 Upgrade Required' })).toBeFocused();
  await predict(ada, '400 Bad Request');
  await expect(votes('400 Bad Request')).toHaveText('1');
  await expect(votes('426 Upgrade Required')).toHaveText('0');

  const run = async (page: Page) => {
    await page.getByRole('button', { name: 'Real time' }).click();
    await lessonPart(page).getByRole('button', { name: 'Ask for version 12' }).click();
    await expect(lessonPart(page).getByText(/^the wire (agrees|says this)$/)).toBeVisible();
    // Nobody changes an answer that the wire has given.
    await expect(lessonPart(page).getByRole('button', { name: 'Change my answer' })).toHaveCount(0);
  };
  await run(ada);
  await predict(teacher, '426 Upgrade Required');
  await run(teacher);
  const second = (page: Page) => lessonPart(page).getByRole('radio', { name: '403 Forbidden' }).last();
  await expect(second(ada)).not.toBeInViewport();
  await lessonPart(teacher)
    .getByRole('button', { name: /^Go on: 2 of/ })
    .click();
  await expect(second(ada)).toBeInViewport({ ratio: 1 });
  // Whoever has not answered the first one yet is left there.
  await expect(lessonPart(ben).getByRole('radio', { name: '426 Upgrade Required' })).toBeInViewport();
  await expect(second(ben)).toHaveCount(0);
});

test('what the teacher selects is selected on each student’s own traffic, once it is there', async ({
  person,
  server,
}) => {
  const [teacher, ada] = [await person(), await person()];
  const code = await openClass(teacher, server.url);
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  await openLesson(teacher);
  await expect(title(ada)).toBeVisible();
  const open = async (page: Page) => {
    await predict(page, 'Nothing: it has no body');
    await page.getByRole('button', { name: 'Real time' }).click();
    await lessonPart(page).getByRole('button', { name: 'Open a WebSocket' }).click();
    await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
  };
  await open(teacher);
  await lessonPart(teacher).getByRole('button', { name: 'The request' }).click();
  await expect(teacher).toHaveURL(/unit=client-http-request-upgrade/);
  // Not by its name: that may answer what the student is still asked.
  await expect(bar(ada)).toContainText('that your own wire has not carried yet');
  await expect(bar(ada)).not.toContainText(/request|101/);
  await open(ada);
  await expect(bar(ada)).toContainText('You are following your teacher.');
  await expect(ada).toHaveURL(/unit=client-http-request-upgrade/);

  // A page that is loaded again has not been opened by a link: nothing names what the class looks at.
  await ada.reload();
  await expect(bar(ada)).toContainText('that your own wire has not carried yet');
  await expect(ada).not.toHaveURL(/unit=/);
  await expect(ada.getByText('This link points at')).toHaveCount(0);
  await lessonPart(ada).getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(ada).toHaveURL(/unit=client-http-request-upgrade/);
  // Nor has its teacher's.
  await teacher.reload();
  await expect(bar(teacher)).toContainText('1 here');
  await expect(teacher).not.toHaveURL(/unit=/);
  await expect(teacher.getByText('This link points at')).toHaveCount(0);
});

test('the code is shown over the page for those who come late, and the page stays as it was', async ({
  person,
  server,
}) => {
  const [teacher, ada] = [await person({ width: 1280, height: 720 }), await person()];
  const code = await openClass(teacher, server.url);
  await openLesson(teacher);
  await predict(teacher, 'Nothing: it has no body');
  await teacher.getByRole('button', { name: 'Real time' }).click();
  await lessonPart(teacher).getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(lessonPart(teacher).getByText('the wire agrees')).toBeVisible();
  await teacher.getByRole('button', { name: 'Present' }).click();
  await expect(presentation(teacher)).toBeVisible();
  const address = teacher.url();
  // Nothing on the bars leads away from the stage at one press.
  await expect(presentation(teacher).getByRole('button', { name: 'Class' })).toHaveCount(0);

  await openCode(teacher);
  const dialog = teacher.getByRole('dialog', { name: 'Join the class' });
  await expect(dialog.getByText(`${code.slice(0, 3)} ${code.slice(3)}`)).toBeInViewport({ ratio: 1 });
  await expect(dialog.getByRole('img', { name: /^QR code of .*\/class\// })).toBeInViewport({ ratio: 1 });
  await expect(dialog).toContainText('0 students are here');
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  await expect(dialog).toContainText('1 student is here');
  await expect(dialog.getByRole('link', { name: 'Class page' })).toBeInViewport({ ratio: 1 });
  await expect(dialog).toContainText('ends this page’s connections');
  await expectNoFindings(teacher);

  await teacher.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(presentation(teacher)).toBeVisible();
  expect(teacher.url()).toBe(address);
  await expect(lessonPart(teacher).getByText('the wire agrees')).toBeAttached();
  await teacher.keyboard.press('Escape');
  await openPart(teacher, 'Ladder');
  await expect(await scrollToRow(teacher, /The server answered 101 Switching Protocols/)).toBeVisible();
  await openCode(teacher);
  await expectNoFindingsInBothSchemes(teacher);
  await dialog.getByRole('link', { name: 'Class page' }).click();
  await teacher.getByRole('link', { name: /^Go on/ }).click();
  await expect(title(teacher)).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test('students look around, come back, are set free and called back, and read hints', async ({
  person,
  server,
}) => {
  const [teacher, ada] = [await person(), await person(PHONE)];
  const code = await openClass(teacher, server.url);
  await join(ada, `${server.url}/class/${code}`, '<b>Ada</b>');
  await openLesson(teacher);
  const first = 'How does a connection change its language?';
  await expect(title(ada)).toHaveText(first);
  await expect(bar(ada)).toContainText('<b>Ada</b> ·');
  // What the teacher is going to say is not the class's to read.
  await expect(teacher.getByText(/^Speaker notes/)).toBeVisible();
  await expect(ada.getByRole('link', { name: 'Open this step in the free lab' })).toBeVisible();
  await expect(ada.getByText(/^Speaker notes/)).toBeHidden();
  await lessonPart(ada)
    .getByRole('button', { name: /^Step 3/ })
    .click();
  await expect(bar(ada)).toContainText('You are looking around; the class is elsewhere.');
  await lessonPart(ada)
    .getByRole('button', { name: /^Step 1/ })
    .click();
  await expect(bar(ada)).toContainText('the class is at this step, too');
  await lessonPart(ada)
    .getByRole('button', { name: /^Step 3/ })
    .click();
  await expect(bar(ada)).toContainText('the class is elsewhere');
  await expectNoFindingsInBothSchemes(ada);
  await bar(ada).getByRole('button', { name: 'Back to the class' }).click();
  await expect(title(ada)).toHaveText(first);

  await bar(teacher).getByRole('button', { name: 'Let everybody explore' }).click();
  await expect(bar(ada)).toContainText('Go where you like');
  await lessonPart(teacher)
    .getByRole('button', { name: /^Step 2/ })
    .click();
  await bar(teacher).getByRole('button', { name: 'Hint' }).click();
  // Elsewhere, its letters would be keys of the page.
  await expect(bar(teacher).getByLabel('Hint for the class')).toBeFocused();
  await teacher.keyboard.press('Escape');
  await expect(bar(teacher).getByLabel('Hint for the class')).toHaveCount(0);
  await bar(teacher).getByRole('button', { name: 'Hint' }).click();
  await bar(teacher).getByLabel('Hint for the class').fill('Read the <i>status line</i>.');
  await bar(teacher).getByRole('button', { name: 'Send' }).click();
  // As text: whatever comes from others is never markup.
  await expect(bar(ada)).toContainText('Your teacher: Read the <i>status line</i>.');
  await expect(bar(teacher).getByLabel('Hint for the class')).toHaveCount(0);
  await expect(bar(teacher)).toContainText('The class reads: “Read the <i>status line</i>.”');
  await expect(title(ada)).toHaveText(first);
  await bar(teacher).getByRole('button', { name: 'Bring everybody back' }).click();
  await expect(title(ada)).toHaveText('What does the browser ask?');
  await expectNoFindings(teacher);

  await goToClassPage(teacher);
  // Names are on a page of their own, which the room does not see.
  await expect(teacher.getByText('1 student is here')).toBeVisible();
  await expect(teacher.getByText('<b>Ada</b>')).toHaveCount(0);
  await expectNoFindingsInBothSchemes(teacher);
  const opened = teacher.waitForEvent('popup');
  await teacher.getByRole('button', { name: /^Open the wall/ }).click();
  const wall = await opened;
  const line = wall.getByRole('row', { name: /<b>Ada<\/b>/ });
  await expect(line).toContainText('101 Switching Protocols, step 2');
  await expectNoFindingsInBothSchemes(wall);
  // At the second press only, and only soon after the first.
  const remove = line.getByRole('button', { name: /^Remove / });
  const place = await remove.boundingBox();
  await remove.click();
  await expect(line.getByRole('button', { name: /press again/ })).toBeVisible();
  expect(await remove.boundingBox()).toEqual(place);
  await line.getByRole('button', { name: 'Remove <b>Ada</b>', exact: true }).click();
  await line.getByRole('button', { name: /press again/ }).click();
  await expect(bar(ada)).toContainText('The teacher has sent you out');
  await expect(teacher.getByText('0 students are here')).toBeVisible();
});

test('a class survives the death of its server with its code and every vote, and is saved as CSV', async ({
  person,
}) => {
  const first = await startServer();
  const [teacher, ada, cleo] = [await person(), await person(), await person()];
  const code = await openClass(teacher, first.url);
  await join(ada, `${first.url}/class/${code}`, 'Ada');
  await join(cleo, `${first.url}/class/${code}`, 'Cleo');
  await openLesson(teacher);
  await expect(title(ada)).toBeVisible();
  await predict(ada, 'A page, as after 200 OK');
  await predict(cleo, 'Nothing: it has no body');
  await expect(bar(teacher)).toContainText('2 votes');
  await cleo.close();
  await expect(bar(teacher)).toContainText('1 here');
  // A page of the class that has no stage.
  const other = await person();
  await other.goto(`${first.url}/teach`);
  await expect(other.getByRole('heading', { name: 'Teach a class' })).toBeVisible();
  await first.kill();
  for (const page of [teacher, ada]) await expect(bar(page)).toContainText('out of reach');

  const second = await startServer(first.port);
  await expect(bar(teacher)).toContainText('1 here');
  await expect(bar(teacher)).toContainText('2 votes');
  await expect(bar(ada)).toContainText('You are following your teacher.');
  await expect(ada.getByText('This is a new lab')).toBeVisible();
  await expect(other.getByText('This is a new lab')).toHaveCount(0);
  await lessonPart(teacher)
    .getByRole('button', { name: /^Step 2/ })
    .click();
  await expect(title(ada)).toHaveText('What does the browser ask?');
  const ben = await person();
  await join(ben, `${second.url}/class/${code}`, 'Ben');
  await expect(title(ben)).toHaveText('What does the browser ask?');
  // A reload is no way out either.
  await teacher.reload();
  await expect(bar(teacher)).toContainText('2 here');
  await lessonPart(teacher)
    .getByRole('button', { name: /^Step 1/ })
    .click();
  await expect(bar(teacher)).toContainText('2 votes');
  // In the same browser, whoever has closed the tab is the same member, and is counted once.
  await join(await cleo.context().newPage(), `${second.url}/class/${code}`, 'Cleo');
  await expect(bar(teacher)).toContainText('3 here');
  await expect(bar(teacher)).toContainText('2 votes');

  await goToClassPage(teacher);
  const saved = teacher.waitForEvent('download');
  await teacher.getByRole('button', { name: 'Save votes and goals' }).click();
  const csv = await readFile(await (await saved).path(), 'utf8');
  expect(csv).toContain(
    'Ada,101 Switching Protocols,How does a connection change its language?,,prediction,The server answers 101 Switching Protocols. What does the body of that response hold?,"A page, as after 200 OK",',
  );
  expect(csv).toMatch(/^Cleo,.*,Nothing: it has no body,/m);
  expect(csv).not.toContain('Cleo 2');
  await second.stop();
});

test('a wrong code is refused in a sentence, and the pages to open and join a class are accessible', async ({
  person,
  server,
}) => {
  const page = await person(PHONE);
  await page.goto(`${server.url}/class/CCCCCC`);
  await expect(page.getByRole('textbox', { name: 'Code on the projector' })).toHaveValue('CCC CCC');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('There is no class with the code CCCCCC');
  await expectNoFindingsInBothSchemes(page);
  await page.goto(`${server.url}/teach`);
  await expect(page.getByRole('heading', { name: 'Teach a class' })).toBeVisible();
  await expectNoFindingsInBothSchemes(page);
});

test('a student’s stage is opened from the wall: the student is told, and can stop it', async ({
  person,
  server,
}) => {
  const [teacher, ada] = [await person(), await person(PHONE)];
  const code = await openClass(teacher, server.url);
  await join(ada, `${server.url}/class/${code}`, 'Ada');
  await openLesson(teacher);
  await predict(ada, 'Nothing: it has no body');
  await ada.getByRole('button', { name: 'Real time' }).click();
  await lessonPart(ada).getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(lessonPart(ada).getByText('the wire agrees')).toBeVisible();
  await teacher.goto(`${server.url}/teach/wall`);
  const opened = teacher.waitForEvent('popup');
  await teacher.getByRole('button', { name: 'Look at the stage of Ada' }).click();
  const stage = await opened;
  const note = ada.getByRole('region', { name: 'Your teacher is looking at your stage' });
  await expect(note).toBeVisible();
  await expectNoFindings(ada);
  const panel = stage.getByRole('region', { name: 'A student’s stage' });
  await expect(panel.getByRole('heading', { name: 'Ada' })).toBeVisible();
  await expect(panel).toContainText('At: 101 Switching Protocols, step 1.');
  await expect(panel.getByRole('status').first()).toContainText(
    /^RECORDED at .*The student is told that you are looking/,
  );
  await expect(row(stage, /The server answered 101 Switching Protocols/)).toBeVisible();
  await expectNoFindings(stage);
  await note.getByRole('button', { name: 'Stop' }).click();
  await expect(note).toHaveCount(0);
  await expect(panel.getByRole('status').first()).toContainText('The student has stopped showing it.');
  await panel.getByRole('button', { name: 'Look again' }).click();
  await expect(note).toBeVisible();
  await stage.close();
  await expect(note).toHaveCount(0);
});
