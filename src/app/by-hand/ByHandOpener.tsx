import { useState } from 'react';
import type { Capture } from '../../capture/capture';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import type { LabSession } from '../../lab/session';
import { Button } from '../../ui/Button';
import { type OpenedSocket, useSockets } from '../use-sockets';
import styles from '../Workbench.module.css';
import { ByHandControls } from './ByHandControls';

interface Props {
  readonly lab: LabSession;
  readonly capture: Capture;
  readonly isReady: boolean;
}

/** Opens WebSockets of this browser whose server is the student. */
export default function ByHandOpener({ lab, capture, isReady }: Props) {
  useRevision(capture, { pace: ROWS });
  const { sockets, open, forget } = useSockets(lab);
  const [protocol, setProtocol] = useState('');
  const connectionOf = ({ lab: { opener } }: OpenedSocket) =>
    capture.connections.find(({ openedBy }) => openedBy === opener);
  return (
    <div className={styles.open}>
      <p className={styles.serving}>
        Be the server: your browser opens a real WebSocket, and nobody answers it but you.
      </p>
      <label className={styles.labelled}>
        <span>Subprotocol to offer</span>
        <input
          className={styles.input}
          value={protocol}
          placeholder="none"
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setProtocol(target.value)}
        />
      </label>
      <Button
        kind="primary"
        disabled={!isReady || !/^[\w.-]*$/.test(protocol)}
        onClick={() => open({ path: 'by-hand', ...(protocol ? { protocols: [protocol] } : {}) })}
      >
        Open a WebSocket to yourself
      </Button>
      <ul className={styles.sockets}>
        {sockets.toReversed().map((socket) => (
          <li key={socket.number} className={styles.socket}>
            <ByHandControls
              socket={socket}
              connection={connectionOf(socket)}
              decoder={capture.decoder}
              lab={lab}
              onForget={() => forget(socket)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
