import { memo } from 'react';
import type { Track } from '../../timeline';
import type { FaultFlight } from '../../timeline/faults';
import { formatSpan } from '../format';
import type { Axis } from './axis';
import type { Bars } from './bars';
import styles from './overview.module.css';

interface Props {
  readonly axis: Axis;
  readonly bars: readonly Bars[];
  readonly faults: readonly FaultFlight[];
  readonly track: Track;
  readonly width: number;
  /** Changes when `faults` or `track`, which grow in place, have changed. */
  readonly revision: number;
}

/** Half of the overview's height. */
export const HALF_PX = 20;
/** A label of a fold needs this much room. */
const LABEL_PX = 34;
/** More marks than this would be one red wall. */
const MOST_MARKS = 100;

/** How much was sent when: bars up for the client, down for the server, in their layers' colours; silence folded, faults marked. */
export const Overview = memo(function Overview({ axis, bars, faults, track, width }: Props) {
  const x = (share: number) => (share * width).toFixed(1);
  return (
    <svg
      className={styles.overview}
      viewBox={`0 ${-HALF_PX} ${width} ${HALF_PX * 2}`}
      width={width}
      height={HALF_PX * 2}
      aria-hidden
    >
      <path className={styles.middle} d={middleLine(axis, width)} />
      {bars.map(({ layer, path }) => (
        <path key={layer} d={path} data-layer={layer} />
      ))}
      {axis.folds.map(({ from, to, micros }) => (
        <g key={from} className={styles.fold}>
          <title>nothing for {formatSpan(micros)}</title>
          <path d={`M${x(from)} 0H${x(to)}`} />
          {(to - from) * width >= LABEL_PX && (
            <text x={x((from + to) / 2)} y={-6}>
              {formatSpan(micros)}
            </text>
          )}
        </g>
      ))}
      {faults.slice(0, MOST_MARKS).map(({ unit, flight }) => (
        <path
          key={unit.id}
          className={styles.fault}
          d={`M${x(axis.toShare(track.landAt[flight]!))} ${-HALF_PX + 7}l-4 -7h8zm-.75 0v${HALF_PX * 2 - 7}h1.5v-${HALF_PX * 2 - 7}z`}
        />
      ))}
    </svg>
  );
});

/** The line itself, where time is to scale. */
function middleLine({ folds }: Axis, width: number): string {
  let path = 'M0 0';
  for (const { from, to } of folds) path += `H${(from * width).toFixed(1)}M${(to * width).toFixed(1)} 0`;
  return `${path}H${width}`;
}
