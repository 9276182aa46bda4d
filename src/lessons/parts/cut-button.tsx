import { cutSessions, openSessions } from '../../lab/cut';
import { Button } from '../../ui/Button';
import { useLesson } from '../use-lesson';

interface Props {
  readonly task: string;
  readonly how?: 'reset' | 'black hole';
  readonly children?: string;
}

/** Cuts the cable under every open session, once there is one. */
export function CutButton({ task, how = 'reset', children = 'Cut the cable' }: Props) {
  const { run, lab } = useLesson();
  const canCut = openSessions(lab).length > 0 && !run.tasks.isBusy(task);
  return (
    <p data-next>
      <Button disabled={!canCut} onClick={() => void run.tasks.act(task, (lab) => cutSessions(lab, how))}>
        {children}
      </Button>
    </p>
  );
}
