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
