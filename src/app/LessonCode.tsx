import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { LabSession } from '../lab/session';
import { useLabState } from '../lab/use-lab';
import type { LessonRun } from '../lessons/lesson-run';
import { forOthers } from '../ui/address';
import type { InstrumentParts } from './use-instrument';

const CodePanel = lazy(async () => ({ default: (await import('../code')).CodePanel }));

const never = () => () => {};

/** Whether the current step has code at both ends. */
export function useHasCode(run: LessonRun | null): boolean {
  return useSyncExternalStore(
    run?.subscribe ?? never,
    () => run !== null && run.desks.current !== null && run.progress.step !== null,
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
  const { current: desk, task } = run.desks;
  if (!desk || !task) return null;
  const isReady = run.progress.isReady(task.id);
  const { capture, playback, pointing } = instrument;
  return (
    <Suspense>
      <CodePanel
        // Steps that share their code share what is shown of it: a page would load again in another panel.
        key={run.desks.step?.id}
        {...{ desk, capture, playback, pointing }}
        isReady={isOpen && isReady && !run.tasks.isBusy(task.id)}
        address={() =>
          forOthers(
            `${location.origin}${location.pathname}?step=${run.progress.step?.id}`,
            lab.addresses?.shared,
          )
        }
        note={isReady ? null : 'after the open question'}
        perform={(work, what) =>
          void (what === 'all' ? run.tasks.restart(task.id, work) : run.desks.run(work))
        }
      />
    </Suspense>
  );
}
