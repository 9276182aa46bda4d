import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import styles from './TeachPage.module.css';

interface Props {
  readonly onEnd: () => void;
}

/** Ends the class once the teacher has read what is lost with it. */
export function EndClass({ onEnd }: Props) {
  const [isAsking, setAsking] = useState<boolean | null>(null);
  const note = useId();
  const next = useRef<HTMLButtonElement>(null);
  // The button that was pressed has gone: the harmless one of what stands in its place has the focus.
  useEffect(() => {
    if (isAsking !== null) next.current?.focus();
  }, [isAsking]);
  if (!isAsking) {
    return (
      <div className={styles.end}>
        <Button ref={next} kind="quiet" onClick={() => setAsking(true)}>
          End the class …
        </Button>
      </div>
    );
  }
  return (
    <section className={styles.ending} aria-labelledby={note}>
      <p id={note}>
        End the class for everybody? Its code will stop working, and its votes and goals will be lost unless
        you have saved them.
      </p>
      <Button ref={next} onClick={() => setAsking(false)}>
        Keep the class open
      </Button>
      <Button kind="quiet" onClick={onEnd}>
        End the class
      </Button>
    </section>
  );
}
