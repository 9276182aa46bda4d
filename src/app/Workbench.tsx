import { type FormEvent, useState } from 'react';
import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import { Button } from '../ui/Button';
import { AddedDelay } from './AddedDelay';
import { SocketControls } from './SocketControls';
import { useSockets } from './use-sockets';
import styles from './Workbench.module.css';

interface Props {
  readonly lab: LabSession;
  readonly capture: Capture;
}

/** Opens WebSockets as the student wants them, and lets each of them speak. */
export function Workbench({ lab, capture }: Props) {
  const { sockets, open, refresh, forget } = useSockets(lab);
  const isReady = useLabState(lab).kind === 'ready';
  const connectionOf = useConnections(capture);
  return (
    <section className={styles.workbench} aria-label="Free lab">
      <h1 className={styles.title}>Free lab</h1>
      <p className={styles.lead}>
        No script, the same instrument. Open as many connections as you like; the server echoes what you send.
      </p>
      <OpenForm isReady={isReady} onOpen={open} lab={lab} key={lab.addresses?.id} />
      {sockets.length === 0 && (
        <p className={styles.empty}>
          You have opened nothing yet. Press the button and watch the wire: one request, one response, and the
          connection is a WebSocket.
        </p>
      )}
      <ul className={styles.sockets}>
        {sockets.toReversed().map((socket) => (
          <li key={socket.number} className={styles.socket}>
            <SocketControls
              socket={socket}
              connection={connectionOf(socket.lab.opener)}
              onDelay={(id, delayMs) => lab.impair(id, { delayMs })}
              onChange={() => refresh(socket.lab)}
              onForget={() => forget(socket)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The connection that a call opened; undefined until the tap has told. */
function useConnections(capture: Capture) {
  useRevision(capture);
  return (opener: number) => capture.connections.find(({ openedBy }) => openedBy === opener);
}

interface OpenFormProps {
  readonly lab: LabSession;
  readonly isReady: boolean;
  readonly onOpen: (options: Parameters<LabSession['openWebSocket']>[0]) => void;
}

function OpenForm({ lab, isReady, onOpen }: OpenFormProps) {
  const [deflate, setDeflate] = useState(false);
  const [protocol, setProtocol] = useState('');
  const [delayMs, setDelayMs] = useState(0);
  const [problem, setProblem] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const protocols = protocol.split(/[\s,]+/).filter(Boolean);
    try {
      onOpen({ deflate, protocols });
      setProblem('');
    } catch (error) {
      setProblem(`The browser refused: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const delayNext = async (ms: number) => {
    await lab.impair('next', { delayMs: ms });
    setDelayMs(ms);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.check}>
        <input type="checkbox" checked={deflate} onChange={(event) => setDeflate(event.target.checked)} />
        <span>
          Let the server accept compression: <code>permessage-deflate</code>
        </span>
      </label>
      <label className={styles.labelled}>
        <span>Subprotocols to offer</span>
        <input
          className={styles.input}
          value={protocol}
          placeholder="none; the server knows echo.wire101"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setProtocol(event.target.value)}
        />
      </label>
      <AddedDelay to="new connections" delayMs={delayMs} isDisabled={!isReady} onChange={delayNext} />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Button type="submit" kind="primary" disabled={!isReady}>
        Open a WebSocket
      </Button>
    </form>
  );
}
