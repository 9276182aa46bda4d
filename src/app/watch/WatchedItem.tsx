import { useState } from 'react';
import type { LabSession } from '../../lab/session';
import { count } from '../../stage/format';
import { relayClientName } from '../../stage/ladder/program';
import type { ConnectionTimeline, Selection } from '../../timeline';
import { atFault, isFaulty } from '../../timeline/faults';
import { Button } from '../../ui/Button';
import { Impairments } from '../Impairments';
import styles from './watch.module.css';
import type { WatchedConnection } from './watched';

interface Props {
  readonly item: WatchedConnection;
  /** Undefined until the stage has taken it in. */
  readonly timeline: ConnectionTimeline | undefined;
  readonly lab: LabSession;
  /** A newer connection says the same of what broke. */
  readonly isRepeated: boolean;
  readonly onShow: (selection: Selection) => void;
}

/** One connection: who, what for, how it went, what it broke, and what can be done to it. */
export function WatchedItem({ item, timeline, lab, isRepeated, onShow }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { connection, asked, answered, requests, first, broken, more } = item;
  const fault = broken?.fault;
  const name = `connection from port ${connection.client.port}`;
  return (
    <article className={styles.item} aria-label={name}>
      <header className={styles.head}>
        <h3 className={styles.name}>
          {timeline ? relayClientName(timeline) : 'A program'}{' '}
          {connection.client.port > 0 && <code>:{connection.client.port}</code>}
        </h3>
        <span className={styles.state}>{connection.closedAt === null ? 'open' : 'ended'}</span>
        {first && (
          <Button
            kind="quiet"
            onClick={() => onShow({ unit: first, range: null })}
            aria-label={`Show the ${name}`}
          >
            Show
          </Button>
        )}
      </header>
      {asked && (
        <p className={styles.asked}>
          <code>{asked}</code>
          {answered && ` → ${answered}`}
          {requests > 1 && `, and ${count(requests - 1, 'more request')}`}
        </p>
      )}
      {connection.upstream?.how === 'failed' && (
        <p className={styles.broken}>
          {isRepeated && fault === undefined ? 'The same again.' : connection.upstream.text}
        </p>
      )}
      {broken && fault && (
        <p className={isFaulty(broken) ? styles.broken : styles.noted}>
          {isRepeated
            ? 'The same again.'
            : [fault.message, fault.hint && `A likely cause: ${fault.hint}`, fault.effect]
                .filter(Boolean)
                .join(' ')}{' '}
          {more > 0 && `And ${more} more. `}
          <Button
            kind="quiet"
            onClick={() => onShow(atFault(broken))}
            aria-label={`Show what broke a rule on the ${name}`}
          >
            Show it
          </Button>
        </p>
      )}
      {connection.closedAt === null && lab.addresses !== null && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>Slow it down, cut it, end it</summary>
          {isOpen && (
            <Impairments
              to={`the ${name}`}
              impairment={connection.impairment}
              limits={lab.limits}
              onChange={(change) => lab.impair(connection.id, change)}
              onEnd={(end) => lab.end(connection.id, end)}
            />
          )}
        </details>
      )}
    </article>
  );
}
