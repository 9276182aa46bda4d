import type { Page } from '@playwright/test';

interface Tasks {
  readonly tasks: readonly number[];
}

/** Records every task of the page that takes 50 ms or more. */
export function watchTasks(page: Page): Promise<void> {
  return page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });
}

/** The longest of them so far, in milliseconds by the clock; 0 when all were shorter than 50 ms. */
export function longestTaskMsOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...(window as unknown as Tasks).tasks));
}

interface Frames {
  readonly frames: readonly number[];
}

/** Records how long each frame of the page takes, from one to the next. */
export function watchFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    void (async () => {
      for (let lastMs = performance.now(); ; ) {
        const nowMs = await new Promise<number>(requestAnimationFrame);
        frames.push(nowMs - lastMs);
        lastMs = nowMs;
      }
    })();
  });
}

/** All of them so far, in milliseconds. */
export function framesMsOf(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (window as unknown as Frames).frames);
}
