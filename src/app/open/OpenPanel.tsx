import { type DragEvent, useId, useState } from 'react';
import type { RecordedSession } from '../../lab/recorded-session';
import { formatBytes } from '../../stage/format';
import { Button } from '../../ui/Button';
import { SaveCapture } from '../save/SaveCapture';
import type { InstrumentParts } from '../use-instrument';
import { ConnectionList } from '../watch/ConnectionList';
import styles from '../watch/watch.module.css';
import type { Import } from './import-file';
import { useImports } from './imports';
import own from './open.module.css';

interface Props extends InstrumentParts {
  readonly session: RecordedSession;
}

/** Takes a file or pasted bytes, says how far it is and what could not be read, and lists the connections. */
export function OpenPanel({ session, ...instrument }: Props) {
  const imports = useImports(session);
  const { now } = imports;
  const open = (file: Blob, name: string) => void imports.open(file, name);
  const [isOver, setOver] = useState(false);
  const input = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) open(file, file.name);
  };
  return (
    <section
      className={styles.panel}
      aria-label="Recording"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h1 className={styles.title}>Open a recording</h1>
      <p className={styles.lead}>
        A packet capture, a browser’s HAR, a saved capture, a hex dump: drop it here, or choose it. It is read
        in this browser and never leaves it.
      </p>
      <label htmlFor={input} className={own.choose}>
        Choose a file
      </label>
      <input
        id={input}
        className={own.file}
        type="file"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) open(file, file.name);
          target.value = '';
        }}
      />
      <Paste onPaste={(text) => open(new Blob([text]), 'pasted bytes')} />
      {now && <Progress now={now} onStop={() => imports.stop()} />}
      {now && (
        <>
          <ConnectionList lab={session} {...instrument} />
          <SaveCapture capture={instrument.capture} epochMs={() => session.epochMs} />
        </>
      )}
    </section>
  );
}

function Paste({ onPaste }: { readonly onPaste: (text: string) => void }) {
  const [text, setText] = useState('');
  const id = useId();
  return (
    <form
      className={own.paste}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onPaste(text);
      }}
    >
      <label htmlFor={id}>Or paste bytes: a hex dump, an escaped string, base64, a Socket.IO packet</label>
      <textarea
        id={id}
        value={text}
        rows={4}
        spellCheck={false}
        autoComplete="off"
        placeholder="81 85 37 fa 21 3d 7f 9f 4d 51 58"
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit" disabled={text.trim() === ''}>
        Show these bytes
      </Button>
    </form>
  );
}

const WORDS: Readonly<Record<Import['state'], string>> = {
  reading: 'is being read',
  done: 'has been read',
  stopped: 'was stopped',
  failed: 'could not be read',
};

function Progress({ now, onStop }: { readonly now: Import; readonly onStop: () => void }) {
  const { name, state, bytes, readBytes, notes, failure } = now;
  return (
    <div className={own.progress}>
      <p role="status">
        {name} ({formatBytes(bytes)}) {WORDS[state]}.
      </p>
      {state === 'reading' && (
        <p className={own.bar}>
          <progress aria-label="Read so far" max={Math.max(1, bytes)} value={readBytes} />
          <Button onClick={onStop}>Stop</Button>
        </p>
      )}
      {failure !== null && <p className={styles.broken}>{failure}</p>}
      {notes.length > 0 && (
        <ul className={own.notes} aria-label="Notes">
          {notes.map(({ text, connection }) => (
            <li key={`${connection} ${text}`}>
              {connection !== undefined && notes.length > 1 && `Connection ${connection}: `}
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
