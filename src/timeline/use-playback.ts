import { useMemo, useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { Playback, PlaybackState } from './playback';
import { type Scene, sceneAt } from './scene';
import { sameScene } from './scene-same';
import { type Track, trackOf } from './track';

/** Mode, speed and what waits; renders again when one of them changes, not with the clock. */
export function usePlaybackState(playback: Playback): PlaybackState {
  return useSyncExternalStore(playback.subscribe, () => playback.state);
}

/** The timetable, up to date; renders again when the capture has changed. */
export function useTrack(capture: Capture): Track {
  useRevision(capture);
  return trackOf(capture);
}

/** What is to be seen now; renders again only when something else is to be seen, never just because time passes. */
export function useScene(capture: Capture, playback: Playback): Scene {
  const source = useMemo(() => sceneSource(capture, playback), [capture, playback]);
  return useSyncExternalStore(source.subscribe, source.get);
}

function sceneSource(capture: Capture, playback: Playback) {
  let scene = sceneAt(trackOf(capture), playback.warp, playback.now.get());
  const refresh = () => {
    const next = sceneAt(playback.track, playback.warp, playback.now.get());
    if (!sameScene(scene, next)) scene = next;
    return scene;
  };
  return {
    get: refresh,
    subscribe(listener: () => void) {
      const tell = () => {
        const before = scene;
        if (refresh() !== before) listener();
      };
      const stops = [playback.now.on('change', tell), playback.subscribe(tell), capture.subscribe(tell)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
