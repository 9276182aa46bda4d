import type { Capture } from '../capture/capture';
import { SENTENCES } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { Unit } from '../protocol/unit';
import type { Playback } from './playback';

/** The newest units sent before the playhead, oldest first; renders again when they change. */
export function useHappened(capture: Capture, playback: Playback, most: number): readonly Unit[] {
  const find = () => {
    const { flights, moments } = playback.timetable;
    const units: Unit[] = [];
    for (let i = moments.countUpTo(playback.now.get()) - 1; i >= 0 && units.length < most; i--) {
      const ref = moments.ref[i]!;
      if (ref >= 0 && ref % 2 === 0) units.push(flights[ref / 2]!.unit);
    }
    return units.reverse();
  };
  const of = () => find().flatMap(({ id, revision }) => [id, revision]);
  useRevision(capture, { of, playback, pace: SENTENCES });
  return find();
}
