import type { PageProps } from './App';
import { CourseList } from './CourseList';
import { courseParts } from './course';
import { useLessonStatuses } from './course-progress/use-progress';
import { Greeting } from './Greeting';
import styles from './HomePage.module.css';
import { Link } from './Link';

/** The first page: what this is, shown on a connection that the page has just opened; and the course. */
export default function HomePage({ lab, instrument }: PageProps) {
  const status = useLessonStatuses();
  const lessons = courseParts().flatMap((part) => part.lessons);
  const standing = (wanted: string) => lessons.find(({ id }) => status(id).stand === wanted);
  const open = standing('started') ?? standing('not started');
  const isFresh = lessons.every(({ id }) => status(id).stand === 'not started');
  const next = open ?? lessons[0];
  return (
    <div className={styles.home}>
      <header className={styles.hero}>
        <h1 className={styles.title}>Watch your own browser talk to a server, byte by byte</h1>
        <div className={styles.lead}>
          <p>
            The cable below is a connection that your browser opened a moment ago, and every byte on it is
            real. A course on WebSocket and Socket.IO for students, for those who teach them, and for anyone
            who debugs a socket.
          </p>
          <p className={styles.actions}>
            {next && (
              <Link href={`/lessons/${next.id}`} className={styles.begin}>
                {isFresh ? 'Begin' : open ? `Continue: ${open.title}` : 'Begin again'}
              </Link>
            )}
            <Link href="/workbench" className={styles.lab}>
              or go straight to the free lab
            </Link>
            <Link href="/class" className={styles.lab}>
              Join a class
            </Link>
            <Link href="/teach" className={styles.lab}>
              Teach a class
            </Link>
          </p>
        </div>
      </header>
      <Greeting lab={lab} instrument={instrument} />
      <CourseList />
    </div>
  );
}
