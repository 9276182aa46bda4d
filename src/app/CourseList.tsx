import styles from './CourseList.module.css';
import { courseParts } from './course';
import { Link } from './Link';

/** All lessons there are, by part. */
export function CourseList() {
  return (
    <nav className={styles.list} aria-label="All lessons">
      {courseParts().map(({ part, lessons }) => (
        <section key={part}>
          <h2 className={styles.part}>{part}</h2>
          <ol>
            {lessons.map(({ id, title }) => (
              <li key={id}>
                <Link href={`/lessons/${id}`}>{title}</Link>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </nav>
  );
}
