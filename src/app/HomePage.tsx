import type { PageProps } from './App';
import { CourseList } from './CourseList';
import { firstLesson } from './course';
import { Greeting } from './Greeting';
import styles from './HomePage.module.css';
import { Link } from './Link';

/** The first page: what this is, shown on a connection that the page itself has just opened. */
export default function HomePage({ lab, instrument }: PageProps) {
  const first = firstLesson();
  return (
    <div className={styles.home}>
      <div className={styles.text}>
        <h1 className={styles.title}>Watch your own browser talk to a server, byte by byte</h1>
        <p>
          This is no film. When the page opened, your browser made a real connection to a real server, and the
          server tells the page every byte that passes on it. Point at any of them, and you learn what it is,
          who put it there, and which rule of which specification says so.
        </p>
        <p>Nothing to install, and nothing to break: what ends can be opened again.</p>
        <p className={styles.actions}>
          {first && (
            <Link href={`/lessons/${first.id}`} className={styles.begin}>
              Begin
            </Link>
          )}
          <Link href="/workbench" className={styles.lab}>
            or go straight to the free lab
          </Link>
        </p>
        <CourseList />
      </div>
      <Greeting lab={lab} instrument={instrument} />
    </div>
  );
}
