import { Phrase } from '../prose';
import { useLesson } from '../use-lesson';
import { seenFrames } from './frames';
import styles from './server-answer.module.css';

/** Frames that are listed; earlier ones are on the stage. */
const LISTED = 6;

interface Props {
  readonly task: string;
  /** The connection whose answers are shown. */
  readonly connection: number;
}

/** What the server has answered on a connection, read from the wire. */
export function ServerAnswer({ task, connection: id }: Props) {
  const { run } = useLesson();
  const { capture } = run;
  const connection = capture.connection(id);
  if (!connection) return null;
  const shown = run.tasks.traffic(task);
  const frames = seenFrames(shown, { sender: 'server', connection: id });
  const isPassing = shown.units.length < run.tasks.caused(task).units.length;
  const isOver = connection.closedAt !== null;
  return (
    <div className={styles.answer} role="status" aria-label="The server’s answer">
      <p className={styles.head}>
        Port {connection.client.port}:{' '}
        {isPassing ? 'its bytes are passing on the wire.' : headline(frames.length, isOver)}
      </p>
      {frames.length > 0 && (
        <ul className={styles.frames}>
          {frames.slice(-LISTED).map(({ unit }) => (
            <li key={unit.id}>
              <Phrase unit={unit}>{capture.decoder.sentenceOf(unit)}</Phrase>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function headline(frames: number, isOver: boolean): string {
  if (frames === 0)
    return isOver ? 'the connection ended without an answer.' : 'no answer so far; the connection is open.';
  return isOver
    ? 'the server answered, and the connection has ended.'
    : 'the server answered, and the connection is open.';
}
