import { useMemo } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { type Capsule, hiddenByDevTools, type Playback, type Pointing } from '../../timeline';
import { count } from '../format';
import { topOf } from '../top';
import { CapsuleButton } from './capsule';
import { capsuleText, capsuleWidth } from './capsule-text';
import { HeldStretch } from './held-stretch';
import styles from './lane.module.css';
import type { Lit } from './lit';

/** What every lane of the wire shares. */
export interface LaneContext {
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** What is selected and pointed at, anywhere on the page. */
  readonly selected: Lit;
  readonly pointed: Lit;
  /** Whether what browser tools leave out is grey. */
  readonly isDevTools: boolean;
  readonly isStepped: boolean;
  /** Characters that a label may have. */
  readonly longest: number;
}

interface Props {
  readonly context: LaneContext;
  readonly way: 'turns' | 'toServer' | 'toClient';
  readonly capsules: readonly Capsule[];
  /** How many more would be visible but are only counted. */
  readonly more?: number;
}

/** One direction of a cable, or both in turns: its capsules in true order. */
export function Lane({ context, way, capsules, more = 0 }: Props) {
  const { decoder, longest, playback, pointing, isStepped } = context;
  const drawn = capsules.map((capsule) => {
    const top = topOf(decoder, capsule.unit);
    const text = capsuleText(decoder, capsule, top, longest);
    return { capsule, top, text, land: capsule.land, px: capsuleWidth(text) + 6 };
  });
  const held = useMemo(() => capsules.findLast(({ heldMicros }) => heldMicros > 0), [capsules]);
  return (
    <div className={`${styles.lane} ${styles[way]}`}>
      {held && <HeldStretch key={held.flight} capsule={held} playback={playback} />}
      {drawn.map(({ capsule, top, text }, i) => (
        <CapsuleButton
          key={capsule.flight}
          {...{ capsule, top, text, decoder, playback, pointing, isStepped }}
          later={drawn.slice(i + 1).filter((next) => next.capsule.unit.sender === capsule.unit.sender)}
          isSelected={context.selected(capsule.unit)}
          isPointed={context.pointed(capsule.unit)}
          isGrey={context.isDevTools && hiddenByDevTools(decoder, capsule.unit)}
        />
      ))}
      {more > 0 && <span className={styles.more}>+ {count(more, 'frame')}</span>}
    </div>
  );
}
