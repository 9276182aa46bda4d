import { useState } from 'react';
import type { Teaching } from '../../lab/class/teaching';
import { currentTaskOf } from '../../lessons/current-task';
import type { Task } from '../../lessons/define';
import type { LessonRun } from '../../lessons/lesson-run';
import { spelled } from '../../protocol/messages/class-code';
import { Button } from '../../ui/Button';
import type { ClassBarProps } from './ClassBar';
import styles from './ClassBar.module.css';
import { ClassDialog } from './ClassDialog';
import { HintForm } from './HintForm';
import { StateNote } from './StateNote';
import { forgetClass } from './session';
import { countDone, taskKey } from './tally';
import { useOneWire } from './use-one-wire';
import { useRun } from './use-run';
import { useSteering } from './use-steering';
import { Votes } from './Votes';

interface Props extends ClassBarProps {
  readonly teaching: Teaching;
}

/** The teacher's side of the class, on the pages of the course: who is here, how they vote, and where they go. */
export function TeacherBar({ teaching, path, begunAt, instrument, run, lab }: Props) {
  useSteering(teaching, path, { instrument, run });
  useRun(run);
  const oneWire = useOneWire(teaching, lab, instrument.playback, begunAt);
  const [hintedAt, setHintedAt] = useState<unknown>(null);
  const { state, steering } = teaching;
  if (state.kind === 'over') {
    if (state.why === null || path.startsWith('/teach')) return null;
    return (
      <section className={styles.bar} aria-label="Class">
        <p role="status">{state.why}</p>
        <Button onClick={forgetClass}>Close</Button>
      </section>
    );
  }
  // Its own pages have all of this, and more.
  if (path.startsWith('/teach')) return null;
  const step = run?.progress.step;
  const task = run && step ? currentTaskOf(run, step) : null;
  // A hint is for the step at which the form was opened.
  const here = step ?? path;
  const isHinting = hintedAt === here;
  return (
    <section className={styles.bar} aria-label="Class">
      <ClassStanding teaching={teaching} lab={lab} />
      {run && task && <TaskStanding key={task.id} {...{ teaching, run, task }} />}
      <span className={styles.tools}>
        {oneWire.isOffered && (
          <Button onClick={oneWire.toggle}>{oneWire.isOpen ? 'End the one wire' : 'One wire for all'}</Button>
        )}
        <Button onClick={() => (steering.mode === 'free' ? teaching.callBack() : teaching.setFree())}>
          {steering.mode === 'free' ? 'Bring everybody back' : 'Let everybody explore'}
        </Button>
        {steering.mode === 'follow' && teaching.here.some(({ isFollowing }) => isFollowing === false) && (
          <Button onClick={() => teaching.callBack()}>Bring everybody back</Button>
        )}
        <Button kind="quiet" aria-expanded={isHinting} onClick={() => setHintedAt(isHinting ? null : here)}>
          Hint
        </Button>
      </span>
      {oneWire.problem !== null && <p role="alert">{oneWire.problem}</p>}
      {isHinting && (
        <HintForm
          offers={task?.kind === 'challenge' ? task.hints : []}
          onSend={(hint) => {
            teaching.hint(hint);
            setHintedAt(null);
          }}
          onClose={() => setHintedAt(null)}
        />
      )}
      {steering.hint !== null && (
        <p className={styles.sent}>
          The class reads: “{steering.hint}”{' '}
          <Button kind="quiet" onClick={() => teaching.hint(null)}>
            Take back
          </Button>
        </p>
      )}
    </section>
  );
}

/** Which class it is and how many are here; the code opens over the page. */
function ClassStanding({ teaching, lab }: Pick<Props, 'teaching' | 'lab'>) {
  const [isOpen, setOpen] = useState(false);
  const { state, code, here } = teaching;
  return (
    <>
      <p className={styles.main}>
        <Button kind="quiet" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <span className={styles.code}>Class {code === null ? '…' : spelled(code)}</span>
        </Button>{' '}
        <StateNote state={state} />
        {state.kind === 'here' && `${here.length} here`}
      </p>
      {isOpen && <ClassDialog teaching={teaching} lab={lab} onClose={() => setOpen(false)} />}
    </>
  );
}

interface TaskProps {
  readonly teaching: Teaching;
  readonly run: LessonRun;
  readonly task: Task;
}

/** How the class stands with the task that the teacher's page is at. */
function TaskStanding({ teaching, run, task }: TaskProps) {
  const key = taskKey(run.lesson.id, task.id);
  const { calls, code } = run.tasks.traffic(task.id);
  const done = countDone(teaching.members.values(), key);
  return (
    <>
      {task.prediction && (
        <Votes
          members={[...teaching.members.values()]}
          taskKey={key}
          prediction={task.prediction}
          isBegun={run.tasks.isBusy(task.id) || calls.length + code.length > 0}
          // Of this run: what an earlier visit has seen, the room has not.
          wire={run.tasks.isMet(task.id) ? run.progress.ofTask(task.id).wire : null}
        />
      )}
      <p>
        {task.kind === 'challenge' ? (
          'Goal met'
        ) : (
          <>
            Seen<span className={styles.long}> on their own wire</span>
          </>
        )}
        : {done} of {Math.max(teaching.here.length, done)}
      </p>
    </>
  );
}
