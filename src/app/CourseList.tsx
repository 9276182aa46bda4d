import { type LessonProgress, readProgress } from '../lessons';
import styles from './CourseList.module.css';
import { courseParts, LAYER_OF_PART } from './course';
import { Link } from './Link';

/** All lessons there are, by part, with what each promises and how far the student has come. */
export function CourseList() {
  return (
    <nav className={styles.list} aria-label="All lessons">
      {courseParts().map(({ part, lessons }) => (
        <section key={part} data-layer={LAYER_OF_PART[part]}>
          <h2 className={styles.part}>{part}</h2>
          <ol>
            {lessons.map(({ id, title, promises }) => (
              <li key={id} className={styles.lesson}>
                <Link href={`/lessons/${id}`} className={styles.title}>
                  {title}
                </Link>
                <span className={styles.progress}>{said(readProgress(id))}</span>
                <ul className={styles.promises}>
                  {promises.map((promise) => (
                    <li key={promise}>{promise}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </nav>
  );
}

function said({ step, tasks }: LessonProgress): string {
  const done = Object.values(tasks).filter(({ isDone }) => isDone).length;
  if (done > 0) return `begun: at step ${step + 1}, ${done} done`;
  return step > 0 ? `begun: at step ${step + 1}` : '';
}
