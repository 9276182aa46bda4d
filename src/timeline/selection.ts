import type { ByteRange, Unit } from '../protocol/unit';

/** What is selected, or pointed at, anywhere on the page: the whole unit, or a range of its own bytes. */
export interface Selection {
  readonly unit: Unit;
  /** From the unit's own first byte; null for the whole unit. */
  readonly range: ByteRange | null;
}

/** Handed to every part of the instrument and to the lesson: one selection, one thing pointed at. */
export interface Pointing {
  readonly selected: Selection | null;
  /** Under the mouse or focus; lights the same bytes everywhere. */
  readonly pointed: Selection | null;
  select(selection: Selection | null): void;
  point(selection: Selection | null): void;
}
