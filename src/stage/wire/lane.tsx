import { useMemo, useRef } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { type Capsule, hiddenByDevTools, type Playback, type Pointing } from '../../timeline';
import { count as countText } from '../format';
import { topOf } from '../top';
import { CapsuleButton } from './capsule';
import { capsuleText, capsuleWidth, nounOf } from './capsule-text';
import { HeldStretch } from './held-stretch';
import styles from './lane.module.css';
import type { Lit } from './lit';
import { usePlacing } from './use-placing';

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
  /** What rests on it makes room: the connection has gone on to something else. */
  readonly isPast?: boolean;
  readonly capsules: readonly Capsule[];
  /** How many more would be visible but are only counted. */
  readonly more?: number;
}

/** One direction of a cable, or both in turns: its capsules in true order. */
export function Lane({ context, way, capsules, more = 0, isPast = false }: Props) {
  const { decoder, longest, playback, pointing, isStepped } = context;
  const drawn = capsules.map((capsule) => {
    const top = topOf(decoder, capsule.unit);
    const text = capsuleText(decoder, capsule, top, longest);
    return { ...capsule, sender: capsule.unit.sender, top, text, px: capsuleWidth(text, capsule.count) };
  });
  const noun = capsules[0] ? nounOf(capsules[0].unit) : 'frame';
  const noteOf = useMemo(() => moreText(noun), [noun]);
  const note = useRef<HTMLSpanElement>(null);
  const { lane, refOf } = usePlacing({ capsules: drawn, playback, isStepped, more, note, noteOf });
  const held = useMemo(() => capsules.findLast(({ heldMicros }) => heldMicros > 0), [capsules]);
  return (
    <div className={`${styles.lane} ${styles[way]}`} data-past={isPast || undefined} ref={lane}>
      {held && <HeldStretch key={held.flight} capsule={held} playback={playback} />}
      {drawn.map(({ flight, unit, end, count, top, text, px, isSwallowed }) => (
        <CapsuleButton
          key={flight}
          ref={refOf(flight)}
          {...{ unit, count, top, text, decoder, pointing, isSwallowed }}
          widthPx={px}
          isSelected={context.selected(unit, end)}
          isPointed={context.pointed(unit, end)}
          isGrey={context.isDevTools && count === 1 && hiddenByDevTools(unit)}
        />
      ))}
      <span className={styles.more} data-layer={capsules[0]?.unit.layer} ref={note} />
    </div>
  );
}

/** What is on the lane but has no room on it. */
function moreText(noun: string): (hidden: number) => string {
  return (hidden) => `+ ${countText(hidden, noun)}`;
}
