import { LAYER_OF_PART } from '../lessons/layer-of-part';
import styles from './CourseMap.module.css';
import { courseParts } from './course';
import { otherwiseSaid, saidOf } from './course-progress/status-words';
import { useLessonStatuses } from './course-progress/use-progress';
import { Link } from './Link';

/** The course as one dash per lesson, in parts: hollow, half or full; the current lesson is coloured. */
export function CourseMap({ path }: { readonly path: string }) {
  const status = useLessonStatuses();
  return (
    <nav className={styles.map} aria-label="Lessons">
      {courseParts().map(({ part, lessons }) => (
        <ol key={part} className={styles.part} aria-label={part} data-layer={LAYER_OF_PART[part]}>
          {lessons.map(({ id, title }) => {
            const is = status(id);
            const said = [`${title}: ${saidOf(is)}`, otherwiseSaid(is)].filter(Boolean).join('; ');
            return (
              <li key={id}>
                <Link
                  href={`/lessons/${id}`}
                  className={styles.dash}
                  title={said}
                  data-stand={is.stand}
                  aria-current={path === `/lessons/${id}` ? 'page' : undefined}
                >
                  <span className={styles.name}>{said}</span>
                </Link>
              </li>
            );
          })}
        </ol>
      ))}
    </nav>
  );
}
