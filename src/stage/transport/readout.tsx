import { type MotionValue, m, useMotionValue } from 'framer-motion';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import { type Playback, timetableOf } from '../../timeline';
import { formatClock } from '../format';
import styles from './readout.module.css';
import { deltaText, isInferred } from './spoken';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/** Where the playhead stands, where the wire is meanwhile, and the true times between the units around it. */
export function Readout({ capture, playback }: Props) {
  const isBehind = useSyncExternalStore(playback.subscribe, () => playback.state.waiting > 0);
  const time = useReading({ capture, playback }, clockText);
  const end = useReading({ capture, playback }, endText);
  const delta = useReading({ capture, playback }, deltaText);
  return (
    <p className={styles.readout}>
      <span className={styles.line}>
        <m.span className={styles.time} title="≈: at the browser’s end, so worked out, not measured">
          {time}
        </m.span>
        {isBehind && (
          <span className={styles.wire} title="The wire goes on: its newest moment">
            of <m.span>{end}</m.span>
          </span>
        )}
      </span>
      <m.span
        className={styles.delta}
        title="Measured at the server’s tap, from unit to unit, whatever the speed"
      >
        {delta}
      </m.span>
    </p>
  );
}

function clockText(timetable: Playback['timetable'], now: number): string {
  const sign = isInferred(timetable, now) ? '≈ ' : '';
  return sign + formatClock(now - (timetable.moments.at[0] ?? now));
}

function endText(timetable: Playback['timetable']): string {
  return formatClock(timetable.endAt - (timetable.moments.at[0] ?? 0));
}

/** A text that follows the playhead and the capture past React, since it may change with every frame. */
function useReading(
  { capture, playback }: Props,
  read: (timetable: Playback['timetable'], now: number) => string,
): MotionValue<string> {
  const text = useMotionValue(read(playback.timetable, playback.now.get()));
  useLayoutEffect(() => {
    const refresh = () => text.set(read(timetableOf(capture), playback.now.get()));
    refresh();
    const stops = [
      playback.now.on('change', refresh),
      playback.subscribe(refresh),
      capture.subscribe(refresh),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [capture, playback, read, text]);
  return text;
}
