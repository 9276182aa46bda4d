import { type RefObject, useEffect } from 'react';

/** Room above and below what is brought into sight, in pixels. */
const ROOM_PX = 12;

/** Scrolls the part around an element, and nothing else of the page, so far that it is in sight. */
export function bringIntoSight(element: HTMLElement): void {
  let box = element.closest<HTMLElement>('[data-scrolls]');
  while (box && getComputedStyle(box).overflowY !== 'auto')
    box = box.parentElement?.closest('[data-scrolls]') ?? null;
  if (!box) return;
  const own = element.getBoundingClientRect();
  const around = box.getBoundingClientRect();
  // The top counts more, where not all of it fits.
  const below = Math.min(own.bottom - around.bottom + ROOM_PX, own.top - around.top - ROOM_PX);
  if (own.top < around.top) box.scrollTop += own.top - around.top - ROOM_PX;
  else if (below > 0) box.scrollTop += below;
}

/** Brings the field that is lit into sight when what is lit changes, unless the pointer is in the fields. */
export function useFieldInSight(box: RefObject<HTMLElement | null>, start: number | undefined): void {
  useEffect(() => {
    if (start === undefined || !box.current || box.current.matches(':hover')) return;
    const field = box.current.querySelector<HTMLElement>('li button[data-lit="true"]');
    if (field) bringIntoSight(field);
  }, [box, start]);
}
