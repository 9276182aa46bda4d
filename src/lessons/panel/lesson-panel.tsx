import { Suspense, use, useEffect, useMemo, useRef } from 'react';
import type { LabSession } from '../../lab/session';
import { useLabCapture } from '../../lab/use-lab';
import type { Playback } from '../../timeline/playback';
import type { Pointing } from '../../timeline/pointing';
import type { Lesson, LessonAbout } from '../define';
import { LessonRun } from '../lesson-run';
import { browserStore } from '../progress-store';
import { LessonContext, type LessonParts, useLesson } from '../use-lesson';
import { whenShown } from '../when-shown';
import styles from './lesson-panel.module.css';
import { type NextLesson, RecapView } from './recap-view';
import { StepView } from './step-view';

interface LessonPanelProps {
  readonly lesson: LessonAbout & { readonly load: () => Promise<Lesson> };
  readonly lab: LabSession;
  readonly playback: Playback;
  readonly pointing: Pointing;
  /** The id of the step to begin with, instead of the one where the student was. */
  readonly startAt?: string | null;
  /** Told of the run while it is on the page; null when it is gone. */
  readonly onRun?: (run: LessonRun | null) => void;
  /** Goes to another page of the course. */
  readonly onNavigate: (path: string) => void;
  /** The lesson after this one; null for the last. */
  readonly next?: NextLesson | null;
}

/** A lesson, step by step, beside the instrument that shows what it does. */
export function LessonPanel(props: LessonPanelProps) {
  return (
    <Suspense fallback={<p className={styles.loading}>{props.lesson.title}</p>}>
      <LoadedPanel {...props} />
    </Suspense>
  );
}

const loading = new WeakMap<object, Promise<Lesson>>();

/** The same promise each time, as `use` needs it; one that failed is tried again. */
function loadOnce(lesson: LessonPanelProps['lesson']): Promise<Lesson> {
  const known = loading.get(lesson);
  if (known) return known;
  const promise = lesson.load().catch((error: unknown) => {
    loading.delete(lesson);
    throw error;
  });
  loading.set(lesson, promise);
  return promise;
}

function LoadedPanel(props: LessonPanelProps) {
  const { lesson: entry, lab, playback, pointing, startAt, onRun, onNavigate, next = null } = props;
  const lesson = use(loadOnce(entry));
  const capture = useLabCapture(lab);
  const first = useRef(startAt);
  const parts = useMemo<LessonParts>(() => {
    const run = new LessonRun(lesson, lab, capture, {
      store: browserStore(),
      startAt: first.current,
      onAct: () => playback.goLive(),
      select: (selection) => pointing.select(selection),
      whenShown: (traffic, tell) => whenShown(playback, traffic, tell),
      onMet: (task, traffic) => {
        // Whoever looks at a part of it already has chosen what to look at.
        const { selected } = pointing;
        if (selected && traffic.units.includes(selected.unit)) return;
        const focus = task.focus?.(traffic, run);
        if (focus) pointing.select(focus);
      },
    });
    return { run, lab, playback, pointing };
    // A new lab has a capture of its own: what was done in the old one is past.
  }, [lesson, lab, capture, playback, pointing]);
  useEffect(() => parts.run.start(), [parts]);
  useEffect(() => {
    onRun?.(parts.run);
    return () => onRun?.(null);
  }, [parts, onRun]);
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
  const shown = useRef(run.progress.step);
  useEffect(() => {
    if (shown.current === run.progress.step) return;
    shown.current = run.progress.step;
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('[data-scroll]')?.scrollTo(0, 0);
  });
  const { step } = run;
  if (!step) return <RecapView heading={heading} onNavigate={onNavigate} next={next} />;
  return <StepView key={step.id} step={step} heading={heading} />;
}
