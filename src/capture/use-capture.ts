import { useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Capture } from './capture';
import { type Drawn, EVERY_CHANGE, type Pace, revisionStore } from './revision-store';

/** The part of a playhead that reports when it moves. */
interface Playhead {
  readonly now: { on(event: 'change', listener: () => void): () => void };
  subscribe(listener: () => void): () => void;
}

interface RevisionOptions {
  /** Numbers that change with what is drawn of the capture; the capture's revision by default. */
  readonly of?: () => Drawn;
  /** What is drawn depends on this playhead, too. */
  readonly playback?: Playhead;
  readonly pace?: Pace;
}

/** Renders again when what is drawn of a capture changes: the only way in which the page follows one. */
export function useRevision(
  capture: Capture,
  { of, playback, pace = EVERY_CHANGE }: RevisionOptions = {},
): void {
  const read = useRef(of);
  read.current = of;
  const store = useMemo(() => {
    const sources = [capture.subscribe];
    if (playback) sources.push((look) => playback.now.on('change', look), playback.subscribe);
    return revisionStore(() => read.current?.() ?? [capture.revision], pace, sources);
  }, [capture, playback, pace]);
  useSyncExternalStore(store.subscribe, store.get);
  const drawn = of?.() ?? [capture.revision];
  useLayoutEffect(() => store.drew(drawn));
}
