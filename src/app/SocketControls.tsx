import { type FormEvent, useState } from 'react';
import type { CapturedConnection } from '../capture/capture';
import type { LabSession } from '../lab/session';
import { readHex } from '../lessons/parts/hex';
import type { Fault } from '../protocol/unit';
import { Button } from '../ui/Button';
import { SegmentedControl } from '../ui/SegmentedControl';
import { Impairments } from './Impairments';
import styles from './SocketControls.module.css';
import type { OpenedSocket } from './use-sockets';

interface Props {
  readonly socket: OpenedSocket;
  /** Undefined until the tap has reported it. */
  readonly connection: CapturedConnection | undefined;
  /** Why its opening handshake came to nothing, if it did. */
  readonly failure: Fault | null;
  readonly lab: LabSession;
  /** Called after a change of the socket's state. */
  readonly onChange: () => void;
  readonly onForget: () => void;
}

/** Controls for one of the student's sockets: its facts, sending, closing. */
export function SocketControls({ socket, connection, failure, lab, onChange, onForget }: Props) {
  const { number, state, closed } = socket;
  return (
    <article aria-label={`WebSocket ${number}`}>
      <header className={styles.head}>
        <h2 className={styles.name}>
          WebSocket {number} {connection && <code className={styles.port}>:{connection.client.port}</code>}
        </h2>
        <p className={styles.state} data-state={state}>
          {state}
        </p>
        {closed && (
          <Button kind="quiet" onClick={onForget} aria-label={`Remove WebSocket ${number} from the list`}>
            Remove
          </Button>
        )}
      </header>
      <p className={styles.agreed}>{agreedBy(socket, failure)}</p>
      {state === 'open' && (
        <>
          {connection && (
            <Impairments
              to={`WebSocket ${number}`}
              impairment={connection.impairment}
              limits={lab.limits}
              onChange={(change) => lab.impair(connection.id, change)}
              onEnd={(end) => lab.end(connection.id, end)}
            />
          )}
          <SendForm socket={socket} />
          <CloseForm socket={socket} onChange={onChange} />
        </>
      )}
    </article>
  );
}

function agreedBy({ state, protocol, extensions, closed }: OpenedSocket, failure: Fault | null): string {
  if (closed) {
    const reason = closed.reason ? ` and the reason “${closed.reason}”` : '';
    return `onclose said ${closed.code}${reason}.${closed.code === 1006 ? ` ${lostBy(failure)}` : ''}`;
  }
  if (state === 'connecting') return 'The request is on its way.';
  if (state === 'closing') return 'Your Close frame is sent; the server has not answered it yet.';
  const agreed = [protocol && `subprotocol ${protocol}`, extensions].filter(Boolean);
  return agreed.length > 0 ? `Agreed: ${agreed.join(', ')}` : 'No subprotocol, no extension.';
}

function lostBy(failure: Fault | null): string {
  if (failure === null) return 'No Close frame came: 1006 is never sent on the wire.';
  return failure.kind === 'notice'
    ? failure.message
    : `The browser ended the connection because of the 101: ${failure.message}`;
}

function SendForm({ socket }: Pick<Props, 'socket'>) {
  const [kind, setKind] = useState<'text' | 'binary'>('text');
  const [text, setText] = useState('Hello');
  const [hex, setHex] = useState('01 02 ff');
  const bytes = readHex(hex);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (kind === 'text') socket.lab.send(text);
    else if (bytes.kind === 'bytes') socket.lab.send(bytes.bytes);
  };
  const id = `send-${socket.number}`;
  const isInvalid = kind === 'binary' && bytes.kind === 'invalid';
  return (
    <form className={styles.form} onSubmit={send}>
      <SegmentedControl
        label="Kind of message"
        value={kind}
        onChange={setKind}
        options={[
          { value: 'text', label: 'Text' },
          { value: 'binary', label: 'Binary' },
        ]}
      />
      <input
        className={styles.input}
        aria-label={kind === 'text' ? 'Text to send' : 'Bytes to send, hexadecimal'}
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? id : undefined}
        value={kind === 'text' ? text : hex}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => (kind === 'text' ? setText : setHex)(event.target.value)}
      />
      <Button type="submit" disabled={isInvalid}>
        Send
      </Button>
      {kind === 'binary' && bytes.kind === 'invalid' && (
        <p id={id} className={styles.problem}>
          {bytes.message}
        </p>
      )}
    </form>
  );
}

function CloseForm({ socket, onChange }: Pick<Props, 'socket' | 'onChange'>) {
  const [code, setCode] = useState('1000');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const close = (event: FormEvent) => {
    event.preventDefault();
    try {
      socket.lab.close(code === '' ? undefined : Number(code), code === '' ? undefined : reason);
      setProblem('');
    } catch (error) {
      // The browser's own message names the codes that a page may use.
      setProblem(error instanceof Error ? error.message : String(error));
    }
    onChange();
  };
  return (
    <form className={styles.form} onSubmit={close}>
      <input
        className={styles.code}
        aria-label="Close code; empty for none"
        inputMode="numeric"
        pattern="\d{4}"
        placeholder="none"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <input
        className={styles.input}
        aria-label="Reason"
        placeholder={code === '' ? 'only with a code' : 'reason'}
        disabled={code === ''}
        value={reason}
        autoComplete="off"
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit">Close</Button>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
