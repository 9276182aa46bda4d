import { cancelFrame, frame } from 'framer-motion';
import { useMemo, useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';
import type { Playback, PlaybackState } from './playback';
import { MAX_CAPSULES, type Scene, sceneAt } from './scene';
import { keepSame } from './scene-same';
import { timetableOf } from './timetable';

/** Mode, speed and waiting units; renders again when one changes, not with the clock. */
export function usePlaybackState(playback: Playback): PlaybackState {
  return useSyncExternalStore(playback.subscribe, () => playback.state);
}

/** Only the mode; waiting units may change every frame. */
export function usePlaybackMode(playback: Playback): PlaybackState['mode'] {
  return useSyncExternalStore(playback.subscribe, () => playback.state.mode);
}

/**
 * What is visible now, with room for `most` capsules in each direction of a cable; renders again only when something
 * else is visible, not as time passes.
 */
export function useScene(capture: Capture, playback: Playback, most = MAX_CAPSULES): Scene {
  const source = useMemo(() => sceneSource(capture, playback, most), [capture, playback, most]);
  return useSyncExternalStore(source.subscribe, source.get);
}

function sceneSource(capture: Capture, playback: Playback, most: number) {
  const sceneNow = () =>
    sceneAt(timetableOf(capture), playback.warp, playback.now.get(), most, playback.stage.get());
  const seen = { scene: sceneNow(), now: Number.NaN, stage: Number.NaN, revision: -1, warp: playback.warp };
  const refresh = () => {
    const [now, stage] = [playback.now.get(), playback.stage.get()];
    const [{ revision }, { warp }] = [capture, playback];
    const isSeen = seen.now === now && seen.stage === stage;
    if (isSeen && seen.revision === revision && seen.warp === warp) return seen.scene;
    const scene = keepSame(seen.scene, sceneNow());
    Object.assign(seen, { scene, now, stage, revision, warp });
    return seen.scene;
  };
  return {
    get: refresh,
    subscribe(listener: () => void) {
      // A busy feed sends several messages per frame: their changes are drawn together.
      const soon = () => frame.render(listener);
      const stops = [
        playback.now.on('change', soon),
        playback.stage.on('change', soon),
        playback.subscribe(soon),
        capture.subscribe(soon),
      ];
      return () => {
        cancelFrame(listener);
        for (const stop of stops) stop();
      };
    },
  };
}
