import { useSyncExternalStore } from 'react';
import { layerOf } from '../protocol/layers';
import type { Field, Unit } from '../protocol/unit';
import type { ConnectionTimeline } from './connection-timeline';
import type { Timetable } from './timetable';

/** How the parts of the instrument show things: everything, greyed where browser tools hide it, or without some requests. */
export interface Viewing {
  /** Whether what a browser's developer tools hide is grey. */
  readonly devTools: boolean;
  setDevTools(on: boolean): void;
  /** Requests that are left out, with what they opened: see `HiddenRequests`. Null while everything is shown. */
  readonly hidden: Hidden | null;
  hide(hidden: Hidden | null): void;
  subscribe(listener: () => void): () => void;
}

/** What is left out of the stage. Only the page of a watched server leaves anything out, and brings what decides it. */
export interface Hidden {
  readonly texts: readonly string[];
  /** Whether a unit is left out, at any layer. */
  hides(unit: Unit): boolean;
  /** Whether everything that a connection has carried is left out. */
  hidesAll(timetable: Timetable, timeline: ConnectionTimeline): boolean;
}

export function createViewing(): Viewing {
  const listeners = new Set<() => void>();
  let devTools = false;
  let hidden: Hidden | null = null;
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
    get hidden() {
      return hidden;
    },
    hide(next) {
      if (next === hidden) return;
      hidden = next;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const nothing = () => () => {};

/** What is left out of the stage, or null. */
export function useHidden(viewing: Viewing | undefined): Hidden | null {
  return useSyncExternalStore(viewing?.subscribe ?? nothing, () => viewing?.hidden ?? null);
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
