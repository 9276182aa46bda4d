import { useEffect } from 'react';
import type { Attending } from '../../lab/class/attending';
import { spelled } from '../../protocol/messages/class-code';
import { Button } from '../../ui/Button';
import type { ClassBarProps } from './ClassBar';
import styles from './ClassBar.module.css';
import { isSameStep } from './place';
import { StateNote } from './StateNote';
import { forgetClass } from './session';
import { hereOf, useFollowing } from './use-following';
import { useRun } from './use-run';
import { useSaying } from './use-saying';

interface Props extends ClassBarProps {
  readonly attending: Attending;
}

/** A student's side of the class: whether the page follows, and what the teacher says. */
export function StudentBar({ attending, path, instrument, run }: Props) {
  const view = { instrument, run };
  const isWaiting = useFollowing(attending, path, view);
  useSaying(attending, path, view);
  useRun(run);
  const { state, steering, isFollowing, code, said } = attending;
  const here = hereOf(path, view);
  useRootAttribute(state.kind !== 'over');
  const isElsewhere = !here || !steering?.place || !isSameStep(here, steering.place);
  if (state.kind === 'over') {
    // On its own page the form says it.
    if (state.why === null || path.startsWith('/class')) return null;
    return (
      <section className={styles.bar} aria-label="Class">
        <p role="status">{state.why}</p>
        <Button onClick={forgetClass}>Close</Button>
      </section>
    );
  }
  const isFree = steering?.mode === 'free';
  return (
    <section className={styles.bar} aria-label="Class">
      <p className={styles.main}>
        <strong className={styles.code}>{spelled(code)}</strong> {said.nickname && <>{said.nickname} · </>}
        <span role="status">
          <StateNote state={state} />
          {state.kind === 'here' && <Standing {...{ attending, isWaiting, isElsewhere }} />}
        </span>
      </p>
      <span className={styles.tools}>
        {state.kind === 'here' && !isFree && steering?.place && (
          <Button onClick={() => (isFollowing ? attending.lookAround() : attending.follow())}>
            {isFollowing ? 'Look around' : 'Back to the class'}
          </Button>
        )}
        <Button kind="quiet" onClick={() => attending.leave()}>
          Leave<span className={styles.heard}> the class</span>
        </Button>
      </span>
      {steering?.hint != null && (
        <p className={styles.hint} role="status">
          <strong>Your teacher:</strong> {steering.hint}
        </p>
      )}
    </section>
  );
}

/** Sets `data-attending` on the root for all style sheets: what is written for whoever teaches is not shown to a class. */
function useRootAttribute(isAttending: boolean): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (isAttending) dataset.attending = '';
    return () => {
      delete dataset.attending;
    };
  }, [isAttending]);
}

interface StandingProps {
  readonly attending: Attending;
  /** The class looks at what this page's own wire has not carried yet. */
  readonly isWaiting: boolean;
  /** The class is at another step than this page. */
  readonly isElsewhere: boolean;
}

function Standing({
  attending: { steering, isFollowing, hasTeacher },
  isWaiting,
  isElsewhere,
}: StandingProps) {
  if (!hasTeacher) return <>You are in. The teacher’s page is not back yet.</>;
  if (!steering?.place) return <>You are in. The lesson begins when your teacher opens it.</>;
  if (steering.mode === 'free') return <>Go where you like: your teacher lets everybody explore.</>;
  if (!isFollowing)
    return isElsewhere ? (
      <>You are looking around; the class is elsewhere.</>
    ) : (
      <>You are looking around; the class is at this step, too.</>
    );
  if (!isWaiting || steering.wire) return <>You are following your teacher.</>;
  // Its name may answer what this student is still asked.
  return <>Your teacher is looking at traffic that your own wire has not carried yet.</>;
}
