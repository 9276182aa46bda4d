import { useState } from 'react';
import type { CodeDesk } from '../../code/desk';
import type { Texts } from '../../code/texts';
import { Button } from '../../ui/Button';
import styles from './Examples.module.css';
import { EXAMPLES, type Example } from './index';

/** Puts an example into the editors of both ends; what stood there before can be had back. */
export default function Examples({ desk }: { readonly desk: CodeDesk }) {
  const [before, setBefore] = useState<Texts | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const show = async ({ name, load }: Example) => {
    try {
      const texts = await load();
      setFailure(null);
      setBefore(before ?? desk.texts);
      desk.replace(texts);
    } catch {
      setFailure(`“${name}” could not be fetched: check that the server is still running.`);
    }
  };
  return (
    <section className={styles.examples} aria-label="Examples">
      <h2 className={styles.title}>Begin with</h2>
      <ul className={styles.list}>
        {EXAMPLES.map((example) => (
          <li key={example.name}>
            <Button className={styles.name} onClick={() => void show(example)}>
              {example.name}
            </Button>
            <p className={styles.about}>{example.about}</p>
          </li>
        ))}
      </ul>
      <p role="status">
        {failure}
        {before && (
          <Button
            kind="quiet"
            onClick={() => {
              desk.replace(before);
              setBefore(null);
            }}
          >
            Back to mine
          </Button>
        )}
      </p>
    </section>
  );
}
