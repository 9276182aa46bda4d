import { memo } from 'react';
import type { Timetable } from '../../timeline';
import type { FaultFlight } from '../../timeline/faults';
import { formatSpan } from '../format';
import type { Axis, Folded } from './axis';
import type { Bars } from './bars';
import styles from './overview.module.css';

interface Props {
  readonly axis: Axis;
  readonly bars: readonly Bars[];
  readonly faults: readonly FaultFlight[];
  readonly timetable: Timetable;
  readonly width: number;
  /** Changes with `faults` and `timetable`, which grow in place. */
  readonly revision: number;
}

/** Half of the overview's height. */
export const HALF_PX = 20;
/** Between the labels of two folds. */
const LABEL_GAP_PX = 4;
/** More marks than this would be a red wall. */
const MAX_MARKS = 100;

/**
 * How much was sent when: bars up for the client, down for the server, in layer colours; silence folded, faults marked.
 */
export const Overview = memo(function Overview({ axis, bars, faults, timetable, width }: Props) {
  const x = (share: number) => (share * width).toFixed(1);
  return (
    <svg
      className={styles.overview}
      viewBox={`0 ${-HALF_PX} ${width} ${HALF_PX * 2}`}
      width={width}
      height={HALF_PX * 2}
      aria-hidden
    >
      {bars.map(({ layer, path }) => (
        <path key={layer} d={path} data-layer={layer} />
      ))}
      {axis.folds.map((fold) => (
        <Fold key={fold.from} {...fold} width={width} />
      ))}
      {faults.slice(0, MAX_MARKS).map(({ unit, flight }) => (
        <path
          key={unit.id}
          className={styles.fault}
          d={`M${x(axis.toShare(timetable.landAt[flight]!))} ${-HALF_PX + 7}l-4 -7h8zm-.75 0v${HALF_PX * 2 - 7}h1.5v-${HALF_PX * 2 - 7}z`}
        />
      ))}
    </svg>
  );
});

/** Silence: a dotted part of the line, with its true length if there is room. */
function Fold({ from, to, micros, width }: Folded & { readonly width: number }) {
  const text = formatSpan(micros);
  const path = `M${(from * width).toFixed(1)} 0H${(to * width).toFixed(1)}`;
  return (
    <g className={styles.fold}>
      <path className={styles.gap} d={path} />
      <path d={path} />
      <text
        x={(((from + to) / 2) * width).toFixed(1)}
        y={-6}
        ref={(element) => {
          // Measured: text is larger while presenting.
          const isWide = (element?.getComputedTextLength() ?? 0) + LABEL_GAP_PX > (to - from) * width;
          element?.classList.toggle(styles.wide!, isWide);
        }}
      >
        {text}
      </text>
    </g>
  );
}
