import type { ReactNode } from 'react';
import type { Picture } from '../lessons/define';
import styles from './Instrument.module.css';
import { Strip } from './Strip';
import type { Place } from './stage-layout';
import type { InstrumentParts } from './use-instrument';

interface Props {
  readonly part: Picture;
  readonly place: Place;
  /** It shares its place with other parts, as tabs. */
  readonly isTab: boolean;
  readonly hasStrip: boolean;
  readonly instrument: InstrumentParts;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** A part of the stage at its place, with the strip that opens and closes it. Closed, it keeps its state. */
export function StagePart({ part, place, isTab, hasStrip, instrument, onToggle, children }: Props) {
  const isShown = place === 'main' || place === 'open';
  return (
    <div className={styles.place} data-at={part} data-place={place} hidden={place === 'away'}>
      {hasStrip && <Strip {...{ part, instrument, onToggle }} isOpen={isShown} />}
      <div
        id={`part-${part}`}
        className={styles.part}
        data-part={part}
        data-drawing={part === 'wire' || part === 'ladder' || undefined}
        hidden={!isShown}
        {...(isTab && { role: 'tabpanel', 'aria-labelledby': `part-${part}-tab` })}
      >
        {children}
      </div>
    </div>
  );
}
