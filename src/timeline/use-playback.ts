import { cancelFrame, frame } from 'framer-motion';
import { useMemo, useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback, PlaybackState } from './playback';
import { MAX_CAPSULES, type Scene, sceneAt } from './scene';
import { keepSame } from './scene-same';
import { timetableOf } from './timetable';

/** Mode, speed and what waits; renders again when one of them changes, not with the clock. */
export function usePlaybackState(playback: Playback): PlaybackState {
  return useSyncExternalStore(playback.subscribe, () => playback.state);
}

/** Only the mode; what waits may change with every frame. */
export function usePlaybackMode(playback: Playback): PlaybackState['mode'] {
  return useSyncExternalStore(playback.subscribe, () => playback.state.mode);
}

/**
 * What is to be seen now, with room for `most` capsules in each direction of a cable; renders again only when something else is
 * to be seen, never just because time passes.
 */
export function useScene(capture: Capture, playback: Playback, most = MAX_CAPSULES): Scene {
  const source = useMemo(() => sceneSource(capture, playback, most), [capture, playback, most]);
  return useSyncExternalStore(source.subscribe, source.get);
}

function sceneSource(capture: Capture, playback: Playback, most: number) {
  const sceneNow = () => sceneAt(timetableOf(capture), playback.warp, playback.now.get(), most);
  const seen = { scene: sceneNow(), now: Number.NaN, revision: -1, warp: playback.warp };
  const refresh = () => {
    const [now, { revision }, { warp }] = [playback.now.get(), capture, playback];
    if (seen.now === now && seen.revision === revision && seen.warp === warp) return seen.scene;
    const scene = keepSame(seen.scene, sceneNow());
    Object.assign(seen, { scene, now, revision, warp });
    return seen.scene;
  };
  return {
    get: refresh,
    subscribe(listener: () => void) {
      // A busy feed brings several messages a frame: what they change is drawn with the frame, not with each of them.
      const soon = () => frame.render(listener);
      const stops = [playback.now.on('change', soon), playback.subscribe(soon), capture.subscribe(soon)];
      return () => {
        cancelFrame(listener);
        for (const stop of stops) stop();
      };
    },
  };
}
