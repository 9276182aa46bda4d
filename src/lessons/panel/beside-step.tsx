import type { Step } from '../define';
import { useLesson } from '../use-lesson';
import { InnerLink } from './inner-link';
import styles from './lesson-panel.module.css';

interface Props {
  readonly step: Step;
  readonly onNavigate: (path: string) => void;
}

/** What stands beside a step: notes for whoever teaches it, and the way into the free lab with its programs. */
export default function BesideStep({ step: { id, notes }, onNavigate }: Props) {
  const { run } = useLesson();
  return (
    <>
      <details className={styles.notes}>
        <summary>Speaker notes · {notes.minutes} min</summary>
        <p>
          <strong>Say.</strong> {notes.say}
        </p>
        <p>
          <strong>Ask the room.</strong> {notes.ask}
        </p>
      </details>
      <p className={styles.notes}>
        <InnerLink href={`/workbench#from=${run.lesson.id}.${id}`} onNavigate={onNavigate}>
          Open this step in the free lab
        </InnerLink>
      </p>
    </>
  );
}
