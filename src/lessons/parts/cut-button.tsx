import { cutSessions, openSessions } from '../../lab/cut';
import { Button } from '../../ui/Button';
import { useLesson } from '../use-lesson';

interface Props {
  readonly task: string;
  readonly how?: 'reset' | 'black hole';
  readonly children?: string;
  /** What the cut is to interrupt has begun; true by default. */
  readonly isReady?: boolean;
}

/** Cuts the cable under every open session, once there is one. */
export function CutButton({ task, how = 'reset', children = 'Cut the cable', isReady = true }: Props) {
  const { run, lab } = useLesson();
  const canCut = isReady && openSessions(lab).length > 0 && !run.tasks.isBusy(task);
  return (
    <p data-next>
      <Button disabled={!canCut} onClick={() => void run.tasks.act(task, (lab) => cutSessions(lab, how))}>
        {children}
      </Button>
    </p>
  );
}
