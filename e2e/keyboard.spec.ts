import type { Locator, Page } from '@playwright/test';
import { inspector, ladder, lessonPart } from './on-screen';
import { expect, test } from './wire101';

const KEY_OF_OURS = 'd2lyZTEwMS1pcy1oYW5keQ==';
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
/** More than one round of the page has: needing more means a trap. */
const MAX_STOPS = 150;

const skipLink = (page: Page) => page.getByRole('link', { name: 'Skip to the lesson' });

/** Names the focused element, or '' when it (or what stands for it) has a visible outline; null without a focus. */
function unseenFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    let element = document.activeElement;
    if (!element || element === document.body) return null;
    const description = `<${element.localName}> ${element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)}`;
    const isOutlined = (candidate: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
      // In a part that is drawn larger, in its own pixels.
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) * candidate.currentCSSZoom >= 2;
    };
    if ([...element.querySelectorAll('*')].some(isOutlined)) return '';
    for (let up = 0; element && up < 4; up++, element = element.parentElement) {
      if (isOutlined(element)) return '';
    }
    return description;
  });
}

/** Presses Tab until it has the focus, which is visible at every stop. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  let rounds = 0;
  for (let stops = 0; stops < MAX_STOPS; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    const unseen = await unseenFocus(page);
    if (unseen !== null) {
      expect(unseen, 'has the focus but no outline').toBe('');
      continue;
    }
    // After the last stop the browser has the focus, and gives it back to the first stop: a busy one some time later.
    rounds++;
    expect(rounds, 'times that nothing had the focus').toBe(1);
    const isBack = async () => {
      if ((await unseenFocus(page)) === null) await page.keyboard.press('Tab');
      return (await unseenFocus(page)) !== null;
    };
    await expect.poll(isBack, { intervals: [1000] }).toBe(true);
    await expect(skipLink(page)).toBeFocused();
  }
  throw new Error(`${MAX_STOPS} presses of Tab did not reach ${target}`);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, lessonPart(page).getByRole('button', { name }).last());
  await page.keyboard.press('Enter');
  // A button that goes with its press hands the focus on with the next frame, which was asked for before this one.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
}

/** Arrow keys choose among the answers, as in any radio group. */
async function predict(page: Page, answer: string | RegExp): Promise<void> {
  const radios = lessonPart(page).getByRole('radio').and(page.locator(':enabled'));
  const wanted = lessonPart(page).getByRole('radio', { name: answer }).last();
  await tabTo(page, radios.first());
  await page.keyboard.press('Space');
  for (let i = 0; i < 6 && !(await wanted.isChecked()); i++) await page.keyboard.press('ArrowDown');
  await expect(wanted).toBeChecked();
  await press(page, 'Lock it in');
}

async function write(page: Page, box: Locator, change: (text: string) => string): Promise<void> {
  const text = change(await box.inputValue());
  await tabTo(page, box);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}

async function send(page: Page, change: (request: string) => string): Promise<void> {
  await write(page, lessonPart(page).getByRole('textbox', { name: 'Your bytes' }).last(), change);
  await press(page, 'Send these bytes');
}

/** Unfolds a task that is offered for those who have time. */
async function unfold(page: Page, title: string): Promise<void> {
  await tabTo(page, lessonPart(page).locator('summary').filter({ hasText: title }));
  await page.keyboard.press('Enter');
  await expect(lessonPart(page).getByRole('region', { name: title })).toBeVisible();
}

const agreed = (page: Page, times = 1) =>
  expect(lessonPart(page).getByText(/^(the wire|your run) agrees$/)).toHaveCount(times);

test('the handshake lesson with the keyboard alone, from the first Tab to the met goals', async ({
  page,
  server,
}) => {
  test.setTimeout(240_000);
  await page.goto(`${server.url}/lessons/handshake`);
  const lesson = lessonPart(page);
  await expect(lesson.getByRole('radio').first()).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(skipLink(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('1');

  await predict(page, 'Nothing: it has no body');
  await press(page, 'Open a WebSocket');
  await agreed(page);
  // A key opens the ladder, which is one stop of Tab: the arrow keys move within it.
  await page.keyboard.press('a');
  await tabTo(page, ladder(page).getByRole('button', { name: /The server answered 101/ }));
  await page.keyboard.press('ArrowUp');
  await expect(inspector(page).getByRole('heading', { name: 'The upgrade request' })).toBeVisible();
  await tabTo(
    page,
    inspector(page)
      .getByRole('button', { name: /^Sec-WebSocket-Key/ })
      .first(),
  );
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByText(/16 random bytes in base64/)).toBeVisible();
  await press(page, 'Next');

  await predict(page, 'A request without them');
  await press(page, 'Run fetch()');
  await agreed(page);
  await unfold(page, 'A header field with new WebSocket()');
  await predict(page, 'Nothing: the constructor throws');
  await press(page, 'Run the constructor');
  await agreed(page, 2);
  await press(page, 'Next');

  await expect(lesson.getByText('The same, byte for byte: 28 of 28.')).toBeVisible();
  await predict(page, 'Nearly all of it');
  const key = lesson.getByRole('textbox', { name: /Your browser’s key/ });
  await write(page, key, (was) => (was.startsWith('A') ? 'B' : 'A') + was.slice(1));
  await press(page, 'Send this key');
  await agreed(page);
  await press(page, 'Next');

  for (const [guess, action, status, optional] of [
    ['426 Upgrade Required', 'Ask for version 12', 426, null],
    ['403 Forbidden', 'Send a foreign Origin', 403, null],
    ['400 Bad Request', 'Ask without a key', 400, 'No Sec-WebSocket-Key'],
    ['200 OK', 'Fetch the URL', 200, 'A plain GET, by your browser'],
  ] as const) {
    if (optional) await unfold(page, optional);
    await predict(page, guess);
    await press(page, action);
    await expect(lesson.getByRole('button', { name: new RegExp(`^${status} `) }).last()).toBeVisible();
  }
  await press(page, 'Next');

  await predict(page, /Yes: it only has to be well-formed/);
  await send(page, (request) => request.replace('Key: ', `Key: ${SAMPLE_KEY}`));
  await agreed(page);
  await press(page, 'Next');

  await send(page, (request) => request.replace('Version: 13', 'Version: 7'));
  await press(page, /^Go on: /);
  await send(page, (request) => request.replace(/Key: .*/, `Key: ${KEY_OF_OURS}`));
  await press(page, 'To the end');
  await expect(lesson.getByRole('heading', { name: 'In one sentence' })).toBeVisible();
});

test('Tab goes round the page and comes back: nothing traps it', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench`);
  const open = page.getByRole('button', { name: 'Open a WebSocket' });
  await expect(open).toBeEnabled();
  await open.press('Enter');
  await expect(ladder(page).getByRole('button', { name: /The server answered 101/ })).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await tabTo(page, skipLink(page));
  await page.keyboard.press('Tab');
  await tabTo(page, skipLink(page));
});

test('with reduced motion the handshake is shown in steps, and says the same', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  const request = ladder(page).getByRole('button', { name: /sent a GET request/ });
  await expect(request).toBeVisible();
  await expect(ladder(page).getByRole('button', { name: /The server answered 101/ })).toBeVisible();
  const wire = page.getByRole('region', { name: 'Wire' });
  await expect(wire.getByText('101', { exact: true }).last()).toBeVisible();
  await expect(wire.getByText(/1 handshake/)).toBeVisible();
  // The same as text, for screen readers: one sentence per event, or the first of several and their number.
  await expect(
    page.locator('[aria-live="polite"]', { hasText: /sent a GET request|answered 101/ }),
  ).toBeAttached();
  await request.click();
  await expect(inspector(page).getByRole('heading', { name: 'The upgrade request' })).toBeVisible();
  await context.close();
});
