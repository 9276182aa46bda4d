import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/Button';
import styles from './ClassBar.module.css';

interface Props {
  /** The lesson's own hints for the goal. They are not shown before they are sent: the form is on the projector. */
  readonly offers: readonly string[];
  readonly onSend: (hint: string) => void;
}

/** The server takes hints of this many characters. */
const HINT_LENGTH = 240;

/** A sentence for the whole class: typed, or one of the lesson's own. */
export function HintForm({ offers, onSend }: Props) {
  const [text, setText] = useState('');
  const field = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const sentence = text.trim();
    if (sentence !== '') onSend(sentence);
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
          {offers.map((offer, at) => (
            <li key={offer}>
              <Button onClick={() => onSend(offer)}>Send hint {at + 1}</Button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
