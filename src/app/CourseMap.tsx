import styles from './CourseMap.module.css';
import { courseParts, LAYER_OF_PART } from './course';
import { Link } from './Link';

/** The course as one dash a lesson, parts apart; the lesson on the page is the coloured one. */
export function CourseMap({ path }: { readonly path: string }) {
  return (
    <nav className={styles.map} aria-label="Lessons">
      {courseParts().map(({ part, lessons }) => (
        <ol key={part} className={styles.part} aria-label={part} data-layer={LAYER_OF_PART[part]}>
          {lessons.map(({ id, title }) => (
            <li key={id}>
              <Link
                href={`/lessons/${id}`}
                className={styles.dash}
                title={title}
                aria-current={path === `/lessons/${id}` ? 'page' : undefined}
              >
                <span className={styles.name}>{title}</span>
              </Link>
            </li>
          ))}
        </ol>
      ))}
    </nav>
  );
}
