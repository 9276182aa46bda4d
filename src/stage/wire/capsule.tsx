import { memo, type Ref, useMemo } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Pointing } from '../../timeline';
import { isControl, selectionFor } from '../innermost';
import styles from './capsule.module.css';
import type { CapsuleText } from './capsule-text';

interface Props {
  /** The lane places it. */
  readonly ref: Ref<HTMLButtonElement>;
  readonly unit: Unit;
  /** How many units it stands for; `unit` is the first. */
  readonly count: number;
  readonly top: Unit;
  readonly text: CapsuleText;
  readonly widthPx: number;
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly isSelected: boolean;
  readonly isPointed: boolean;
  /** Browser tools would not show it, and the stage is to tell. */
  readonly isGrey: boolean;
  /** The lab swallows it: it reaches nobody. */
  readonly isSwallowed: boolean;
}

/** One unit on its way, or several of a burst. */
export const CapsuleButton = memo(function CapsuleButton(props: Props) {
  const { unit, count, top, text, decoder, pointing } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: units are completed in place; their last byte tells.
  const sentence = useMemo(() => decoder.sentenceOf(top), [decoder, top, unit.until]);
  return (
    <button
      ref={props.ref}
      type="button"
      className={styles.capsule}
      style={{ width: props.widthPx }}
      data-layer={count > 1 ? unit.layer : top.layer}
      data-from={unit.sender}
      data-control={(count === 1 && isControl(unit)) || undefined}
      data-several={count > 1 || undefined}
      data-fault={unit.fault ? true : undefined}
      data-grey={props.isGrey || undefined}
      data-swallowed={props.isSwallowed || undefined}
      data-pointed={props.isPointed || undefined}
      aria-pressed={props.isSelected}
      aria-label={count > 1 ? `${sentence} And ${count - 1} more right after it.` : sentence}
      onClick={() => pointing.select({ unit: selectionFor(decoder, unit), range: null })}
      onPointerEnter={() => pointing.point({ unit: top, range: null })}
      onPointerLeave={() => pointing.point(null)}
      onFocus={() => pointing.point({ unit: top, range: null })}
      onBlur={() => pointing.point(null)}
    >
      <span>{text.label}</span>
      {text.hatchPx > 0 && <span className={styles.hatch} style={{ width: text.hatchPx }} />}
      <span className={styles.arrow} aria-hidden>
        {props.isSwallowed ? '✕' : unit.sender === 'client' ? '→' : '←'}
      </span>
    </button>
  );
}, isSame);

/** A burst renews its cable with every frame, but only the newest capsule differs. */
function isSame(a: Props, b: Props): boolean {
  return (
    a.unit === b.unit &&
    a.unit.fault === b.unit.fault &&
    a.count === b.count &&
    a.top === b.top &&
    a.text.label === b.text.label &&
    a.text.hatchPx === b.text.hatchPx &&
    a.ref === b.ref &&
    a.isSelected === b.isSelected &&
    a.isPointed === b.isPointed &&
    a.isGrey === b.isGrey &&
    a.isSwallowed === b.isSwallowed &&
    a.pointing === b.pointing
  );
}
