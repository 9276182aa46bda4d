import { useEffect } from 'react';
import type { CodeDesk } from '../../code/desk';
import { isSame, type Texts } from '../../code/texts';
import { useDesk } from '../../code/use-desk';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { useLesson } from '../use-lesson';
import { isActing } from './texts/annotated';

/** What a student had written where "show me" has put its code. */
const own = new WeakMap<CodeDesk, Texts>();

/** Keeps what stands there, unless "show me" has put it there. */
export function keepOwn(desk: CodeDesk): void {
  if (!isActing(desk.texts)) own.set(desk, desk.texts);
}

/** Leads back from the code of "show me" to the student's own, and from what a step begins with to the code of the step before. */
export function OwnCode({ task, isReady }: ControlsProps) {
  const { run } = useLesson();
  const desk = run.desks.current;
  // Pages that run already are this task's, too.
  useEffect(() => {
    if (isReady && desk && desk.running.length > 0) run.tasks.claim(task, desk.running);
  }, [run, task, isReady, desk]);
  return desk && <Choice desk={desk} />;
}

function Choice({ desk }: { readonly desk: CodeDesk }) {
  useDesk(desk);
  const { run } = useLesson();
  const mine = isActing(desk.texts) ? own.get(desk) : undefined;
  if (mine) {
    return (
      <p>
        The code beside is ours, to compare.{' '}
        <Button kind="quiet" onClick={() => desk.set(mine)}>
          Back to my code
        </Button>
      </p>
    );
  }
  const { lesson, progress } = run;
  const step = lesson.steps[progress.place - 1];
  const earlier = step && run.desks.textsOf(step);
  if (!step?.code || !earlier || isSame(earlier, step.code) || isActing(earlier) || desk.isEdited)
    return null;
  return (
    <p>
      The code beside is the last step’s as we wrote it.{' '}
      <Button kind="quiet" onClick={() => desk.set(earlier)}>
        Go on with mine
      </Button>
    </p>
  );
}
