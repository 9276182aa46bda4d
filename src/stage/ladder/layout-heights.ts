import { type Place, TOP_PX } from './layout-place';

/** A label with its plate; it stands this far above its moment. */
export const LABEL_PX = 20;
export const LABEL_RISE_PX = 2;
/** A printed time. */
export const TIME_PX = 16;
/** The port above the line of a new connection. */
export const PORT_PX = 16;
const FOLD_PX = 26;
export const NOTE_LINE_PX = 18;
/** From one moment to the next one. */
export const STEP_PX = 7;
/** More than that between labels while an arrow is on its way, so that the beginning of its line is seen. */
export const FLYING_PX = 6;
/** The least slope of an arrow. */
export const FALL_PX = 14;

/** From one unit of a burst to the next one, where neither words nor times stand between them. */
export const BURST_PX = 8;

/** The height of the next moment that has no words. */
export function quietMoment(place: Place): number {
  place.y += BURST_PX;
  place.ended = null;
  place.floor = Math.max(place.floor, place.y);
  return place.y;
}

/** The height of the next moment that has a label above it and, usually, a time beside it. */
export function textMoment(place: Place, extraPx: number, isPrinted = true): number {
  const first = place.y === 0 ? TOP_PX : 0;
  const y = Math.max(
    first,
    place.y + STEP_PX,
    place.floor + LABEL_PX + LABEL_RISE_PX + 4 + extraPx,
    isPrinted ? place.printed + TIME_PX : 0,
  );
  place.y = y;
  place.ended = null;
  place.floor = y - LABEL_RISE_PX;
  if (isPrinted) place.printed = y;
  return y;
}

/** The middle of the next line that stands for something else. */
export function lineIn(place: Place): number {
  const top = Math.max(place.y + STEP_PX, place.floor + 2, place.printed + TIME_PX / 2);
  place.y = top + FOLD_PX;
  place.ended = null;
  place.floor = place.y;
  return top + FOLD_PX / 2;
}

/** Grows with the logarithm of the time, up to `most` pixels. */
export function slope(micros: number, most: number): number {
  return Math.min(most, Math.log2(1 + Math.max(0, micros) / 1000) * 3);
}
