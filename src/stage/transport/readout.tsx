import { cancelFrame, frame } from 'framer-motion';
import { type RefObject, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import { type Playback, timetableOf } from '../../timeline';
import { zeroOf } from '../../timeline/printed-time';
import { setText } from '../../ui/set-text';
import { formatClock } from '../format';
import styles from './readout.module.css';
import { deltaText, isInferred } from './spoken';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/** The time of the playhead, the time of the wire, and the true times between the units around the playhead. */
export function Readout({ capture, playback }: Props) {
  const isBehind = useSyncExternalStore(playback.subscribe, () => playback.state.waiting > 0);
  const time = useReading({ capture, playback }, clockText);
  const end = useReading({ capture, playback }, endText);
  const delta = useReading({ capture, playback }, deltaText);
  return (
    <p className={styles.readout}>
      <span className={styles.line}>
        <span ref={time} className={styles.time} title="≈: at the client, so inferred" />
        {isBehind && (
          <span className={styles.wire} title="The wire goes on: its newest moment">
            of <span ref={end} />
          </span>
        )}
      </span>
      <span
        ref={delta}
        className={styles.delta}
        title="Measured at the server’s tap, from unit to unit, whatever the speed"
      />
    </p>
  );
}

/** Empty before the first unit, from which the time counts. */
function clockText(timetable: Playback['timetable'], now: number): string {
  const zero = zeroOf(timetable);
  if (zero === null) return '';
  const sign = isInferred(timetable, now) ? '≈ ' : '';
  return sign + formatClock(Math.max(0, now - zero));
}

function endText(timetable: Playback['timetable']): string {
  return formatClock(timetable.endAt - (zeroOf(timetable) ?? 0));
}

/** A ref to an element whose text follows playhead and capture outside React, since it may change every frame. */
function useReading(
  { capture, playback }: Props,
  read: (timetable: Playback['timetable'], now: number) => string,
): RefObject<HTMLSpanElement | null> {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const refresh = () => {
      const text = read(timetableOf(capture), playback.now.get());
      if (ref.current) setText(ref.current, text);
    };
    refresh();
    const soon = () => frame.render(refresh);
    const stops = [playback.now.on('change', soon), playback.subscribe(soon), capture.subscribe(soon)];
    return () => {
      cancelFrame(refresh);
      for (const stop of stops) stop();
    };
  });
  return ref;
}
