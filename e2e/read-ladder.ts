import type { Page } from '@playwright/test';
import { ladder } from './on-screen';

/** An arrow as it stands in the page. */
export interface DrawnArrow {
  readonly unit: string;
  readonly from: string;
  /** Microseconds of the lab's clock; while it has not landed: null. */
  readonly leftAt: number;
  readonly landedAt: number | null;
  readonly port: string;
  readonly sentence: string;
}

/** A whole ladder, as it was read from top to bottom. */
export interface DrawnLadder {
  /** In the order in which they left. */
  readonly arrows: readonly DrawnArrow[];
  /** What is wrong with how it is drawn, a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Reads the whole ladder by scrolling through it, within the page and by nearly its own height at once. At each place it
 * looks whether texts cover each other or are cut, and whether the times stand in order.
 */
export async function readLadder(page: Page): Promise<DrawnLadder> {
  const { arrows, faults } = await ladder(page).evaluate(async (part) => {
    const found = new Map<string, { at: number; element: DrawnArrow }>();
    const faults = new Set<string>();
    const list = part.querySelector('ol');
    if (!list) return { arrows: [], faults: [] };
    let box: Element = list;
    while (box !== part && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement!;
    const wordsOf = (element: Element) => element.textContent?.trim() ?? '';
    const lookAt = () => {
      const view = box.getBoundingClientRect();
      const isSeen = (rect: DOMRect) => rect.bottom > view.top && rect.top < view.bottom;
      const texts = [...list.querySelectorAll<HTMLElement>('[data-label], [data-at]')]
        .map((element) => ({ element, words: wordsOf(element), rect: element.getBoundingClientRect() }))
        .filter(({ rect, words }) => isSeen(rect) && words !== '');
      for (const [i, { element, words, rect }] of texts.entries()) {
        const isCut =
          element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow === 'hidden';
        if (isCut || rect.left < view.left - 1 || rect.right > view.right + 1)
          faults.add(`“${words}” is cut`);
        for (const { words: others, rect: other } of texts.slice(i + 1)) {
          const width = Math.min(rect.right, other.right) - Math.max(rect.left, other.left);
          const height = Math.min(rect.bottom, other.bottom) - Math.max(rect.top, other.top);
          if (width > 0.5 && height > 0.5) faults.add(`“${words}” lies over “${others}”`);
        }
      }
      const times = [...list.querySelectorAll<HTMLElement>('[data-at]')].map((element) => ({
        at: Number(element.dataset.at),
        y: element.getBoundingClientRect().top,
        words: wordsOf(element),
      }));
      for (const [i, { at, y, words }] of times.slice(1).entries()) {
        const before = times[i]!;
        if (at < before.at) faults.add(`the times go back from ${before.words} to ${words}`);
        if (y <= before.y) faults.add(`${words} does not stand under ${before.words}`);
      }
      for (const element of list.querySelectorAll<HTMLElement>('[data-left-at]')) {
        const { unit = '', from = '', leftAt = '', landedAt = '' } = element.dataset;
        const [, port = '', sentence = ''] =
          /port (\d+): (.*)/.exec(element.getAttribute('aria-label') ?? '') ?? [];
        const arrow = { unit, from, port, sentence, leftAt: Number(leftAt) };
        const landed = landedAt === '' ? null : Number(landedAt);
        found.set(unit, { at: arrow.leftAt, element: { ...arrow, landedAt: landed } });
      }
    };
    const heads = [...part.querySelectorAll('header p')].map((element) => ({
      words: wordsOf(element),
      rect: element.getBoundingClientRect(),
    }));
    for (const [i, { words, rect }] of heads.entries()) {
      for (const other of heads.slice(i + 1)) {
        const width = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
        const height = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
        if (width > 0.5 && height > 0.5) faults.add(`the name “${words}” lies over “${other.words}”`);
      }
    }
    const was = box.scrollTop;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let top = 0, isEnd = false; !isEnd; top += Math.max(100, box.clientHeight - 60)) {
      box.scrollTop = top;
      await frame();
      await frame();
      lookAt();
      isEnd = box.scrollTop + box.clientHeight > box.scrollHeight - 2;
    }
    box.scrollTop = was;
    return {
      arrows: [...found.values()].sort((a, b) => a.at - b.at).map(({ element }) => element),
      faults: [...faults],
    };
  });
  return { arrows, faults: [...faults, ...backwards(arrows)] };
}

/** Arrows that land before they leave. */
function backwards(arrows: readonly DrawnArrow[]): readonly string[] {
  return arrows
    .filter(({ leftAt, landedAt }) => landedAt !== null && landedAt < leftAt)
    .map(({ sentence }) => `it lands before it leaves: ${sentence}`);
}
