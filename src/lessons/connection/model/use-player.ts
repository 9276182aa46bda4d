import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ModelRun } from './model';
import { ModelPlayer, type PlayerState } from './player';

/** A player for a run, which stops on unmount. */
export function useModelPlayer(first: () => ModelRun): ModelPlayer {
  const [player] = useState(() => new ModelPlayer(first()));
  useEffect(() => () => player.pause(), [player]);
  return player;
}

/** The player's state; re-renders at instants of the run, never per frame. */
export function usePlayerState(player: ModelPlayer): PlayerState {
  return useSyncExternalStore(player.subscribe, () => player.state);
}
