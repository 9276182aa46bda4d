import { useState } from 'react';
import { createLater, useLater } from '../../ui/later';
import { useLesson } from '../use-lesson';
import styles from './lesson-panel.module.css';

/** Where what the lessons say is written. Few ask for it, so it comes with the first question. */
const claims = createLater(() => import('../claims'));

/** What a step, or the end of a lesson, rests on: sections to look up, and traffic that shows it. Closed by default. */
export default function SourcesView({ step }: { readonly step: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.notes} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Sources</summary>
      {isOpen && <Sources step={step} />}
    </details>
  );
}

function Sources({ step }: { readonly step: string }) {
  const { run } = useLesson();
  const state = useLater(claims);
  if (state.kind === 'coming') return <p role="status">One moment.</p>;
  if (state.kind === 'failed')
    return <p role="alert">The sources could not be loaded: is the server running?</p>;
  const { CLAIMS, addressOfSource } = state.part;
  return (
    <ul className={styles.sources}>
      {(CLAIMS[run.lesson.id]?.[step] ?? []).map((claim) => {
        const address = addressOfSource(claim);
        return (
          <li key={claim.says}>
            {claim.says}{' '}
            {address === null ? (
              'You see it in your own traffic.'
            ) : (
              <a href={address} target="_blank" rel="noreferrer">
                {claim.source}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
