import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/Button';
import styles from './ClassBar.module.css';

interface Props {
  /** The hint that the class sees now. */
  readonly hint: string | null;
  /** The lesson's own hints for the goal, to press: it is then in the field. */
  readonly offers: readonly string[];
  readonly onSend: (hint: string | null) => void;
}

/** The server takes hints of this many characters. */
const HINT_LENGTH = 240;

/** A sentence for the whole class: typed, or one of the lesson's own. */
export function HintForm({ hint, offers, onSend }: Props) {
  const [text, setText] = useState('');
  const field = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const sentence = text.trim();
    if (sentence === '') return;
    onSend(sentence);
    setText('');
  };
  return (
    <form className={styles.form} onSubmit={send}>
      <label htmlFor={field}>Hint for the class</label>
      <input
        id={field}
        className={styles.input}
        value={text}
        maxLength={HINT_LENGTH}
        autoComplete="off"
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button type="submit">Send</Button>
      {offers.length > 0 && (
        <ul className={styles.offers} aria-label="The lesson’s hints">
          {offers.map((offer) => (
            <li key={offer}>
              <Button onClick={() => setText(offer)}>{offer}</Button>
            </li>
          ))}
        </ul>
      )}
      {hint !== null && (
        <span className={styles.sent}>
          The class reads: “{hint}”{' '}
          <Button kind="quiet" onClick={() => onSend(null)}>
            Take back
          </Button>
        </span>
      )}
    </form>
  );
}
