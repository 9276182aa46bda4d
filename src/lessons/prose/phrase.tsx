import type { ReactNode } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { ByteRange, Unit, WireRange } from '../../protocol/unit';
import { type Selection, usePointed, useSelected } from '../../timeline/pointing';
import { fieldOf } from '../traffic';
import { useLesson } from '../use-lesson';
import styles from './prose.module.css';

interface Props {
  /** Null while there is nothing to point at: then it is plain text. */
  readonly unit: Unit | null | undefined;
  /** A field of it by its name; without field and range it is the whole unit. */
  readonly field?: string;
  readonly range?: ByteRange;
  readonly children: ReactNode;
}

/**
 * Words that speak of bytes: pointing at them lights up those bytes everywhere, and they are lit when the bytes are
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
  );
}

const rangeOf = (field: ByteRange | undefined) => (field ? { start: field.start, end: field.end } : null);

/** Whether two things that can be pointed at share bytes on the wire; a whole unit is like itself only. */
export function touches(decoder: Decoder, a: Selection, b: Selection | null): boolean {
  if (!b) return false;
  if (a.range === null || b.range === null) return a.unit === b.unit && a.range === b.range;
  const ours = decoder.toWire(a.unit, a.range).ranges;
  const others = decoder.toWire(b.unit, b.range).ranges;
  return ours.some((range) => others.some((other) => overlaps(range, other)));
}

const overlaps = (a: WireRange, b: WireRange) =>
  a.connection === b.connection && a.sender === b.sender && a.start < b.end && b.start < a.end;
