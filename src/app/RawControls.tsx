import { useState } from 'react';
import type { CapturedConnection } from '../capture/capture';
import type { LabSession } from '../lab/session';
import { RawForm } from '../lessons/parts/raw-form';
import { Button } from '../ui/Button';
import { Impairments } from './Impairments';
import styles from './SocketControls.module.css';
import type { OpenedRaw } from './use-raws';

interface Props {
  readonly raw: OpenedRaw;
  readonly lab: LabSession;
  /** Undefined until the tap has reported it. */
  readonly connection: CapturedConnection | undefined;
  readonly onForget: () => void;
}

const NOTHING = [{ name: 'Nothing', text: '' }];

/** Controls for one raw connection: send bytes, impair it, end it. */
export function RawControls({ raw, lab, connection, onForget }: Props) {
  const [problem, setProblem] = useState('');
  const isOver = connection !== undefined && connection.closedAt !== null;
  const attempt = (done: Promise<void>) => {
    done.then(
      () => setProblem(''),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  const name = `Raw connection ${raw.number}`;
  return (
    <article aria-label={name}>
      <header className={styles.head}>
        <h2 className={styles.name}>
          {name} <code className={styles.port}>:{raw.lab.port}</code>
        </h2>
        <p className={styles.state} data-state={isOver ? 'closed' : 'open'}>
          {isOver ? 'closed' : 'open'}
        </p>
        {isOver && (
          <Button kind="quiet" onClick={onForget} aria-label={`Remove ${name} from the list`}>
            Remove
          </Button>
        )}
      </header>
      <p className={styles.agreed}>
        {raw.isPlain ? 'To a server that sends every byte back.' : 'To this server.'} Connected in{' '}
        {(raw.lab.connectMicros / 1000).toFixed(1)} ms.
      </p>
      {!isOver && (
        <div className={styles.controls}>
          {connection && (
            <Impairments
              to={name}
              impairment={connection.impairment}
              limits={lab.limits}
              onChange={(change) => lab.impair(connection.id, change)}
              onEnd={(end) => lab.end(connection.id, end)}
            />
          )}
          <RawForm
            templates={NOTHING}
            isReady
            action="Send on this connection"
            onSend={(wire) => attempt(raw.lab.write(wire))}
          />
          <Button onClick={() => attempt(raw.lab.end())}>End my direction (FIN)</Button>
        </div>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </article>
  );
}
