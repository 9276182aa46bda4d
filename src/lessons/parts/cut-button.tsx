import { Button } from '../../ui/Button';
import { useLesson } from '../use-lesson';
import { cutSessions } from './programs';

interface Props {
  readonly task: string;
  readonly how?: 'reset' | 'black hole';
  readonly children?: string;
}

/** Cuts the cable under every session that is open. */
export function CutButton({ task, how = 'reset', children = 'Cut the cable' }: Props) {
  const { run } = useLesson();
  return (
    <p data-next>
      <Button disabled={run.isBusy(task)} onClick={() => void run.act(task, (lab) => cutSessions(lab, how))}>
        {children}
      </Button>
    </p>
  );
}
