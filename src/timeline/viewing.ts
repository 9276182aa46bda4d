import { useSyncExternalStore } from 'react';
import { layerOf } from '../protocol/layers';
import type { Field, Unit } from '../protocol/unit';

/** How the parts of the instrument show things: everything, greyed where browser tools hide it, or without some requests. */
export interface Viewing {
  /** Whether what a browser's developer tools hide is grey. */
  readonly devTools: boolean;
  setDevTools(on: boolean): void;
  /** Requests whose path or subprotocol these texts name are left out, with what they opened: see `isHiddenRequest`. */
  readonly hiddenTexts: readonly string[];
  hide(texts: readonly string[]): void;
  subscribe(listener: () => void): () => void;
}

export function createViewing(): Viewing {
  const listeners = new Set<() => void>();
  let devTools = false;
  let hiddenTexts: readonly string[] = [];
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    get devTools() {
      return devTools;
    },
    setDevTools(on) {
      if (on === devTools) return;
      devTools = on;
      tell();
    },
    get hiddenTexts() {
      return hiddenTexts;
    },
    hide(texts) {
      if (texts.length === 0 && hiddenTexts.length === 0) return;
      hiddenTexts = texts;
      tell();
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
