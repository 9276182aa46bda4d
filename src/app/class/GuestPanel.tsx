import { type FormEvent, useEffect, useId, useState, useSyncExternalStore } from 'react';
import type { Attending } from '../../lab/class/attending';
import { GuestClient } from '../../lab/class/guest-client';
import type { ClassWire } from '../../protocol/messages/class';
import { ROOT } from '../../ui/address';
import { Button } from '../../ui/Button';
import styles from './GuestPanel.module.css';

interface Props {
  readonly attending: Attending;
  readonly wire: ClassWire;
}

/** One wire for all, at a student's page: a client of the teacher's server, with all that it can say and hears. */
export function GuestPanel({ attending, wire }: Props) {
  const client = useGuestClient(attending, wire.door);
  const [isShown, setShown] = useState(true);
  const title = useId();
  if (!client) return null;
  const { state, events } = client;
  return (
    <section className={styles.panel} aria-labelledby={title} data-shown={isShown}>
      <header className={styles.head}>
        <h2 id={title} className={styles.title}>
          You are a client of your teacher’s server
        </h2>
        <Button kind="quiet" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
        </Button>
      </header>
      <p role="status" className={styles.state}>
        {state.kind === 'connected' ? (
          <>
            Connected as <b>{state.name}</b>.
          </>
        ) : (
          <>Not connected. {state.why ?? 'Your teacher’s server does not answer.'} This page tries again.</>
        )}{' '}
        {isShown && 'What you send is drawn on your teacher’s screen, with this name.'}
      </p>
      {isShown && (
        <>
          <EmitForm client={client} events={wire.events} isConnected={state.kind === 'connected'} />
          <h3 className={styles.heading}>Sent and received</h3>
          <div role="log" aria-label="Sent to your teacher’s server, and received from it">
            {events.length === 0 && <p>Nothing yet.</p>}
            <ol className={styles.events}>
              {events.map(({ number, by, name, data }) => (
                <li key={number} value={number}>
                  <code>
                    <span role="img" aria-label={by === 'page' ? 'sent' : 'received'}>
                      {by === 'page' ? '→' : '←'}
                    </span>{' '}
                    <b>{name}</b> {data}
                  </code>
                </li>
              ))}
            </ol>
          </div>
        </>
      )}
    </section>
  );
}

interface EmitProps {
  readonly client: GuestClient;
  readonly events: readonly string[];
  readonly isConnected: boolean;
}

/** Longer text would be more than a guest may send. */
const DATA_LENGTH = 2000;

function EmitForm({ client, events, isConnected }: EmitProps) {
  const [name, setName] = useState(events[0] ?? '');
  const [text, setText] = useState('');
  const [asks, setAsks] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [nameField, dataField, note] = [useId(), useId(), useId()];
  const data = dataOf(text);
  const send = (event: FormEvent) => {
    event.preventDefault();
    setProblem(client.emit(name, data, asks));
  };
  return (
    <form className={styles.form} onSubmit={send}>
      {events.length > 0 && (
        <fieldset className={styles.names}>
          <legend>The server listens to</legend>
          {events.map((event) => (
            <Button key={event} aria-pressed={event === name} onClick={() => setName(event)}>
              {event}
            </Button>
          ))}
        </fieldset>
      )}
      <label className={styles.field} htmlFor={nameField}>
        Event name
        <input
          id={nameField}
          value={name}
          required
          maxLength={60}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label className={styles.field} htmlFor={dataField}>
        Data
        <input
          id={dataField}
          value={text}
          maxLength={DATA_LENGTH}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-describedby={note}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <label className={styles.asks}>
        <input
          type="checkbox"
          checked={asks}
          onChange={({ currentTarget }) => setAsks(currentTarget.checked)}
        />
        Ask for an acknowledgement
      </label>
      <Button kind="primary" type="submit" disabled={!isConnected}>
        Emit
      </Button>
      <p id={note} className={styles.note}>
        <code>{callOf(name, data, asks)}</code>
      </p>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

/** What is typed, as JSON where it is JSON, otherwise as text; null for nothing. */
function dataOf(text: string): { readonly value: unknown } | null {
  if (text.trim() === '') return null;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { value: text };
  }
}

/** The same in code. */
function callOf(name: string, data: { readonly value: unknown } | null, asks: boolean): string {
  const given = [
    JSON.stringify(name),
    ...(data ? [JSON.stringify(data.value)] : []),
    ...(asks ? ['callback'] : []),
  ];
  return `socket.emit(${given.join(', ')})`;
}

/** A client for as long as this door is open. */
function useGuestClient(attending: Attending, door: string): GuestClient | null {
  const [client, setClient] = useState<GuestClient | null>(null);
  useEffect(() => {
    if (door === '') return;
    const made = new GuestClient({ root: ROOT, attending });
    setClient(made);
    return () => made.close();
  }, [attending, door]);
  useSyncExternalStore(client?.subscribe ?? neverChanges, () => client?.revision ?? 0);
  return client;
}

const neverChanges = () => () => {};
