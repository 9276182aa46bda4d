import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import type { LabSession } from '../../lab/session';
import type { Playback } from '../../timeline/playback';
import type { Pointing } from '../../timeline/pointing';
import type { LessonRun } from '../lesson-run';
import { type FigurePlace, LessonContext, type LessonParts, useLesson } from '../use-lesson';
import type { NextLesson } from './recap-view';
import { StepView } from './step-view';

/** No lesson begins with its end. */
const RecapView = lazy(() => import('./recap-view'));

interface LessonPanelProps {
  readonly run: LessonRun;
  readonly lab: LabSession;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly figure: FigurePlace;
  /** Goes to another page of the course. */
  readonly onNavigate: (path: string) => void;
  /** The lesson after this one; null for the last. */
  readonly next?: NextLesson | null;
}

/** A lesson, step by step, beside the instrument that shows what it does. */
export function LessonPanel({ onNavigate, next = null, ...given }: LessonPanelProps) {
  const { run, lab, playback, pointing, figure } = given;
  const parts = useMemo<LessonParts>(
    () => ({ run, lab, playback, pointing, figure }),
    [run, lab, playback, pointing, figure],
  );
  return (
    <LessonContext value={parts}>
      <Shown onNavigate={onNavigate} next={next} />
    </LessonContext>
  );
}

interface ShownProps {
  readonly onNavigate: (path: string) => void;
  readonly next: NextLesson | null;
}

function Shown({ onNavigate, next }: ShownProps) {
  const { run } = useLesson();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(run.progress.place);
  const begin = () => {
    // The end may still be on its way.
    if (heading.current === null || shown.current === run.progress.place) return;
    shown.current = run.progress.place;
    heading.current.focus({ preventScroll: true });
    heading.current.closest('[data-scroll]')?.scrollTo(0, 0);
  };
  useEffect(begin);
  const { step } = run.progress;
  if (!step)
    return (
      <Suspense>
        <RecapView heading={heading} onShown={begin} onNavigate={onNavigate} next={next} />
      </Suspense>
    );
  return <StepView key={step.id} {...{ step, heading, onNavigate }} />;
}
