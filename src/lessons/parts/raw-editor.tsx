import { useId, useState } from 'react';
import { Button } from '../../ui/Button';
import { bytes } from '../prose';
import { useLesson } from '../use-lesson';
import styles from './raw-editor.module.css';

interface Props {
  /** The task whose doing it is. */
  readonly task: string;
  readonly isReady: boolean;
  /** What it begins with. */
  readonly template: string;
}

/** Text that is sent byte for byte on a real connection of its own; each line's end goes as CR LF. */
export function RawEditor({ task, isReady, template }: Props) {
  const { run } = useLesson();
  const editor = useId();
  const [text, setText] = useState(template);
  const wire = new TextEncoder().encode(text.replace(/\r?\n/g, '\r\n'));
  const send = () => void run.act(task, (lab) => lab.openRaw(wire));
  return (
    <div className={styles.editor} data-next>
      <label htmlFor={editor} className={styles.label}>
        Your bytes
      </label>
      <div className={styles.paper}>
        <LineEnds text={text} />
        <textarea
          id={editor}
          className={styles.text}
          value={text}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby={`${editor}-note`}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <p id={`${editor}-note`} className={styles.note}>
        {bytes(wire.length)}. Each line end is sent as the two bytes <code>\r\n</code>.{' '}
        {/\n\r?\n/.test(text)
          ? 'The empty line ends the head.'
          : 'There is no empty line yet: the server will wait for more.'}
      </p>
      <div className={styles.actions}>
        <Button kind="primary" disabled={!isReady || wire.length === 0 || run.isBusy(task)} onClick={send}>
          Send these bytes
        </Button>
        {text !== template && (
          <Button kind="quiet" onClick={() => setText(template)}>
            As it was
          </Button>
        )}
      </div>
    </div>
  );
}

/** Behind the text, in the same places: what each line's end is on the wire. */
function LineEnds({ text }: { readonly text: string }) {
  const lines = text.split('\n');
  return (
    <div className={styles.ends} aria-hidden="true">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
        <span key={index}>
          {line}
          {index < lines.length - 1 && <span className={styles.end}>{'\\r\\n'}</span>}
          {'\n'}
        </span>
      ))}
    </div>
  );
}
