import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import styles from './ClassBar.module.css';

interface Props {
  /** The lesson's own hints for the goal. They are not shown before they are sent: the form is on the projector. */
  readonly offers: readonly string[];
  readonly onSend: (hint: string) => void;
  readonly onClose: () => void;
}

/** The server takes hints of this many characters. */
const HINT_LENGTH = 240;

/** A sentence for the whole class: typed, or one of the lesson's own. */
export function HintForm({ offers, onSend, onClose }: Props) {
  const [text, setText] = useState('');
  const field = useId();
  const input = useRef<HTMLInputElement>(null);
  // Typed anywhere else, letters are keys of the page, some of which blank the projector.
  useEffect(() => input.current?.focus(), []);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const sentence = text.trim();
    if (sentence !== '') onSend(sentence);
  };
  return (
    <form
      className={styles.form}
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // It closes this form, and not what the page presents.
        event.stopPropagation();
        onClose();
      }}
    >
      <label htmlFor={field}>Hint for the class</label>
      <input
        ref={input}
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
