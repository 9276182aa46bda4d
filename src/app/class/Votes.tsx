import { useState } from 'react';
import type { Prediction } from '../../lessons/define';
import type { ClassMember } from '../../protocol/messages/class';
import { Button } from '../../ui/Button';
import bar from './ClassBar.module.css';
import { type Tally, tallyOf } from './tally';
import styles from './Votes.module.css';

interface Props {
  readonly members: readonly ClassMember[];
  /** The task's name in votes. */
  readonly taskKey: string;
  readonly prediction: Prediction;
  /** Whether the teacher has begun to find out: the stage needs the room then. */
  readonly isBegun: boolean;
  /** The answer that the teacher's own wire gave; null before it has. */
  readonly wire: string | null;
}

/** The votes on one question: a count, then bars when the teacher shows them, and after the run who was right. */
export function Votes({ members, taskKey, prediction, isBegun, wire }: Props) {
  const [shownWhile, setShownWhile] = useState<typeof isBegun | null>(null);
  // What was shown before is folded as it begins.
  const isShown = shownWhile === isBegun;
  const tally = tallyOf(members, taskKey, Object.keys(prediction.answers));
  return (
    <>
      <p>
        {tally.voted === 1 ? '1 vote' : `${tally.voted} votes`}
        {wire !== null && tally.answered > 0 && (
          <>
            {' · '}
            <strong>
              {tally.right} of {tally.answered} right
            </strong>
            <span className={bar.long}> by their own wire</span>
          </>
        )}
      </p>
      <Button aria-expanded={isShown} onClick={() => setShownWhile(isShown ? null : isBegun)}>
        {isShown ? 'Hide the votes' : 'Show the votes'}
      </Button>
      {isShown && <Bars {...{ tally, prediction, wire }} />}
    </>
  );
}

interface BarsProps {
  readonly tally: Tally;
  readonly prediction: Prediction;
  readonly wire: string | null;
}

function Bars({ tally, prediction, wire }: BarsProps) {
  return (
    <dl className={styles.bars} aria-label="Votes by answer">
      {Object.entries(prediction.answers).map(([key, text]) => {
        const count = tally.counts[key] ?? 0;
        return (
          <div key={key} className={styles.row} data-wire={wire === key || undefined}>
            <dt>
              {text}
              {wire === key && (
                <strong className={styles.said}>the {prediction.by ?? 'wire'} says this</strong>
              )}
            </dt>
            <dd>
              <span
                className={styles.bar}
                style={{ width: `${tally.voted === 0 ? 0 : (count / tally.voted) * 100}%` }}
              />
              <span className={styles.count}>{count}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
