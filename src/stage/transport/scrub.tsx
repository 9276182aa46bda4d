import { m, useTransform } from 'framer-motion';
import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef } from 'react';
import type { Capture } from '../../capture/capture';
import { createWarp, type Playback, stepFrom, trackOf } from '../../timeline';
import { formatClock } from '../format';
import { usePaced } from '../pace';
import { Overview } from './overview';
import styles from './scrub.module.css';
import { useShownTime } from './use-shown-time';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/**
 * All that has happened, in one line: ticks above it for what the client sent, below it for the server, in their layers'
 * colours. Silence is folded, as in `explain`. A slider: arrows go from unit to unit.
 */
export const Scrub = memo(function Scrub({ capture, playback }: Props) {
  const track = trackOf(capture);
  usePaced(capture, null, () => capture.revision + trackOf(capture).flights.length);
  const line = useRef<HTMLDivElement>(null);
  const warp = useMemo(() => createWarp('explain', track), [track]);
  const first = track.moments.at[0] ?? 0;
  const overview = useMemo(() => new Overview(capture.decoder, track, warp), [capture, track, warp]);
  const { start, lengthMs: length } = overview;
  const share = (now: number) => Math.min(1, Math.max(0, (warp.toStage(now) - start) / length));
  const transform = useTransform(playback.now, (now) => `translateX(${(share(now) * 100).toFixed(3)}cqw)`);
  const now = useShownTime(playback);
  const ticks = overview.ticks();

  const seekTo = (event: PointerEvent) => {
    const { left: from, width } = line.current!.getBoundingClientRect();
    playback.seek(warp.toCapture(start + ((event.clientX - from) / width) * length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyTarget(event.key);
    if (to === null) return;
    event.preventDefault();
    to();
  };
  const keyTarget = (key: string): (() => void) | null => {
    if (key === 'ArrowRight' || key === 'ArrowUp') return () => playback.step(1);
    if (key === 'ArrowLeft' || key === 'ArrowDown') return () => playback.step(-1);
    if (key === 'Home') return () => playback.seek(first);
    if (key === 'End') return () => playback.seek(track.endAt);
    if (key === 'PageUp' || key === 'PageDown') return () => playback.seek(leap(key === 'PageUp' ? 1 : -1));
    return null;
  };
  const leap = (direction: 1 | -1) => {
    let at = playback.now.get();
    for (let i = 0; i < 10; i++) at = stepFrom(track, at, direction)?.at ?? at;
    return at;
  };
  return (
    <div
      className={styles.scrub}
      role="slider"
      tabIndex={0}
      aria-label="Playhead"
      aria-valuemin={0}
      aria-valuemax={Math.round((track.endAt - first) / 1000)}
      aria-valuenow={Math.round(Math.min(track.endAt - first, Math.max(0, now - first)) / 1000)}
      aria-valuetext={formatClock(now - first)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
    >
      <div className={styles.line} ref={line}>
        <svg className={styles.ticks} viewBox="0 -12 1000 24" preserveAspectRatio="none" aria-hidden>
          {ticks.map(({ layer, path }) => (
            <path key={layer} d={path} data-layer={layer} />
          ))}
        </svg>
        <m.div className={styles.head} style={{ transform }} />
      </div>
    </div>
  );
});
