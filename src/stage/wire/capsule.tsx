import { memo, type Ref, useMemo } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Pointing } from '../../timeline';
import { isFaulty } from '../../timeline/faults';
import { faultyIn, isControl, selectionFor } from '../innermost';
import styles from './capsule.module.css';

/** Flat, so that of a burst, which renews its cable with every frame, only the capsules that differ are drawn again. */
interface Props {
  /** The lane places it. */
  readonly ref: Ref<HTMLButtonElement>;
  readonly unit: Unit;
  /** Of the unit, which is completed in place: it tells that it has changed. */
  readonly revision: number;
  /** How many units it stands for; `unit` is the first. */
  readonly count: number;
  readonly top: Unit;
  readonly label: string;
  /** Its first bytes, for a second line; empty for none. */
  readonly bytes: string;
  /** Width of the hatching that stands for a masked payload; 0 without. */
  readonly hatchPx: number;
  readonly widthPx: number;
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly isSelected: boolean;
  readonly isPointed: boolean;
  /** Browser tools hide it, and that view is on. */
  readonly isGrey: boolean;
  /** When it lands: microseconds of the lab's clock. */
  readonly landedAt: number;
  /** The lab swallows it: it reaches nobody. */
  readonly isSwallowed: boolean;
}

/** A unit in flight, or several of a burst. */
export const CapsuleButton = memo(function CapsuleButton(props: Props) {
  const { unit, revision, count, top, hatchPx, decoder, pointing } = props;
  const faulty = faultyIn(decoder, unit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the unit is completed in place; its revision tells.
  const sentence = useMemo(() => decoder.sentenceOf(top), [decoder, top, revision]);
  return (
    <button
      ref={props.ref}
      type="button"
      className={styles.capsule}
      style={{ width: props.widthPx }}
      data-layer={count > 1 ? unit.layer : top.layer}
      data-unit={unit.id}
      data-from={unit.sender}
      data-landed-at={Math.round(props.landedAt)}
      data-control={(count === 1 && isControl(unit)) || undefined}
      data-several={count > 1 || undefined}
      data-fault={(faulty !== null && isFaulty(faulty)) || undefined}
      data-after-failure={unit.isAfterFailure || undefined}
      data-grey={props.isGrey || undefined}
      data-swallowed={props.isSwallowed || undefined}
      data-pointed={props.isPointed || undefined}
      aria-pressed={props.isSelected}
      aria-label={count > 1 ? `${sentence} And ${count - 1} more right after it.` : sentence}
      onClick={() => pointing.select(selectionFor(decoder, unit))}
      onPointerEnter={() => pointing.point({ unit: top, range: null })}
      onPointerLeave={() => pointing.point(null)}
      onFocus={() => pointing.point({ unit: top, range: null })}
      onBlur={() => pointing.point(null)}
    >
      <span className={styles.label}>{props.label}</span>
      {hatchPx > 0 && <span className={styles.hatch} style={{ width: hatchPx }} />}
      {props.bytes !== '' && <span className={styles.bytes}>{props.bytes}</span>}
      <span className={styles.arrow} aria-hidden>
        {props.isSwallowed ? '✕' : unit.sender === 'client' ? '→' : '←'}
      </span>
    </button>
  );
});
