import { useSyncExternalStore } from 'react';
import { layerOf } from '../protocol/layers';
import type { Field, Unit } from '../protocol/unit';

/** How the parts of the instrument show things: everything, or greyed where browser tools hide it. */
export interface Viewing {
  /** Whether what a browser's developer tools hide is grey. */
  readonly devTools: boolean;
  setDevTools(on: boolean): void;
  subscribe(listener: () => void): () => void;
}

export function createViewing(): Viewing {
  const listeners = new Set<() => void>();
  let devTools = false;
  return {
    get devTools() {
      return devTools;
    },
    setDevTools(on) {
      if (on === devTools) return;
      devTools = on;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useDevTools(viewing: Viewing): boolean {
  return useSyncExternalStore(viewing.subscribe, () => viewing.devTools);
}

/** Whether a browser's developer tools hide this unit. */
export function hiddenByDevTools(unit: Unit): boolean {
  return layerOf(unit.layer).hiddenByTools?.unit?.(unit) ?? false;
}

/** Whether a browser's developer tools hide this field: any of a hidden unit, and framing. */
export function fieldHiddenByDevTools(unit: Unit, field: Field): boolean {
  return hiddenByDevTools(unit) || (layerOf(unit.layer).hiddenByTools?.terms?.has(field.term) ?? false);
}
