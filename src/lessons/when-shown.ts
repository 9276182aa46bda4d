import type { Playback } from '../timeline/playback';
import type { Traffic } from './traffic';

/**
 * Calls `tell` once the stage has shown this traffic to its end, so that no text precedes the wire: when the last of its
 * units has landed at the playhead, or at once when the stage is paused. The result cancels the wait.
 */
export function whenShown(playback: Playback, { units }: Traffic, tell: () => void): () => void {
  let isWaiting = true;
  const look = () => {
    if (!isWaiting) return;
    if (playback.state.mode !== 'paused' && playback.stage.get() < landingOf(playback, units)) return;
    stop();
    tell();
  };
  const stopStage = playback.stage.on('change', look);
  const stopState = playback.subscribe(look);
  const stop = () => {
    isWaiting = false;
    stopStage();
    stopState();
  };
  look();
  return stop;
}

/** When the last of them lands, in stage time; -Infinity when there are none. */
function landingOf({ timetable, warp }: Playback, units: Traffic['units']): number {
  timetable.update();
  let last = Number.NEGATIVE_INFINITY;
  for (const unit of units) {
    const flight = timetable.indexOfUnit(unit);
    if (flight !== null) last = Math.max(last, warp.landOf(flight));
  }
  return last;
}
