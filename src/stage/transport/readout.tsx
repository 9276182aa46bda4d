import { cancelFrame, frame } from 'framer-motion';
import { type RefObject, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Capture } from '../../capture/capture';
import { type Playback, trackOf } from '../../timeline';
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
        <span
          ref={time}
          className={styles.time}
          title="≈: at the browser’s end, so worked out, not measured"
        />
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

function clockText(track: Playback['track'], now: number): string {
  const sign = isInferred(track, now) ? '≈ ' : '';
  return sign + formatClock(now - (track.moments.at[0] ?? now));
}

function endText(track: Playback['track']): string {
  return formatClock(track.endAt - (track.moments.at[0] ?? 0));
}

/** A ref for an element whose text follows the playhead and the capture past React: it may change with every frame. */
function useReading(
  { capture, playback }: Props,
  read: (track: Playback['track'], now: number) => string,
): RefObject<HTMLSpanElement | null> {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const refresh = () => {
      const text = read(trackOf(capture), playback.now.get());
      if (ref.current && ref.current.textContent !== text) ref.current.textContent = text;
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
