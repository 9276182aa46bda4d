import { m, useTransform } from 'framer-motion';
import { memo, useMemo } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Capsule, Playback, Pointing } from '../../timeline';
import { chosenOf, isControl } from '../top';
import styles from './capsule.module.css';
import { type CapsuleText, capsuleWidth } from './capsule-text';
import { opacityAt, positionAt, restShift } from './motion';

interface Props {
  readonly capsule: Capsule;
  readonly top: Unit;
  readonly text: CapsuleText;
  /** Those of its lane that arrive after it: at their destination they push it on by their width. */
  readonly later: readonly { readonly land: number; readonly px: number }[];
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly isSelected: boolean;
  readonly isPointed: boolean;
  /** Browser tools would not show it, and the stage is to tell. */
  readonly isGrey: boolean;
  readonly isStepped: boolean;
}

/** One unit on its way. Position and opacity derive from the stage clock alone, so scrubbing back just works. */
export const CapsuleButton = memo(function CapsuleButton(props: Props) {
  const { capsule, top, text, later, decoder, playback, pointing, isStepped } = props;
  const { unit, count } = capsule;
  const width = capsuleWidth(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: units are completed in place; their last byte tells.
  const sentence = useMemo(() => decoder.sentenceOf(top), [decoder, top, unit.until]);
  const transform = useTransform(playback.stage, (stage) => {
    const flown = positionAt(capsule, stage, isStepped);
    const across = unit.sender === 'client' ? flown : 1 - flown;
    const shift = restShift(later, stage) * (unit.sender === 'client' ? -1 : 1);
    return `translateX(calc(${across.toFixed(4)} * (100cqw - ${width}px) + ${shift.toFixed(1)}px))`;
  });
  const opacity = useTransform(playback.stage, (stage) => opacityAt(capsule, stage, isStepped));
  const arrow = useTransform(playback.stage, (stage) => {
    const flown = positionAt(capsule, stage, isStepped);
    return Math.max(0, Math.min(1, (1 - flown) * 14));
  });
  return (
    <m.button
      type="button"
      className={styles.capsule}
      style={{ transform, opacity, width }}
      data-layer={top.layer}
      data-from={unit.sender}
      data-control={isControl(unit) || undefined}
      data-fault={unit.fault ? true : undefined}
      data-grey={props.isGrey || undefined}
      data-pointed={props.isPointed || undefined}
      aria-pressed={props.isSelected}
      aria-label={`${sentence}${count > 1 ? ` And ${count - 1} more at the same time.` : ''}`}
      onClick={() => pointing.select({ unit: chosenOf(decoder, unit), range: null })}
      onPointerEnter={() => pointing.point({ unit: top, range: null })}
      onPointerLeave={() => pointing.point(null)}
      onFocus={() => pointing.point({ unit: top, range: null })}
      onBlur={() => pointing.point(null)}
    >
      <span className={styles.label}>{text.label}</span>
      {text.hatchPx > 0 && <span className={styles.hatch} style={{ width: text.hatchPx }} />}
      {count > 1 && <span className={styles.count}>×{count}</span>}
      <m.span className={styles.arrow} style={{ opacity: arrow }} aria-hidden>
        {unit.sender === 'client' ? '→' : '←'}
      </m.span>
    </m.button>
  );
}, isSame);

/** A burst renews its cable with every frame, but only the newest capsule differs. */
function isSame(a: Props, b: Props): boolean {
  return (
    a.top === b.top &&
    a.text.label === b.text.label &&
    a.text.hatchPx === b.text.hatchPx &&
    a.text.count === b.text.count &&
    a.capsule.unit === b.capsule.unit &&
    a.capsule.unit.fault === b.capsule.unit.fault &&
    a.capsule.leave === b.capsule.leave &&
    a.capsule.land === b.capsule.land &&
    a.isSelected === b.isSelected &&
    a.isPointed === b.isPointed &&
    a.isGrey === b.isGrey &&
    a.isStepped === b.isStepped &&
    a.playback === b.playback &&
    a.pointing === b.pointing &&
    a.later.length === b.later.length &&
    a.later.every(({ land, px }, i) => land === b.later[i]!.land && px === b.later[i]!.px)
  );
}
