import { useRevision } from '../capture/use-capture';
import { nameOfUnit } from '../inspector';
import type { Picture } from '../lessons/define';
import { timetableOf, useSelected } from '../timeline';
import { Lanes } from './Lanes';
import styles from './Strip.module.css';
import type { InstrumentParts } from './use-instrument';
import { Newest } from './WireStrip';

export const PART_NAMES: Readonly<Record<Picture, string>> = {
  wire: 'Wire',
  code: 'Code',
  figure: 'Figure',
  ladder: 'Ladder',
  inspector: 'Inspector',
};

interface Props {
  readonly part: Picture;
  readonly instrument: InstrumentParts;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The line that a part shrinks to while another one is large; it opens the part, and then closes it. */
export function Strip({ part, instrument, isOpen, onToggle }: Props) {
  return (
    <button
      type="button"
      className={styles.strip}
      data-part="strip"
      data-of={part}
      aria-expanded={isOpen}
      aria-controls={`part-${part}`}
      onClick={onToggle}
    >
      <span className={styles.mark} aria-hidden="true" />
      <strong className={styles.name}>{PART_NAMES[part]}</strong>
      {!isOpen && <Summary part={part} instrument={instrument} />}
    </button>
  );
}

/** What the closed part would show, in a few words. */
function Summary({ part, instrument }: Pick<Props, 'part' | 'instrument'>) {
  if (part === 'wire') {
    return (
      <>
        <Lanes {...instrument} />
        <span className={styles.about}>
          <Newest instrument={instrument} />
        </span>
      </>
    );
  }
  if (part === 'ladder') return <Arrows {...instrument} />;
  if (part === 'inspector') return <Selected {...instrument} />;
  return null;
}

function Arrows({ capture, since = 0 }: InstrumentParts) {
  const of = () => {
    const { leaveAt } = timetableOf(capture);
    return since ? leaveAt.filter((at) => at >= since).length : leaveAt.length;
  };
  useRevision(capture, { of: () => [of()] });
  const arrows = of();
  return (
    <span className={styles.about}>
      {arrows === 0 ? 'nothing sent yet' : `${arrows.toLocaleString('en-US')} sent`}
    </span>
  );
}

function Selected({ capture, pointing }: InstrumentParts) {
  const selected = useSelected(pointing);
  return (
    <span className={styles.about}>{selected ? nameOfUnit(capture, selected.unit) : 'nothing selected'}</span>
  );
}
