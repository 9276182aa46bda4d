import { type ReactNode, useId, useState } from 'react';
import { termOf } from '../../protocol/terms';
import styles from './prose.module.css';

interface Props {
  /** Key into the table of terms. */
  readonly of: string;
  readonly children: ReactNode;
}

/** A word of the field; it opens a card with its one sentence. */
export function Term({ of, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const card = useId();
  const { name, text, spec } = termOf(of);
  const close = () => setIsOpen(false);
  return (
    <span className={styles.termBox}>
      <button
        type="button"
        className={styles.term}
        aria-expanded={isOpen}
        aria-controls={isOpen ? card : undefined}
        onClick={() => setIsOpen(!isOpen)}
        onBlur={close}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
      >
        {children}
      </button>
      {isOpen && (
        <span id={card} role="note" className={styles.card}>
          <strong>{name}</strong> {text} <span className={styles.spec}>{spec}</span>
        </span>
      )}
    </span>
  );
}
