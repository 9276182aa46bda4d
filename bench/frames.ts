import type { Page } from '@playwright/test';

/** How long each frame of the page takes while something happens, from one to the next, in milliseconds. */
export async function framesWhile(page: Page, during: () => Promise<unknown>): Promise<number[]> {
  const record = await page.evaluateHandle(() => {
    const begun = { frames: [] as number[], isOver: false };
    void (async () => {
      for (let lastMs = await new Promise<number>(requestAnimationFrame); !begun.isOver; ) {
        const nowMs = await new Promise<number>(requestAnimationFrame);
        begun.frames.push(nowMs - lastMs);
        lastMs = nowMs;
      }
    })();
    return begun;
  });
  await during();
  return record.evaluate((begun) => {
    begun.isOver = true;
    return begun.frames;
  });
}
