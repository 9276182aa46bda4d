import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';
import { lessonPart, openPart, predict } from '../on-screen';
import { pageOf } from '../pages';

/** A lesson as a student goes through it, from its first prediction to its last goal, with a student's controls. */
export interface Play {
  /** The lesson's id. */
  readonly lesson: string;
  /** It is longer than others. */
  readonly isLong?: true;
  /** Begins at the first step; ends before the recap, which the loop checks. Takes the nearest wrong action before each goal's right one. */
  readonly run: (student: Student) => Promise<void>;
}

/** What a goal that is met says. */
const DONE = /^Done, (on the wire|in your run)\.$/;

/** The hands and eyes of a student in a lesson. Each method waits for its own condition, never for a time. */
export class Student {
  readonly page: Page;
  readonly lesson: Locator;
  /** Checks each step at its end. */
  readonly #look: () => Promise<void>;

  constructor(page: Page, look: () => Promise<void> = async () => {}) {
    this.page = page;
    this.lesson = lessonPart(page);
    this.#look = look;
  }

  /** Presses the newest button of the lesson with this name. */
  async press(name: string | RegExp): Promise<void> {
    await this.lesson.getByRole('button', { name }).last().click();
  }

  async next(): Promise<void> {
    await this.go('Next');
  }

  /** Goes on from a task that is done to the next one of its step. */
  async goOn(): Promise<void> {
    await this.press(/^Go on: /);
  }

  /** Unfolds a task that is offered for those who have time. The step can be left without it. */
  async unfold(title: string): Promise<void> {
    await expect(this.lesson.getByRole('button', { name: /^(Next|To the end)$/ })).toBeVisible();
    await this.lesson.getByText(`If you have time: ${title}`).click();
    // What is asked for next must not be found in an earlier task.
    await expect(this.task(title)).toBeVisible();
  }

  /** Opens a part of the stage, where it is a strip; on a phone it is a tab. */
  async open(part: 'Wire' | 'Ladder' | 'Inspector'): Promise<void> {
    await openPart(this.page, part);
  }

  /** Leaves a step that is done. */
  async go(name: 'Next' | 'To the end'): Promise<void> {
    const button = this.lesson.getByRole('button', { name, exact: true });
    await expect(button).toBeVisible();
    await this.#look();
    await button.click();
  }

  /** Locks in an answer to the open question. */
  async predict(answer: string | RegExp): Promise<void> {
    await predict(this.page, answer);
  }

  /** The wire, or what programs did in this run, has confirmed this many predictions of this step. */
  async agreed(times = 1): Promise<void> {
    await expect(this.lesson.getByText(/^(the wire|your run) agrees$/)).toHaveCount(times);
  }

  /** The lesson comes to say this. */
  async sees(text: string | RegExp): Promise<void> {
    await expect(this.lesson.getByText(text).last()).toBeVisible();
  }

  /** The goal of this task (by its heading) is not met: the lesson says what is missing. */
  async isNotMet(task: string, missing: string | RegExp): Promise<void> {
    const box = this.task(task);
    await expect(box.getByText(missing).last()).toBeVisible();
    await expect(box.getByText(DONE)).toHaveCount(0);
  }

  async isMet(task: string): Promise<void> {
    await expect(this.task(task).getByText(DONE)).toBeVisible();
  }

  /** Rewrites a program: "Client 1", "Server". Where the parts are tabs, the lesson's is open again afterwards. */
  async write(label: string, text: string): Promise<void> {
    await this.inCode(async () => {
      const editor = this.page.getByRole('textbox', { name: `${label} code` });
      await editor.click();
      await this.page.keyboard.press('ControlOrMeta+a');
      await this.page.keyboard.insertText(text);
    });
  }

  /** Replaces one text with another in a program. */
  async change(label: string, from: string, to: string): Promise<void> {
    await this.inCode(async () => {
      const editor = this.page.getByRole('textbox', { name: `${label} code` });
      const read = async () => {
        const lines = await editor.locator('.cm-line').allInnerTexts();
        return lines.map((line) => line.replace(/\n$/, '')).join('\n');
      };
      // The editor is fetched when it is needed.
      await expect.poll(read).toContain(from);
      const changed = (await read()).replace(from, to);
      await editor.click();
      await this.page.keyboard.press('ControlOrMeta+a');
      await this.page.keyboard.insertText(changed);
      // What is run next must be what was typed.
      await expect.poll(read).toBe(changed);
    });
  }

  /** Runs what is written at both ends. */
  async runCode(): Promise<void> {
    await this.inCode(() =>
      this.page
        .getByRole('button', { name: /^Run (both|all)$/ })
        .last()
        .click(),
    );
  }

  /** The runs of the open pages, as `hasNewPages` needs them. */
  async pageRuns(): Promise<readonly string[]> {
    return this.page
      .locator('iframe[data-run]')
      .evaluateAll((frames) => frames.map((frame) => (frame as HTMLElement).dataset.run ?? ''));
  }

  /** Pages of a later run are there, and none of those from before: nobody types into a page that is going. */
  async hasNewPages(before: readonly string[]): Promise<void> {
    await expect
      .poll(async () => {
        const now = await this.pageRuns();
        return now.length > 0 && !now.some((run) => before.includes(run));
      })
      .toBe(true);
  }

  /** Shows the page of a client, for somebody who is in the code. Where pages and code take turns, the page is left there. */
  async showPage(client: number): Promise<FrameLocator> {
    await this.#chooseShown(client === 1 ? 'Page 1' : String(client));
    return pageOf(this.page, client);
  }

  /** Shows the code again where pages and code take turns. */
  async showCode(): Promise<void> {
    await this.#chooseShown('Code');
  }

  async #chooseShown(name: string): Promise<void> {
    const choice = this.page.getByRole('group', { name: 'Which page' }).getByText(name, { exact: true });
    if (await choice.isVisible()) await choice.click();
  }

  /** Does something in the code. Where the parts are tabs, the lesson's is open again afterwards. */
  async inCode(work: () => Promise<void>): Promise<void> {
    const parts = this.page.getByRole('tablist', { name: 'Parts of the page' });
    const tab = parts.getByRole('tab', { name: 'Code' });
    const isAway = (await tab.isVisible()) && (await tab.getAttribute('aria-selected')) !== 'true';
    if (isAway) await tab.click();
    await work();
    if (isAway) await parts.getByRole('tab', { name: 'Lesson' }).click();
  }

  task(title: string): Locator {
    return this.lesson.getByRole('region', { name: title });
  }
}
