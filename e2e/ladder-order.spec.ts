import type { Page } from '@playwright/test';
import { io } from 'socket.io-client';
import { ladder, openedLab, row } from './on-screen';
import { Student } from './plays/play';
import { expect, test } from './wire101';

/** An arrow as it stands in the page. */
interface DrawnArrow {
  readonly unit: string;
  readonly from: string;
  readonly leftAt: number;
  readonly landedAt: number;
  readonly port: string;
  readonly sentence: string;
}

interface Drawn {
  /** The printed times with their heights in the ladder, in the order of the page. */
  readonly times: readonly { readonly at: number; readonly y: number }[];
  readonly arrows: readonly DrawnArrow[];
  /** Texts that cover each other, in pairs. */
  readonly overlaps: readonly string[];
}

/** Reads what is drawn now, after scrolling to `top`. */
function drawnAt(page: Page, top: number): Promise<Drawn & { readonly isEnd: boolean }> {
  return ladder(page)
    .getByRole('list')
    .evaluate(async (list, to) => {
      let box: Element = list;
      while (box.scrollHeight <= box.clientHeight + 1 && box.parentElement) box = box.parentElement;
      box.scrollTop = to;
      for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const topY = list.getBoundingClientRect().top;
      const all = [...list.querySelectorAll<HTMLElement>('*')];
      const texts = all
        .filter(({ dataset }) => 'label' in dataset || 'at' in dataset)
        .map((element) => ({ words: element.textContent ?? '', rect: element.getBoundingClientRect() }));
      const overlaps = texts.flatMap((a, i) =>
        texts.slice(i + 1).flatMap((b) => {
          const apart =
            a.rect.right <= b.rect.left + 0.5 ||
            b.rect.right <= a.rect.left + 0.5 ||
            a.rect.bottom <= b.rect.top + 0.5 ||
            b.rect.bottom <= a.rect.top + 0.5;
          return apart ? [] : [`${a.words} | ${b.words}`];
        }),
      );
      return {
        overlaps,
        times: all
          .filter(({ dataset }) => 'at' in dataset)
          .map((element) => {
            return { at: Number(element.dataset.at), y: element.getBoundingClientRect().top - topY };
          }),
        arrows: all
          .filter(({ dataset }) => 'unit' in dataset)
          .map((element) => {
            const { unit = '', from = '', leftAt, landedAt } = element.dataset;
            const [, port = '', sentence = ''] =
              /port (\d+): (.*)/.exec(element.getAttribute('aria-label') ?? '') ?? [];
            return { unit, from, leftAt: Number(leftAt), landedAt: Number(landedAt), port, sentence };
          }),
        isEnd: box.scrollTop + box.clientHeight >= box.scrollHeight - 1,
      };
    }, top);
}

/** Reads the whole ladder: every arrow once, in order. Looks at each height that texts are apart and times in order. */
async function readLadder(page: Page): Promise<readonly DrawnArrow[]> {
  const arrows = new Map<string, DrawnArrow>();
  for (let top = 0, isEnd = false; !isEnd; top += 100) {
    const drawn = await drawnAt(page, top);
    isEnd = drawn.isEnd;
    expect(drawn.overlaps).toEqual([]);
    const { times } = drawn;
    expect(times.map(({ at }) => at)).toEqual(times.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(times.map(({ y }) => y)).toEqual(times.map(({ y }) => y).toSorted((a, b) => a - b));
    for (const arrow of drawn.arrows) arrows.set(arrow.unit, arrow);
  }
  return [...arrows.values()].toSorted((a, b) => a.leftAt - b.leftAt);
}

/** Pairs each effect with its cause: the k-th of the one kind answers the k-th of the other. */
function expectInOrder(causes: readonly DrawnArrow[], effects: readonly DrawnArrow[]): void {
  effects.forEach((effect, i) => {
    const cause = causes[i];
    const words = `${cause?.sentence} before ${effect.sentence}`;
    expect(cause?.landedAt, words).toBeGreaterThan(0);
    expect(effect.leftAt, words).toBeGreaterThanOrEqual(cause!.landedAt);
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

  const arrows = await readLadder(page);
  expectTurns(arrows);
  expectInOrder(saying(arrows, /ping to probe/), saying(arrows, /pong to probe/));
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
  const arrows = await readLadder(page);
  expectTurns(arrows);
  expectInOrder(saying(arrows, /asking for acknowledgement/), saying(arrows, /acknowledged/));
});
