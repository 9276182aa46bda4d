import { type ReactNode, useId, useState } from 'react';
import { hrefOf } from '../../ui/address';
import { LaterNote } from '../../ui/LaterNote';
import { useLater } from '../../ui/later';
import styles from './prose.module.css';
import { terms } from './terms';

interface Props {
  /** Key into the table of terms. */
  readonly of: string;
  readonly children: ReactNode;
}

/** A technical term that opens a card with its one sentence. */
export function Term({ of, children }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const card = useId();
  const close = () => setIsOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only tracks what leaves the word and its card
    <span
      className={styles.box}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button
        type="button"
        className={styles.term}
        aria-expanded={isOpen}
        aria-controls={isOpen ? card : undefined}
        onPointerEnter={terms.fetch}
        onFocus={terms.fetch}
        onClick={() => setIsOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <span id={card} role="note" className={styles.card}>
          <Sentence of={of} />
          {/* Pressing it moves the focus off the word: the card must stay until the press is over. */}
          <a
            href={hrefOf(`/glossary#${of}`)}
            target="_blank"
            rel="noopener"
            className={styles.more}
            onMouseDown={(event) => event.preventDefault()}
          >
            In the glossary
          </a>
        </span>
      )}
    </span>
  );
}

function Sentence({ of }: Pick<Props, 'of'>) {
  const state = useLater(terms);
  if (state.kind !== 'here') return <LaterNote what="the explanation" later={terms} state={state} />;
  const { name, text, spec } = state.part.termOf(of);
  return (
    <>
      <strong>{name}</strong> {text} <span className={styles.spec}>{spec}</span>
    </>
  );
}
