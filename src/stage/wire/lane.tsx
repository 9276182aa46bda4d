import { useMemo, useRef } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { hiddenByDevTools, type Playback, type Pointing } from '../../timeline';
import { count as countText } from '../format';
import { innermostOf } from '../innermost';
import { CapsuleButton } from './capsule';
import { bunchNoun, type CapsuleScale, capsuleText, capsuleWidth } from './capsule-text';
import { HeldStretch } from './held-stretch';
import styles from './lane.module.css';
import type { LaneCapsule } from './lanes';
import type { Lit } from './lit';
import { usePlacing } from './use-placing';

/** Shared by all lanes of the wire. */
export interface LaneContext {
  readonly decoder: Decoder;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** What is selected and pointed at on the page. */
  readonly selected: Lit;
  readonly pointed: Lit;
  /** Whether what browser tools hide is grey. */
  readonly isDevTools: boolean;
  readonly isStepped: boolean;
  readonly scale: CapsuleScale;
}

interface Props {
  readonly context: LaneContext;
  readonly way: 'turns' | 'toServer' | 'toClient';
  /** The connection has moved on: resting capsules make room. */
  readonly isPast?: boolean;
  readonly capsules: readonly LaneCapsule[];
  /** How many more would be visible but are only counted. */
  readonly more?: number;
}

/** One direction of a cable, or both in turns: its capsules in true order. */
export function Lane({ context, way, capsules, more = 0, isPast = false }: Props) {
  const { decoder, scale, playback, pointing, isStepped } = context;
  const drawn = capsules.map((capsule) => {
    const top = innermostOf(decoder, capsule.unit);
    const text = capsuleText(decoder, capsule, top, scale);
    return {
      ...capsule,
      sender: capsule.unit.sender,
      top,
      text,
      px: capsuleWidth(text, capsule.count, scale.bytes > 0),
    };
  });
  const noun = capsules[0] ? bunchNoun(capsules[0].unit) : 'frame';
  const noteOf = useMemo(() => moreText(noun), [noun]);
  const note = useRef<HTMLSpanElement>(null);
  const { lane, refOf } = usePlacing({ way, capsules: drawn, playback, isStepped, more, note, noteOf });
  const held = useMemo(() => capsules.findLast(({ heldMicros }) => heldMicros > 0), [capsules]);
  return (
    <div className={`${styles.lane} ${styles[way]}`} data-past={isPast || undefined} ref={lane}>
      {held && <HeldStretch key={held.flight} capsule={held} playback={playback} />}
      {drawn.map(({ flight, unit, revision, end, count, top, text, px, isSwallowed }) => (
        <CapsuleButton
          key={flight}
          ref={refOf(flight)}
          {...{ unit, revision, count, top, decoder, pointing, isSwallowed }}
          landedAt={playback.timetable.landAt[flight]!}
          label={text.label}
          bytes={text.bytes}
          hatchPx={text.hatchPx}
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

/** What is on the lane but does not fit. */
function moreText(noun: string): (hidden: number) => string {
  return (hidden) => `+ ${countText(hidden, noun)}`;
}
