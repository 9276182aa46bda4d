import { useState } from 'react';
import type { CapturedConnection } from '../../capture/capture';
import type { LabSession } from '../../lab/session';
import { RawForm } from '../../lessons/parts/raw-form';
import type { Decoder } from '../../protocol/decoder';
import type { HttpHead } from '../../protocol/http-head';
import { openingFaultOf } from '../../timeline/opening-fault';
import { Button } from '../../ui/Button';
import styles from '../SocketControls.module.css';
import type { OpenedSocket } from '../use-sockets';
import { answersTo, FRAMES } from './answers';

interface Props {
  readonly socket: OpenedSocket;
  /** Undefined until the tap has reported it. */
  readonly connection: CapturedConnection | undefined;
  readonly decoder: Decoder;
  readonly lab: LabSession;
  readonly onForget: () => void;
}

/** The server's end of one WebSocket, in the student's hands: what the browser waits for, and what it made of the answer. */
export function ByHandControls({ socket, connection, decoder, lab, onForget }: Props) {
  const [problem, setProblem] = useState('');
  const { number, state } = socket;
  const request = connection && requestOf(decoder, connection.id);
  const isOver = connection !== undefined && connection.closedAt !== null;
  const attempt = (done: Promise<void>) => {
    done.then(
      () => setProblem(''),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  const isOpen = state === 'open' || state === 'closing';
  return (
    <article aria-label={`WebSocket ${number} to you`}>
      <header className={styles.head}>
        <h2 className={styles.name}>
          WebSocket {number} {connection && <code className={styles.port}>:{connection.client.port}</code>}
        </h2>
        <p className={styles.state} data-state={state}>
          {state}
        </p>
        {state === 'closed' && (
          <Button kind="quiet" onClick={onForget} aria-label={`Remove WebSocket ${number} from the list`}>
            Remove
          </Button>
        )}
      </header>
      <p className={styles.agreed} role="status">
        {outcomeOf(socket, connection, decoder)}
      </p>
      {connection && request && !isOver && (
        <div className={styles.controls}>
          <RawForm
            key={isOpen ? 'frames' : 'answer'}
            templates={isOpen ? FRAMES : answersTo(request)}
            isReady
            action={isOpen ? 'Send as the server' : 'Answer with these bytes'}
            onSend={(bytes) => attempt(lab.answerByHand(connection.id, bytes))}
          />
          {isOpen && <Button onClick={() => socket.lab.send('Hi')}>Have the browser send “Hi”</Button>}
          <Button onClick={() => attempt(lab.end(connection.id, { how: 'fin' }))}>
            End the connection (FIN)
          </Button>
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

/** The request of this connection, once it is complete. */
function requestOf(decoder: Decoder, connection: number): HttpHead | null {
  const unit = decoder.units.find(
    (one) => one.connection === connection && one.kind === 'request' && !one.partial,
  );
  return unit ? decoder.headOf(unit) : null;
}

/** What the browser made of the bytes so far. */
function outcomeOf(
  { state, protocol, closed }: OpenedSocket,
  connection: CapturedConnection | undefined,
  decoder: Decoder,
): string {
  if (state === 'connecting')
    return 'Your browser waits for the server: for you. Its request is on the stage.';
  if (state !== 'closed' || closed === null)
    return protocol
      ? `Your browser accepted the answer, with the subprotocol ${protocol}. What you send next must be frames.`
      : 'Your browser accepted the answer. What you send next must be frames.';
  const said = `onclose said ${closed.code}${closed.reason ? ` and “${closed.reason}”` : ''}.`;
  const opening = connection ? openingFaultOf(decoder, connection.id) : null;
  const broken = decoder.faulty.find(
    (unit) =>
      unit.connection === connection?.id && unit.sender === 'server' && unit.fault?.kind === undefined,
  )?.fault;
  const refusal = connection && refusalOf(decoder, connection.id);
  const why = refusal ?? opening?.message ?? broken?.message;
  return why === undefined ? said : `${said} ${why}`;
}

/** The answer was another than 101, in one sentence. */
function refusalOf(decoder: Decoder, connection: number): string | null {
  const unit = decoder.units.find((one) => one.connection === connection && one.kind === 'response');
  const head = unit && decoder.headOf(unit);
  if (!head || head.status === 101 || head.status === 0) return null;
  return `The answer was ${`${head.status} ${head.reason}`.trimEnd()}, and only 101 opens a WebSocket.`;
}
