import { useSyncExternalStore } from 'react';
import type { ByteRange, Unit } from '../protocol/unit';

/** What is selected, or pointed at, on the page: a unit, or a range of its own bytes. */
export interface Selection {
  readonly unit: Unit;
  /** From the unit's own first byte; null for the whole unit. */
  readonly range: ByteRange | null;
}

/** The one selection and the one thing pointed at (by mouse or focus), shared by stage, inspector and lesson. */
export interface Pointing {
  readonly selected: Selection | null;
  readonly pointed: Selection | null;
  select(selection: Selection | null): void;
  point(selection: Selection | null): void;
  subscribe(listener: () => void): () => void;
}

export function createPointing(): Pointing {
  const listeners = new Set<() => void>();
  let selected: Selection | null = null;
  let pointed: Selection | null = null;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    get selected() {
      return selected;
    },
    get pointed() {
      return pointed;
    },
    select(selection) {
      if (isSame(selected, selection)) return;
      selected = selection;
      tell();
    },
    point(selection) {
      if (isSame(pointed, selection)) return;
      pointed = selection;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSame(a: Selection | null, b: Selection | null): boolean {
  return (
    a === b || (a?.unit === b?.unit && a?.range?.start === b?.range?.start && a?.range?.end === b?.range?.end)
  );
}

export function useSelected(pointing: Pointing): Selection | null {
  return useSyncExternalStore(pointing.subscribe, () => pointing.selected);
}

export function usePointed(pointing: Pointing): Selection | null {
  return useSyncExternalStore(pointing.subscribe, () => pointing.pointed);
}
