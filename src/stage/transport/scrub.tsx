import { type MotionValue, m, useTransform } from 'framer-motion';
import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Capture } from '../../capture/capture';
import { type Playback, stepFrom, type Track } from '../../timeline';
import type { Axis } from './axis';
import { Overview } from './overview';
import styles from './scrub.module.css';
import { spokenPlace } from './spoken';
import { useOverview } from './use-overview';
import { useShownTime } from './use-shown-time';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/** Page up and down go this many units. */
const LEAP = 10;

/**
 * All that has happened, in one line: to scale while something happens, silence folded and named. A slider: arrows go from
 * unit to unit.
 */
export const Scrub = memo(function Scrub({ capture, playback }: Props) {
  const line = useRef<HTMLDivElement>(null);
  const width = useWidthOf(line);
  const overview = useOverview(capture, width);
  const { axis, track } = overview;
  const first = track.moments.at[0] ?? 0;
  const now = useShownTime(playback);
  const seekTo = (event: PointerEvent) => {
    const { left } = line.current!.getBoundingClientRect();
    playback.seek(axis.toCapture(Math.min(1, Math.max(0, (event.clientX - left) / width))));
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
      aria-valuetext={spokenPlace(capture.decoder, track, now)}
      onKeyDown={(event) => onKeyDown(event, playback)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
    >
      <div className={styles.line} ref={line}>
        <Seen axis={axis} now={playback.now} />
        <Overview {...overview} width={width} />
        <Head axis={axis} now={playback.now} width={width} />
      </div>
    </div>
  );
});

interface HeadProps {
  readonly axis: Axis;
  readonly now: MotionValue<number>;
  readonly width: number;
}

/** The playhead. */
function Head({ axis, now, width }: HeadProps) {
  const transform = useTransform(now, (at) => `translateX(${(axis.toShare(at) * width).toFixed(1)}px)`);
  return <m.div className={styles.head} style={{ transform }} />;
}

/** The part of the line that lies behind the playhead. */
function Seen({ axis, now }: Omit<HeadProps, 'width'>) {
  const scaleX = useTransform(now, (at) => axis.toShare(at));
  return <m.div className={styles.seen} style={{ scaleX, originX: 0 }} />;
}

function onKeyDown(event: KeyboardEvent, playback: Playback): void {
  const move = keyMove(event.key, playback);
  if (move === null) return;
  event.preventDefault();
  move();
}

function keyMove(key: string, playback: Playback): (() => void) | null {
  const { track } = playback;
  if (key === 'ArrowRight' || key === 'ArrowUp') return () => playback.step(1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return () => playback.step(-1);
  if (key === 'Home') return () => playback.seek(track.moments.at[0] ?? 0);
  if (key === 'End') return () => playback.seek(track.endAt);
  if (key === 'PageUp') return () => playback.seek(leap(track, playback.now.get(), 1));
  if (key === 'PageDown') return () => playback.seek(leap(track, playback.now.get(), -1));
  return null;
}

function leap(track: Track, from: number, direction: 1 | -1): number {
  let at = from;
  for (let i = 0; i < LEAP; i++) at = stepFrom(track, at, direction)?.at ?? at;
  return at;
}

/** The element's width in pixels. */
function useWidthOf(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(400);
  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => setWidth(Math.max(1, element.clientWidth));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
