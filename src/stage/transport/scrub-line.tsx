import type { MotionValue } from 'framer-motion';
import type { PointerEvent, ReactNode, RefObject } from 'react';
import { useFollow } from '../../ui/use-follow';
import type { Axis } from './axis';
import styles from './scrub.module.css';

export interface ScrubLineProps {
  /** The playhead. */
  readonly now: MotionValue<number>;
  /** Between the playhead's time and a share of the line, from 0 to 1. */
  readonly axis: Pick<Axis, 'toShare' | 'toCapture'>;
  /** The line itself, whose width is measured by whoever draws on it. */
  readonly line: RefObject<HTMLDivElement | null>;
  readonly width: number;
  /** In milliseconds, for assistive technology. */
  readonly value: { readonly most: number; readonly now: number; readonly text: string };
  readonly label: string;
  readonly onSeek: (at: number) => void;
  /** What a key does; null for one that does nothing. */
  readonly keyMove: (key: string) => (() => void) | null;
  /** What is drawn on the line. */
  readonly children?: ReactNode;
}

/** A line with a playhead on it, as a slider, whatever it plays. */
export function ScrubLine(props: ScrubLineProps) {
  const { now, axis, line, width, value } = props;
  const seekTo = (event: PointerEvent) => {
    const { left } = line.current!.getBoundingClientRect();
    props.onSeek(axis.toCapture(Math.min(1, Math.max(0, (event.clientX - left) / width))));
  };
  return (
    <div
      className={styles.scrub}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={Math.round(value.most)}
      aria-valuenow={Math.round(Math.min(value.most, Math.max(0, value.now)))}
      aria-valuetext={value.text}
      onKeyDown={(event) => {
        const move = props.keyMove(event.key);
        if (move === null) return;
        event.preventDefault();
        move();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
    >
      <div className={styles.line} ref={line}>
        <Seen axis={axis} now={now} />
        {props.children}
        <Head axis={axis} now={now} width={width} />
      </div>
    </div>
  );
}

type HeadProps = Pick<ScrubLineProps, 'axis' | 'now' | 'width'>;

/** The playhead. */
function Head({ axis, now, width }: HeadProps) {
  const head = useFollow(now, (element: HTMLDivElement, at) => {
    element.style.transform = `translateX(${(axis.toShare(at) * width).toFixed(1)}px)`;
  });
  return <div ref={head} className={styles.head} />;
}

/** The part of the line that lies behind the playhead. */
function Seen({ axis, now }: Omit<HeadProps, 'width'>) {
  const seen = useFollow(now, (element: HTMLDivElement, at) => {
    element.style.transform = `scaleX(${axis.toShare(at)})`;
  });
  return <div ref={seen} className={styles.seen} />;
}
