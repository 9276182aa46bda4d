import { useMemo, useSyncExternalStore } from 'react';
import type { Unit } from '../protocol/unit';
import type { InstrumentParts } from './use-instrument';

/** The newest units that have left by the playhead, oldest first; renders again when there are others. */
export function useHappened({ capture, playback }: InstrumentParts, most: number): readonly Unit[] {
  const source = useMemo(() => {
    let shown: readonly Unit[] = [];
    const refresh = () => {
      const now = playback.now.get();
      const { flights, leaveAt } = playback.timetable;
      const units: Unit[] = [];
      for (let i = flights.length - 1; i >= 0 && units.length < most; i--) {
        if (leaveAt[i]! <= now) units.push(flights[i]!.unit);
      }
      units.reverse();
      if (units.length !== shown.length || units.some((unit, i) => unit !== shown[i])) shown = units;
      return shown;
    };
    return {
      get: refresh,
      subscribe(listener: () => void) {
        const stops = [playback.now.on('change', listener), capture.subscribe(listener)];
        return () => {
          for (const stop of stops) stop();
        };
      },
    };
  }, [capture, playback, most]);
  return useSyncExternalStore(source.subscribe, source.get);
}
