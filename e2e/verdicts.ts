import type { Page } from '@playwright/test';
import type { DrawnArrow } from './read-ladder';

/** Where the playhead was when something was pressed, and when a verdict appeared; microseconds of the lab's clock. */
interface Noted {
  readonly pressedAt: number;
  readonly toldAt: number;
}

declare global {
  interface Window {
    /** The verdicts that have appeared since they were last asked for. */
    notedVerdicts?: Noted[];
  }
}

/** When the lesson said that the wire agrees, or that a goal is met. */
export interface Verdicts {
  /** Those since the last call that came before the arrows on which they rest had landed. */
  faults(arrows: readonly DrawnArrow[]): Promise<readonly string[]>;
}

/** Notes the verdicts of this page as they appear; call this before it is opened. */
export async function watchVerdicts(page: Page): Promise<Verdicts> {
  await page.addInitScript(() => {
    const noted: Noted[] = [];
    window.notedVerdicts = noted;
    const now = () => Number(document.querySelector<HTMLElement>('[data-now]')?.dataset.now);
    let pressedAt = 0;
    addEventListener('click', () => (pressedAt = now()), { capture: true });
    const isVerdict = (text: string | null) =>
      /^(the wire (agrees|says this)|Done, on the wire\.)$/.test(text ?? '');
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (!(node instanceof HTMLElement)) continue;
        const told = [node, ...node.querySelectorAll('strong, p')].filter((e) => isVerdict(e.textContent));
        if (told.length > 0) noted.push({ pressedAt, toldAt: now() });
      }
    }).observe(document, { childList: true, subtree: true });
  });
  let last = { pressedAt: -1, toldAt: -1 };
  return {
    async faults(arrows) {
      const noted = (await page.evaluate(() => window.notedVerdicts?.splice(0))) ?? [];
      return noted.flatMap(({ pressedAt, toldAt }) => {
        // A verdict that is drawn again, or the second one of a press, rests on what the first one did.
        if (pressedAt === last.pressedAt) return [];
        last = { pressedAt, toldAt };
        const caused = arrows.filter(({ leftAt }) => leftAt > pressedAt);
        const hasLanded = caused.some(({ landedAt }) => landedAt !== null && landedAt <= toldAt);
        if (caused.length === 0 || hasLanded) return [];
        return [`the verdict came at ${toldAt}, before ${caused[0]!.sentence} had landed`];
      });
    },
  };
}
