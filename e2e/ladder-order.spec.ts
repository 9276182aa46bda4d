import type { Page } from '@playwright/test';
import { io } from 'socket.io-client';
import { ladder, openedLab, row } from './on-screen';
import { Student } from './plays/play';
import { type DrawnArrow, readLadder } from './read-ladder';
import { expect, test } from './wire101';

/** The arrows of the whole ladder, which has no fault, once it is read twice alike: what still comes moves rows. */
async function arrowsOf(page: Page): Promise<readonly DrawnArrow[]> {
  let drawn = await readLadder(page);
  await expect
    .poll(async () => {
      const before = drawn;
      drawn = await readLadder(page);
      return JSON.stringify(drawn.arrows) === JSON.stringify(before.arrows);
    })
    .toBe(true);
  expect(drawn.faults).toEqual([]);
  return drawn.arrows;
}

/** Pairs each effect with its cause: the k-th of the one kind answers the k-th of the other. */
function expectInOrder(causes: readonly DrawnArrow[], effects: readonly DrawnArrow[]): void {
  effects.forEach((effect, i) => {
    const cause = causes[i];
    const words = `${cause?.sentence} before ${effect.sentence}`;
    expect(cause?.landedAt, words).toBeGreaterThan(0);
    expect(effect.leftAt, words).toBeGreaterThanOrEqual(cause!.landedAt!);
  });
}

/** Those whose sentences say this; at least one. */
function saying(arrows: readonly DrawnArrow[], words: RegExp): readonly DrawnArrow[] {
  const found = arrows.filter(({ sentence }) => words.test(sentence));
  expect(found.length, String(words)).toBeGreaterThan(0);
  return found;
}

/** The requests and responses of the connections that only take turns. */
function expectTurns(arrows: readonly DrawnArrow[]): void {
  const ports = new Set(arrows.map(({ port }) => port));
  for (const { port } of saying(arrows, /101 Switching Protocols/)) ports.delete(port);
  expect(ports.size).toBeGreaterThan(0);
  for (const port of ports) {
    const own = arrows.filter((arrow) => arrow.port === port);
    expectInOrder(
      own.filter(({ from }) => from === 'client'),
      own.filter(({ from }) => from === 'server'),
    );
  }
}

test('a session that begins with polling is drawn in its true order, and every text is legible', async ({
  page,
  server,
}) => {
  // High enough for all rows that may come after the last one that is waited for.
  await page.setViewportSize({ width: 1440, height: 1600 });
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  const path = `${new URL((await lab).http).pathname}/socket.io/`;
  const client = io(server.url, { path, forceNew: true });
  await new Promise<void>((resolve) => client.io.engine.once('upgrade', () => resolve()));
  for (const name of ['sum', 'product', 'quotient']) await client.emitWithAck(name, 12, 3);
  const polling = io(server.url, { path, forceNew: true, transports: ['polling'] });
  await polling.emitWithAck('sum', 1, 2);
  polling.disconnect();
  client.disconnect();
  await expect(row(page, 'The client left the namespace').last()).toBeVisible();

  const arrows = await arrowsOf(page);
  expectTurns(arrows);
  expectInOrder(saying(arrows, /ping to probe/), saying(arrows, /answered the probe/));
  expectInOrder(saying(arrows, /asking for acknowledgement/), saying(arrows, /server acknowledged/));
});

test('a lesson with programs at both ends is drawn in its true order, in a column for each program', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 1440, height: 1200 });
  await page.goto(`${server.url}/lessons/acks`);
  await page.getByRole('button', { name: 'Real time' }).click();
  const student = new Student(page);
  await student.predict('By a number in both packets');
  await student.press('Run both');
  await student.agreed();
  await student.open('Ladder');
  await expect(ladder(page).getByText('client 1', { exact: true })).toBeVisible();
  const arrows = await arrowsOf(page);
  expectTurns(arrows);
  expectInOrder(saying(arrows, /asking for acknowledgement/), saying(arrows, /acknowledged/));
});
