import type { Page } from '@playwright/test';
import type { DrawnArrow } from './read-ladder';

/** Where the playhead was when something was pressed, and when a verdict appeared; microseconds of the lab's clock. */
interface Noted {
  readonly pressedAt: number;
  readonly toldAt: number;
  /** A console had printed a line in between. */
  readonly isPrinted: boolean;
}

declare global {
  interface Window {
    /** The verdicts that have appeared since they were last asked for. */
    notedVerdicts?: Noted[];
  }
}

/** When the lesson said that the wire or the run agrees, or that a goal is met. */
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
    // Counted and not compared: a second run prints the same last line.
    let printed = 0;
    const isLine = (node: Node) =>
      node instanceof HTMLElement &&
      (node.matches('[data-part="console"] li') || node.querySelector('[data-part="console"] li') !== null);
    let pressed = { pressedAt: 0, printed };
    // What is pressed in a frame is not heard here; that the focus goes there is.
    let framed: typeof pressed | null = null;
    const press = ({ target }: Event) => {
      // What only shows another part of the page causes nothing.
      const isView = target instanceof Element && target.closest('[role="tab"], [data-part="strip"]');
      if (!isView) pressed = { pressedAt: now(), printed };
    };
    addEventListener('click', press, { capture: true });
    addEventListener('blur', () => {
      if (document.activeElement instanceof HTMLIFrameElement) framed ??= { pressedAt: now(), printed };
    });
    const isVerdict = (text: string | null) =>
      /^((the wire|your run) (agrees|says this)|Done, (on the wire|in your run)\.)$/.test(text ?? '');
    const verdictsIn = (nodes: readonly Node[]) =>
      nodes
        .filter((node) => node instanceof HTMLElement)
        .flatMap((node) => [node, ...node.querySelectorAll('strong, p')])
        .filter((element) => isVerdict(element.textContent)).length;
    new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      printed += added.filter(isLine).length;
      const removed = changes.flatMap(({ removedNodes }) => [...removedNodes]);
      // One that gives way to the same in another place of the page has been told before.
      if (verdictsIn(added) <= verdictsIn(removed)) return;
      const cause = framed ?? pressed;
      framed = null;
      noted.push({ pressedAt: cause.pressedAt, toldAt: now(), isPrinted: printed !== cause.printed });
    }).observe(document, { childList: true, subtree: true });
  });
  let lastPressedAt = -1;
  return {
    async faults(arrows) {
      const noted = (await page.evaluate(() => window.notedVerdicts?.splice(0))) ?? [];
      return noted.flatMap(({ pressedAt, toldAt, isPrinted }) => {
        // A verdict that is drawn again, or the second one of a press, rests on what the first one did.
        if (pressedAt === lastPressedAt) return [];
        lastPressedAt = pressedAt;
        // What a program printed may be all that it rests on.
        if (isPrinted) return [];
        // What the lab swallowed never lands: nothing can wait for it.
        const caused = arrows.filter(({ leftAt, landedAt }) => leftAt > pressedAt && landedAt !== null);
        const hasLanded = caused.some(({ landedAt }) => landedAt! <= toldAt);
        if (caused.length === 0 || hasLanded) return [];
        return [`the verdict came at ${toldAt}, before ${caused[0]!.sentence} had landed`];
      });
    },
  };
}
