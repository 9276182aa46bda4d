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
          What you see here is no film. When this page opened, your browser made a real connection to a real
          server, and the server tells the page every byte that passes. The course takes those bytes apart:
          from what a connection is, through the WebSocket handshake, to <code>socket.emit</code>.
        </p>
        <p>Nothing to install. Nothing can break that you could not open again.</p>
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
