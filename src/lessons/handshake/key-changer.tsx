import { useId, useState } from 'react';
import { acceptSteps } from '../../protocol/handshake';
import { Button } from '../../ui/Button';
import { handshakeText, wireBytes } from '../parts/requests';
import { useLesson } from '../use-lesson';
import { Digest } from './accept-panel';
import styles from './handshake.module.css';

interface Props {
  /** The key that the browser sent. */
  readonly original: string;
  readonly task: string;
  readonly isReady: boolean;
}

/** The browser's key, to change and to send to the server in a handshake of its own. */
export function KeyChanger({ original, task, isReady }: Props) {
  const { run } = useLesson();
  const input = useId();
  const [key, setKey] = useState(original);
  const isChanged = key !== original;
  const send = () =>
    run.tasks.restart(task, async (lab) => {
      if (lab.addresses) await lab.openRaw(wireBytes(handshakeText(lab.addresses, { key })));
    });
  return (
    <div className={styles.changer} data-next="change the key">
      <label htmlFor={input} className={styles.note}>
        Your browser’s key: change one character
      </label>
      <input
        id={input}
        className={styles.key}
        value={key}
        maxLength={24}
        spellCheck={false}
        autoComplete="off"
        disabled={!isReady}
        onChange={(event) => setKey(event.target.value)}
      />
      {isReady && isChanged && <Digest steps={acceptSteps(key)} before={acceptSteps(original).accept} />}
      <div className={styles.actions}>
        <Button
          kind="primary"
          disabled={!isReady || !isChanged || run.tasks.isBusy(task)}
          onClick={() => void send()}
        >
          Send this key
        </Button>
        {isChanged && (
          <Button kind="quiet" onClick={() => setKey(original)}>
            Restore the key
          </Button>
        )}
      </div>
    </div>
  );
}
