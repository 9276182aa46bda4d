import { useEffect } from 'react';
import type { CodeDesk } from '../../code/desk';
import { isSame, type Texts } from '../../code/texts';
import { useDesk } from '../../code/use-desk';
import { Button } from '../../ui/Button';
import type { ControlsProps } from '../define';
import { useLesson } from '../use-lesson';
import { isActing } from './texts/annotated';

/** What a student had written where "show me", or the beginning of the step, has taken its place. */
const own = new WeakMap<CodeDesk, Texts>();
/** Desks whose texts go on from the student's own of the step before. */
const goingOn = new WeakSet<CodeDesk>();

/** Keeps what stands there, unless "show me" has put it there. */
export function keepOwn(desk: CodeDesk): void {
  if (!isActing(desk.texts)) own.set(desk, desk.texts);
}

/**
 * Leads back from the code of "show me" to the student's own, and from what a step begins with to the code of the step before,
 * and back again.
 */
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
  const mine = own.get(desk);
  if (mine && isActing(desk.texts)) {
    return <Way desk={desk} says="The code beside is ours, to compare." label="Back to my code" to={mine} />;
  }
  if (desk.isEdited) return goingOn.has(desk) ? <Return desk={desk} /> : null;
  if (mine && goingOn.has(desk)) {
    return <Way desk={desk} says="This is what the step begins with." label="Back to my code" to={mine} />;
  }
  const { lesson, progress } = run;
  const step = lesson.steps[progress.place - 1];
  const earlier = step && run.desks.textsOf(step);
  if (!step?.code || !earlier || isSame(earlier, step.code) || isActing(earlier)) return null;
  return (
    <Way
      desk={desk}
      says="The code shown is ours: the previous step, finished, and what this step adds. Your own code has none of the additions yet, neither the TODOs nor what is new in the page; you can go on with it, and come back."
      label="Go on with mine"
      to={earlier}
      onGo={() => goingOn.add(desk)}
    />
  );
}

/** From the student's own code of the step before to what this step brings. */
function Return({ desk }: { readonly desk: CodeDesk }) {
  const go = () => {
    keepOwn(desk);
    desk.reset();
  };
  return (
    <p>
      This is your own code, without what this step adds and the text above describes.{' '}
      <Button kind="quiet" onClick={go}>
        Take this step’s code
      </Button>
    </p>
  );
}

interface WayProps {
  readonly desk: CodeDesk;
  readonly says: string;
  readonly label: string;
  readonly to: Texts;
  readonly onGo?: () => void;
}

function Way({ desk, says, label, to, onGo }: WayProps) {
  const go = () => {
    onGo?.();
    desk.set(to);
  };
  return (
    <p>
      {says}{' '}
      <Button kind="quiet" onClick={go}>
        {label}
      </Button>
    </p>
  );
}
