import { useRef, useState } from 'react';
import { type FrameDraft, frameDraft, type Readiness, randomKey, specOf } from './draft';
import type { FramePreset } from './presets';

/** A frame in the list, with a number that stays with it. */
interface ListedFrame {
  readonly id: number;
  readonly draft: FrameDraft;
  readonly ready: Readiness;
}

/** The frames that are being built, one of which is shown. */
export interface Frames {
  readonly all: readonly ListedFrame[];
  readonly current: ListedFrame;
  /** The name of the preset, until it is changed; then null. */
  readonly preset: string | null;
  begin(preset: FramePreset): void;
  change(change: Partial<FrameDraft>): void;
  look(id: number): void;
  add(): void;
  remove(id: number): void;
  /** By one place: -1 is earlier. */
  move(id: number, by: -1 | 1): void;
}

/** A list with the element at `from` moved by `by`; the same list where there is no such place. */
export function moved<Item>(list: readonly Item[], from: number, by: number): readonly Item[] {
  const to = from + by;
  if (from < 0 || to < 0 || to >= list.length) return list;
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function useFrames(first: FramePreset): Frames {
  const count = useRef(0);
  const listed = (draft: FrameDraft): ListedFrame => ({ id: ++count.current, draft, ready: specOf(draft) });
  const [all, put] = useState(() => first.frames.map(listed));
  const [looked, setLooked] = useState<number | null>(null);
  const [preset, setPreset] = useState<string | null>(first.name);
  const setAll = (frames: ListedFrame[]) => {
    put(frames);
    setPreset(null);
  };
  const current = all.find(({ id }) => id === looked) ?? all[0]!;
  return {
    all,
    current,
    preset,
    begin(next) {
      put(next.frames.map(listed));
      setPreset(next.name);
      setLooked(null);
    },
    change(change) {
      const draft = { ...current.draft, ...change };
      setAll(
        all.map((frame) => (frame.id === current.id ? { id: frame.id, draft, ready: specOf(draft) } : frame)),
      );
    },
    look: setLooked,
    add() {
      const next = listed(frameDraft({ key: randomKey() }));
      const place = all.indexOf(current) + 1;
      setAll([...all.slice(0, place), next, ...all.slice(place)]);
      setLooked(next.id);
    },
    remove(id) {
      if (all.length === 1) return;
      const place = all.findIndex((frame) => frame.id === id);
      const left = all.filter((frame) => frame.id !== id);
      setAll(left);
      if (current.id === id) setLooked(left[Math.min(place, left.length - 1)]!.id);
    },
    move(id, by) {
      setAll([
        ...moved(
          all,
          all.findIndex((frame) => frame.id === id),
          by,
        ),
      ]);
    },
  };
}
