import { type RefObject, useEffect } from 'react';

/** Margin above and below the target, in pixels. */
const ROOM_PX = 12;

/** Scrolls only the container of an element until the element is visible. */
export function bringIntoSight(element: HTMLElement): void {
  let box = element.closest<HTMLElement>('[data-scrolls]');
  while (box && getComputedStyle(box).overflowY !== 'auto')
    box = box.parentElement?.closest('[data-scrolls]') ?? null;
  if (!box) return;
  const own = element.getBoundingClientRect();
  const around = box.getBoundingClientRect();
  // If not all of it fits, show the top.
  const below = Math.min(own.bottom - around.bottom + ROOM_PX, own.top - around.top - ROOM_PX);
  if (own.top < around.top) box.scrollTop += own.top - around.top - ROOM_PX;
  else if (below > 0) box.scrollTop += below;
}

/** Scrolls to the lit field when it changes, unless the pointer is over the fields. */
export function useFieldInSight(box: RefObject<HTMLElement | null>, start: number | undefined): void {
  useEffect(() => {
    if (start === undefined || !box.current || box.current.matches(':hover')) return;
    const field = box.current.querySelector<HTMLElement>('li button[data-lit="true"]');
    if (field) bringIntoSight(field);
  }, [box, start]);
}

/**
 * Scrolls to the top when a note is there, once: it is read before the field that was lit with its unit. Comes after the hooks
 * and children that scroll to that field.
 */
export function useNoteInSight(box: RefObject<HTMLElement | null>, hasNote: boolean): void {
  useEffect(() => {
    if (hasNote && box.current) box.current.scrollTop = 0;
  }, [box, hasNote]);
}
