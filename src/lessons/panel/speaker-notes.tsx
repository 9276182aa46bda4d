import type { SpeakerNotes } from '../define';
import styles from './lesson-panel.module.css';

/** What the teacher says and asks, and how long it takes. Closed by default. */
export function SpeakerNotesView({ notes }: { readonly notes: SpeakerNotes }) {
  return (
    <details className={styles.notes}>
      <summary>Speaker notes · {notes.minutes} min</summary>
      <p>
        <strong>Say.</strong> {notes.say}
      </p>
      <p>
        <strong>Ask the room.</strong> {notes.ask}
      </p>
    </details>
  );
}
