import type { ReactNode } from 'react';
import type { ByteRange, Unit } from '../../protocol/unit';
import { usePointed, useSelected } from '../../timeline/pointing';
import { fieldOf } from '../traffic';
import { useLesson } from '../use-lesson';
import styles from './prose.module.css';
import { touches } from './touches';

interface Props {
  /** Null while there is nothing to point at: then it is plain text. */
  readonly unit: Unit | null | undefined;
  /** A field of it by its name; without field and range it is the whole unit. */
  readonly field?: string;
  readonly range?: ByteRange;
  readonly children: ReactNode;
}

/**
 * Words about bytes: pointing at them lights up those bytes everywhere, and they light up when the bytes are
 * pointed at elsewhere.
 */
export function Phrase({ unit, field, range, children }: Props) {
  const { run, pointing } = useLesson();
  const pointed = usePointed(pointing);
  const selected = useSelected(pointing);
  if (!unit) return <>{children}</>;
  const { decoder } = run.capture;
  const selection = { unit, range: range ?? rangeOf(fieldOf(run.capture, unit, field ?? '')) };
  const isLit = touches(decoder, selection, pointed ?? selected);
  return (
    <span className={styles.box}>
      <button
        type="button"
        className={styles.phrase}
        data-layer={unit.layer}
        data-lit={isLit}
        onPointerEnter={() => pointing.point(selection)}
        onPointerLeave={() => pointing.point(null)}
        onFocus={() => pointing.point(selection)}
        onBlur={() => pointing.point(null)}
        onClick={() => pointing.select(selection)}
      >
        {children}
      </button>
    </span>
  );
}

const rangeOf = (field: ByteRange | undefined) => (field ? { start: field.start, end: field.end } : null);
