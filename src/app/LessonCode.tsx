import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import type { LessonRun } from '../lessons/lesson-run';
import type { InstrumentParts } from './use-instrument';

const CodePanel = lazy(async () => ({ default: (await import('../code')).CodePanel }));

const never = () => () => {};

/** Whether the current step has code at both ends. */
export function useHasCode(run: LessonRun | null): boolean {
  return useSyncExternalStore(
    run?.subscribe ?? never,
    () => run !== null && run.desk !== null && run.step !== null,
  );
}

interface Props {
  readonly run: LessonRun;
  readonly lab: LabSession;
  readonly instrument: InstrumentParts;
}

/** A lesson's code; its traffic counts for the open task. */
export function LessonCode({ run, lab, instrument }: Props) {
  useSyncExternalStore(run.subscribe, () => run.revision);
  const isOpen = useLabState(lab).kind === 'ready';
  const { desk, codeTask } = run;
  if (!desk || !codeTask) return null;
  const isReady = run.isReady(codeTask.id);
  const { capture, playback, pointing } = instrument;
  return (
    <Suspense>
      <CodePanel
        key={run.step?.id}
        {...{ desk, capture, playback, pointing }}
        isReady={isOpen && isReady && !run.isBusy(codeTask.id)}
        address={() => `${location.origin}${location.pathname}?step=${run.step?.id}`}
        note={isReady ? null : 'after your prediction'}
        perform={(work, what) => void (what === 'all' ? run.restart(codeTask.id, work) : run.runCode(work))}
      />
    </Suspense>
  );
}
