import { useEffect, useState } from 'react';
import { Button } from './Button';
import { copyText } from './copy-text';

/** How long the button shows the outcome. */
const SAID_MS = 2000;

interface Props {
  /** A function, if it is costly to make. */
  readonly text: string | (() => string | Promise<string>);
  /** What is copied, for screen readers: "the command for curl". */
  readonly what: string;
  /** On the button; "Copy" by default. */
  readonly label?: string;
}

/** Copies a text, and says whether it did. */
export function CopyButton({ text, what, label = 'Copy' }: Props) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () =>
    Promise.resolve(typeof text === 'string' ? text : text())
      .then(copyText)
      .then((isDone) => setOutcome(isDone ? 'copied' : 'failed'));
  // Whoever speaks to the page says what they read (WCAG 2.5.3).
  const name = label.startsWith('Copy') ? `Copy ${what}` : `${label}: copy ${what}`;
  return (
    <Button kind="quiet" onClick={copy} aria-label={name}>
      <span aria-live="polite">
        {outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Select and copy it' : label}
      </span>
    </Button>
  );
}
