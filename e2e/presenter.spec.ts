import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import { inspector, lessonPart, openedLab, predict, row } from './on-screen';
import { layoutOf } from './views';
import { expect, test } from './wire101';

const FIRST = 'How does a connection change its language?';
const SECOND = 'What does the browser ask?';

async function present(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/lessons/handshake`);
  await expect(title(page)).toHaveText(FIRST);
  await page.getByRole('button', { name: 'Present' }).click();
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
}

/** The texts of the page that are smaller than this. */
function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((leastPx) => {
    const texts = document.createTreeWalker(document.querySelector('#main')!, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim();
      const { parentElement } = texts.currentNode;
      if (!text || !parentElement?.checkVisibility({ visibilityProperty: true })) continue;
      const box = parentElement.getBoundingClientRect();
      const { currentCSSZoom = 1 } = parentElement as Element & { currentCSSZoom?: number };
      const size = Number.parseFloat(getComputedStyle(parentElement).fontSize) * currentCSSZoom;
      if (box.width > 1 && size < leastPx) found.push(`${size}px: ${text}`);
    }
    return found;
  }, least);
}

/** Whoever reads the button before pressing: a press right after it has changed counts for what it said before. */
async function pressNext(page: Page, words: string): Promise<void> {
  await expect(nextButton(page)).toHaveText(words);
  await page.waitForTimeout(700);
  await page.keyboard.press('PageDown');
}

/** For a step that reads a handshake that is not on the wire yet. */
async function makeTraffic(page: Page): Promise<void> {
  const next = nextButton(page);
  await expect(async () => {
    // Before the lab is ready nothing can be made.
    if ((await next.textContent()) === 'Next: make its traffic') await page.keyboard.press('PageDown');
    await expect(next).toHaveText('Next step', { timeout: 3000 });
  }).toPass();
}

const nextButton = (page: Page) =>
  page.getByRole('navigation', { name: 'Presentation' }).getByRole('button', { name: /^Next/ });

const title = (page: Page) => lessonPart(page).getByRole('heading', { level: 1 });

test('a slide remote leads through the steps, and Escape leaves', async ({ page, server }) => {
  await present(page, server.url);
  await expect(lessonPart(page).getByText('Your browser and this server speak HTTP')).toBeHidden();
  await expect(page.getByText('Speaker notes')).toBeHidden();
  await page.keyboard.press('PageDown');
  await expect(title(page)).toHaveText(SECOND);
  await page.keyboard.press('PageUp');
  await expect(title(page)).toHaveText(FIRST);
  await page.keyboard.press('t');
  await expect(lessonPart(page).getByText('Your browser and this server speak HTTP')).toBeVisible();

  // The room predicts, and the experiment runs, without leaving.
  await page.keyboard.press('t');
  await predict(page, 'Nothing: it has no body');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await page.keyboard.press('a');
  await expect(row(page, /The server answered 101 Switching Protocols/)).toBeVisible();
  // Before that, Next would only end what the stage is telling.
  await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
  // The focus is in a list that uses PageDown itself.
  await row(page, /The server answered 101 Switching Protocols/).focus();
  await pressNext(page, 'Next step');
  await expect(title(page)).toHaveText(SECOND);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Present' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toHaveCount(0);
  await expect(title(page)).toHaveText(SECOND);
});

test('a remote alone chooses, locks in, runs and goes on', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=break`);
  await lab;
  await expect(title(page)).toHaveText('What if the question is wrong?');
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Present' }).click();
  const next = nextButton(page);
  await expect(next).toHaveText('Next step');
  // The remote's start button goes through the answers.
  await page.keyboard.press('F5');
  await page.keyboard.press('F5');
  await expect(lessonPart(page).getByRole('radio', { name: '400 Bad Request' })).toBeChecked();
  await expect(next).toHaveText('Next: lock it in');
  await page.keyboard.press('PageDown');
  await expect(next).toHaveText('Next: run it');
  await page.keyboard.press('PageDown');
  await expect(lessonPart(page).getByText('the wire says this')).toBeVisible();
  await pressNext(page, 'Next: go on');
  // A digit chooses; where there is no question it does nothing.
  await page.keyboard.press('3');
  await expect(lessonPart(page).getByRole('radio', { name: '403 Forbidden' })).toBeChecked();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await expect(next).toHaveText('Next step');
  await page.keyboard.press('4');
  await expect(page.getByRole('button', { name: 'Real time' })).toHaveAttribute('aria-pressed', 'true');
  await pressNext(page, 'Next step');
  await expect(title(page)).toHaveText('Type it yourself');
});

test('a task that needs a change leads the lecturer to its control, and is then run', async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=accept`);
  await lab;
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Present' }).click();
  await makeTraffic(page);
  await page.keyboard.press('2');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: change the key');
  const key = page.getByRole('textbox', { name: /^Your browser’s key/ });
  await expect(key).toBeFocused();
  await expect(key).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Send this key' })).toBeInViewport({ ratio: 1 });
  // Until the key is changed, another press leads there again.
  await key.blur();
  await pressNext(page, 'Next: change the key');
  await expect(key).toBeFocused();
  await expect(title(page)).toHaveText('How does the server prove that it understood?');
  const sent = await key.inputValue();
  await key.fill((sent.startsWith('A') ? 'B' : 'A') + sent.slice(1));
  await pressNext(page, 'Next: run it');
  // A letter is not written into it, but a key of the presenter again.
  await expect(key).not.toBeFocused();
  await expect(lessonPart(page).getByText(/the wire (agrees|says this)/)).toBeVisible();
  await pressNext(page, 'Next step');
  await expect(title(page)).toHaveText('What if the question is wrong?');
});

test('a task that is written by hand leads to its text, and is run once something is written', async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=by-hand`);
  await lab;
  await page.keyboard.press('p');
  await expect(nextButton(page)).toHaveText('Next step');
  await page.keyboard.press('1');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: write the key');
  const text = page.getByRole('textbox', { name: 'Your bytes' });
  await expect(text).toBeFocused();
  await expect(nextButton(page)).toHaveText('Next: write the key');
  await text.fill((await text.inputValue()).replace(/(Sec-WebSocket-Key:).*/, '$1 dGhlIHNhbXBsZSBub25jZQ=='));
  await pressNext(page, 'Next: run it');
  await expect(lessonPart(page).getByText(/the wire (agrees|says this)/)).toBeVisible();
});

test('a task that changes a program leads to its line, and then runs both ends', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/emit?step=data`);
  await lab;
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Present' }).click();
  // Its editor must have been loaded.
  await expect(page.getByRole('textbox', { name: 'Client 1 code' })).toBeVisible();
  // Until then a digit chooses nothing.
  await expect(nextButton(page)).toHaveText('Next step');
  await page.keyboard.press('3');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: run it');
  await pressNext(page, 'Next: go on');
  await page.keyboard.press('3');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: write 1n');
  await expect(page.getByRole('textbox', { name: 'Client 1 code' })).toBeFocused();
  const line = page.getByText("map: new Map([['a', 1]]),");
  await expect(line).toBeInViewport({ ratio: 1 });
  await expect(nextButton(page)).toHaveText('Next: write 1n');
  await page.keyboard.press('Shift+End');
  await page.keyboard.insertText('    map: 1n,');
  await pressNext(page, 'Next: run it');
  await expect(lessonPart(page).getByText('your run agrees')).toBeVisible();
});

test('on a small projector the ladder shows the answer that the result names', async ({ page, server }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=break`);
  await lab;
  await page.keyboard.press('p');
  for (const [answer, label] of [
    ['3', '426 Upgrade Required'],
    ['3', '403 Forbidden'],
  ] as const) {
    await expect(nextButton(page)).toHaveText('Next step');
    await page.keyboard.press(answer);
    await pressNext(page, 'Next: lock it in');
    await pressNext(page, 'Next: run it');
    await pressNext(page, 'Next: show the result');
    await expect(lessonPart(page).getByText('the wire agrees').last()).toBeVisible();
    const shown = row(page, new RegExp(`answered ${label}`)).getByText(label);
    // The second is what is left on it of a browser that does not fill the screen.
    for (const height of [720, 660]) {
      await page.setViewportSize({ width: 1280, height });
      await expect(shown).toBeInViewport({ ratio: 1 });
    }
    if (label.startsWith('426')) await pressNext(page, 'Next: go on');
  }
});

test('Next goes to the questions in the folds that the lecturer has opened, one after the other', async ({
  page,
  server,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=break`);
  await lab;
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.keyboard.press('p');
  const ask = async (answer: string, then: string) => {
    await page.keyboard.press(answer);
    await pressNext(page, 'Next: lock it in');
    await pressNext(page, 'Next: run it');
    await expect(nextButton(page)).toHaveText(then);
  };
  await expect(nextButton(page)).toHaveText('Next step');
  await ask('3', 'Next: go on');
  await pressNext(page, 'Next: go on');
  await ask('3', 'Next step');
  await page.keyboard.press('t');
  const folds = lessonPart(page).locator('summary').filter({ hasText: 'If you have time' });
  await folds.nth(0).click();
  await folds.nth(1).click();
  await pressNext(page, 'Next: go on');
  const [first, second] = ['No Sec-WebSocket-Key', 'A plain GET, by your browser'].map((name) =>
    lessonPart(page).getByRole('region', { name }).getByRole('radio').first(),
  );
  await expect(first!).toBeInViewport();
  await ask('2', 'Next: go on');
  await pressNext(page, 'Next: go on');
  await expect(second!).toBeInViewport();
  await ask('2', 'Next step');
  await pressNext(page, 'Next step');
  await expect(title(page)).toHaveText('Type it yourself');
});

test('on a small projector a result is read in whole, below its verdict, and so are lines of the request', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=request`);
  await lab;
  await page.keyboard.press('p');
  await makeTraffic(page);
  await page.keyboard.press('2');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: run it');
  await pressNext(page, 'Next: show the result');
  const task = lessonPart(page).getByRole('region', { name: 'With fetch()' });
  await expect(task.getByText('the wire agrees')).toBeInViewport({ ratio: 1 });
  await expect(task.getByText(/as to any request/)).toBeInViewport({ ratio: 1 });
  await expect(inspector(page).getByRole('button', { name: /^Connection/ })).toBeInViewport({ ratio: 1 });
});

test('on a small projector the inspector that I opens shows fields, and W gives the wire the room again', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await present(page, server.url);
  await page.keyboard.press('2');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: run it');
  await pressNext(page, 'Next: show the result');
  await expect(lessonPart(page).getByText(/the wire (agrees|says this)/)).toBeVisible();
  await page.keyboard.press('i');
  for (const field of [/^Upgrade/, /^Connection/]) {
    await expect(inspector(page).getByRole('button', { name: field })).toBeInViewport({ ratio: 1 });
  }
  await page.keyboard.press('w');
  await expect(inspector(page)).toBeHidden();
  await page.keyboard.press('i');
  await expect(inspector(page)).toBeVisible();
});

test('on a small projector five lines can be read of a program that is edited, until it is run', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.url}/workbench`);
  await page.getByText('Socket.IO', { exact: true }).click();
  const code = page.getByRole('textbox', { name: 'Server code' });
  await expect(code).toBeVisible();
  await page.keyboard.press('p');
  await page.getByRole('button', { name: 'Edit server' }).click();
  await expect(code).toBeFocused();
  await expect(code.locator('.cm-line').nth(4)).toBeInViewport({ ratio: 1 });
  await page.getByRole('button', { name: 'Run server' }).click();
  await expect(page.getByRole('button', { name: 'Format' })).toHaveCount(0);
});

test('on a small projector the request that a solution sent is read, and not only its answer', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/handshake?step=challenge`);
  await lab;
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.keyboard.press('p');
  await pressNext(page, 'Next: show a solution');
  await expect(inspector(page).getByRole('heading', { name: 'The upgrade request' })).toBeInViewport({
    ratio: 1,
  });
  await expect(inspector(page).getByText('this one is “8”')).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('on a small projector the text leaves the question in sight, however far it is scrolled', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/lessons/connection`);
  await lab;
  await page.keyboard.press('p');
  await page.keyboard.press('t');
  const question = lessonPart(page).getByText('You connect, and write nothing. Is there a connection?');
  await expect(question).toBeInViewport({ ratio: 1 });
  await expect(lessonPart(page).getByRole('button', { name: 'Lock it in' })).toBeInViewport({ ratio: 1 });
  await lessonPart(page)
    .locator('[data-scroll]')
    .evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
  await expect(question).toBeInViewport({ ratio: 1 });
  expect((await layoutOf(page)).faults).toEqual([]);
});

test('on a small projector the way to the next lesson is whole', async ({ page, server }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.url}/lessons/connection?step=recap`);
  await page.getByRole('button', { name: 'Present' }).click();
  await expect(lessonPart(page).getByRole('link', { name: /^Next lesson/ })).toBeInViewport({ ratio: 1 });
});

test('the presenter’s button says that it shows a solution', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake?step=challenge`);
  await expect(title(page)).toBeVisible();
  await page.keyboard.press('p');
  await expect(nextButton(page)).toHaveText('Next: show a solution');
});

test('the result is not passed over by a press that comes as the button changes', async ({
  page,
  server,
}) => {
  await present(page, server.url);
  await page.keyboard.press('1');
  await pressNext(page, 'Next: lock it in');
  await pressNext(page, 'Next: run it');
  await expect(nextButton(page)).toHaveText('Next: show the result');
  await expect(nextButton(page)).toHaveText('Next step', { timeout: 30_000 });
  await page.keyboard.press('PageDown');
  await expect(title(page)).toHaveText(FIRST);
  await pressNext(page, 'Next step');
  await expect(title(page)).toHaveText(SECOND);
});

const PROJECTORS = [
  { width: 1024, height: 768 },
  { width: 1280, height: 720 },
  { width: 1280, height: 800 },
  { width: 1366, height: 768 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];

for (const step of [
  'connection?step=lost',
  'handshake?step=accept',
  'polling?step=short',
  'emit?step=line',
]) {
  test(`presented on any projector, no part of ${step} lies over another, and every text is large`, async ({
    page,
    server,
  }) => {
    await page.goto(`${server.url}/lessons/${step}`);
    await expect(title(page)).toBeVisible();
    await page.keyboard.press('p');
    await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
    for (const size of PROJECTORS) {
      await page.setViewportSize(size);
      await expect(page.locator('[data-place="main"] > [data-part]')).toBeVisible();
      expect((await layoutOf(page)).faults).toEqual([]);
      expect(await smallTexts(page, 16)).toEqual([]);
    }
  });
}

test('a blank screen covers everything, until the same key ends it', async ({ page, server }) => {
  await present(page, server.url);
  const blank = page.getByRole('button', { name: 'The screen is blank. Show the stage again.' });
  await page.keyboard.press('.');
  await expect(blank).toBeVisible();
  const box = await blank.boundingBox();
  expect(box).toEqual({ x: 0, y: 0, ...page.viewportSize() });
  await page.keyboard.press('b');
  await expect(blank).toHaveCount(0);
  // What follows a blank screen is what was there before it.
  const words = await nextButton(page).innerText();
  await page.keyboard.press('1');
  await expect(nextButton(page)).not.toHaveText(words);
  await page.keyboard.press('b');
  await expect(blank).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(blank).toHaveCount(0);
  await expect(nextButton(page)).toHaveText('Next: lock it in');
});

test('while the screen is blank the wire goes on and the stage waits, so that nobody misses anything', async ({
  page,
  server,
}) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  const client = new WebSocket((await lab).ws);
  // The playhead has passed the handshake, too: nothing else can be waiting later.
  await expect(
    row(page, /The server answered 101/).and(page.locator('button:not([data-ahead])')),
  ).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
  await page.keyboard.press('b');
  const echoed = new Promise((resolve) => client.once('message', resolve));
  client.send('meanwhile');
  await echoed;
  await expect(page.getByText('2 waiting')).toBeAttached();
  await page.keyboard.press('b');
  await expect(page.getByText('2 waiting')).toHaveCount(0);
  client.close();
});

test('presenting fills the screen, and leaving gives it back', async ({ page, server }) => {
  await present(page, server.url);
  const isFull = () => page.evaluate(() => document.fullscreenElement === document.documentElement);
  await expect.poll(isFull).toBe(true);
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect.poll(isFull).toBe(false);
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
]) {
  test(`presenting the free lab at ${viewport.width} × ${viewport.height}, every control is whole and every text large`, async ({
    page,
    server,
  }) => {
    await page.setViewportSize(viewport);
    await page.goto(`${server.url}/workbench`);
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await row(page, /The server sent a text/).click();
    await page.keyboard.press('p');
    await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
    for (const name of ['Open a WebSocket', 'Send', 'Close']) {
      await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
    }
    const least = viewport.height / 70;
    expect(await smallTexts(page, least)).toEqual([]);
  });
}

test('presenting the free lab on a low screen, six lines of each program are in sight', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await page.getByText('Socket.IO', { exact: true }).click();
  await page.keyboard.press('p');
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
  await page.getByRole('button', { name: 'Run both' }).click();
  await expect(page.getByRole('log', { name: 'Client 1 console' })).toContainText('welcome, ADA');
  for (const program of ['Client 1', 'Server']) {
    const lines = page.getByRole('textbox', { name: `${program} code` }).locator('.cm-line');
    for (const at of [0, 5]) await expect(lines.nth(at)).toBeInViewport({ ratio: 1 });
  }
});

test('the notes follow, steer, and open no lab of their own', async ({ context, page, server }) => {
  await present(page, server.url);
  const asked: string[] = [];
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  notes.on('request', (request) => asked.push(request.method() + new URL(request.url()).pathname));
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  await expect(notes.getByText('Ask the room')).toBeVisible();
  await expect(notes.getByText(`Next: ${SECOND}`)).toBeVisible();
  await expect(notes.getByText(/the new protocol is in effect right after it/)).toBeHidden();
  await notes.getByText('Answer', { exact: true }).click();
  await expect(notes.getByText(/the new protocol is in effect right after it/)).toBeVisible();

  await page.keyboard.press('PageDown');
  await expect(notes.getByRole('heading', { name: SECOND })).toBeVisible();
  await expect(notes.getByText(/The strict handshake/)).toBeHidden();
  await notes.getByRole('button', { name: 'Next: make its traffic' }).click();
  await notes.getByRole('button', { name: 'Next step' }).click();
  await expect(title(page)).toHaveText('How does the server prove that it understood?');
  // A remote's keys go to whichever window has the focus.
  await notes.keyboard.press('PageUp');
  await expect(title(page)).toHaveText(SECOND);
  await notes.getByRole('button', { name: 'Pause' }).click();
  await expect(notes.getByRole('button', { name: 'Resume' })).toBeVisible();

  await notes.reload();
  await expect(notes.getByRole('heading', { name: SECOND })).toBeVisible();
  expect(asked).not.toContain('POST/lab');
  expect(asked.filter((request) => request.startsWith('GET/notes'))).toHaveLength(1);

  await notes.close();
  await page.keyboard.press('PageDown');
  await expect(title(page)).toHaveText('How does the server prove that it understood?');
});

test('notes say so when the page stops presenting, and go on with its clock when it presents again', async ({
  context,
  page,
  server,
}) => {
  await present(page, server.url);
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  const total = notes.locator('dl > div').filter({ hasText: 'Since the beginning' });
  await expect(total).toContainText(/0[1-9] *of|[1-9]\S* s/);
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(notes.getByRole('heading', { name: 'Nothing is being presented' })).toBeVisible();
  await page.keyboard.press('p');
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  await expect(total).not.toContainText(/00 *of/);
});

test('presenting, its notes and its clock outlast a reload, and a page that is gone is named so', async ({
  context,
  page,
  server,
}) => {
  await present(page, server.url);
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  const total = notes.locator('dl > div').filter({ hasText: 'Since the beginning' });
  await expect(total).toContainText(/0[3-9] *of|[3-9]\S* s/);
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(notes.getByRole('heading', { name: SECOND })).toBeVisible();
  // A window that a presented page opens is not presented.
  const [other] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate((address) => void window.open(address), `${server.url}/lessons/handshake`),
  ]);
  await expect(other.getByRole('button', { name: 'Present' })).toBeVisible();
  await page.close();
  await expect(notes.getByRole('heading', { name: 'Nothing is being presented' })).toBeVisible();
});

test('a window that the browser blocks is offered as a link', async ({ context, page, server }) => {
  await context.addInitScript(() => {
    window.open = () => null;
  });
  await present(page, server.url);
  await page.keyboard.press('n');
  const [notes] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'speaker notes in a new tab' }).click(),
  ]);
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
});

test('presented, a lesson ends with its one sentence', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake?step=recap`);
  const sentence = lessonPart(page).getByRole('heading', { name: 'In one sentence' });
  await expect(sentence).toBeVisible();
  await page.getByRole('button', { name: 'Present' }).click();
  await expect(nextButton(page)).toBeVisible();
  await expect(sentence).toBeInViewport({ ratio: 1 });
  await expect(lessonPart(page).getByText('Not done yet:')).toBeHidden();
  await expect(lessonPart(page).getByRole('heading', { name: 'Common mistake' })).toBeHidden();
});

test('a question whose traffic was made for a later step is run once it has been answered', async ({
  page,
  server,
}) => {
  await present(page, server.url);
  await page.getByRole('button', { name: 'Real time' }).click();
  await pressNext(page, 'Next step');
  await expect(title(page)).toHaveText(SECOND);
  await makeTraffic(page);
  await page.keyboard.press('PageUp');
  await expect(title(page)).toHaveText(FIRST);
  await page.keyboard.press('4');
  await pressNext(page, 'Next: lock it in');
  await expect(lessonPart(page).getByText('none of these answers')).toHaveCount(0);
  await pressNext(page, 'Next: run it');
  await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
});
