import { useEffect, useMemo, useState } from 'react';
import type { LabSession } from '../lab/session';
import { browserStore, type Lesson } from '../lessons';
import { LessonRun } from '../lessons/lesson-run';
import { whenShown } from '../lessons/when-shown';
import { type CourseEntry, lessonAbout } from './course';
import { routeOf, stepInAddress } from './router';
import type { InstrumentParts } from './use-instrument';

/** The lesson beside the instrument. */
export interface LessonState {
  /** Null on other pages, and until the lesson is loaded. */
  readonly run: LessonRun | null;
  /** Why the lesson could not be loaded, or null. */
  readonly failure: Error | null;
}

/** The run of the lesson that this path names. Each lesson and each lab gets its own; it ends when the page is left. */
export function useLessonRun(path: string, lab: LabSession, instrument: InstrumentParts): LessonState {
  const route = routeOf(path);
  const { lesson, failure } = useLoaded(route.page === 'lesson' ? lessonAbout(route.lesson) : undefined);
  const run = useMemo(() => (lesson ? runBeside(instrument, lesson, lab) : null), [instrument, lesson, lab]);
  useEffect(() => run?.start(), [run]);
  return { run, failure };
}

interface Loaded {
  readonly lesson: Lesson | null;
  readonly failure: Error | null;
}

const NOTHING: Loaded = { lesson: null, failure: null };

function useLoaded(entry: CourseEntry | undefined): Loaded {
  const [loaded, setLoaded] = useState<Loaded & { readonly of?: CourseEntry }>(NOTHING);
  useEffect(() => {
    let isWanted = true;
    const set = (result: Partial<Loaded>) => isWanted && setLoaded({ ...NOTHING, ...result, of: entry });
    entry?.load().then(
      (lesson) => set({ lesson }),
      (error: unknown) => set({ failure: error instanceof Error ? error : new Error(String(error)) }),
    );
    return () => {
      isWanted = false;
      // A lesson that could not be loaded is loaded again when the student comes back.
      setLoaded(NOTHING);
    };
  }, [entry]);
  return loaded.of === entry ? loaded : NOTHING;
}

function runBeside(
  { capture, playback, pointing }: InstrumentParts,
  lesson: Lesson,
  lab: LabSession,
): LessonRun {
  const run = new LessonRun(lesson, lab, capture, {
    store: browserStore(),
    startAt: stepInAddress(),
    onAct: () => playback.goLive(),
    isSlow: () => playback.state.speed !== 'real' || playback.state.mode !== 'live',
    select: (selection) => pointing.select(selection),
    onLeave: () => pointing.select(null),
    whenShown: (traffic, tell) => whenShown(playback, traffic, tell),
    onMet: (task, traffic) => {
      // A student who has already selected a part of this traffic keeps that selection.
      const { selected } = pointing;
      if (selected && traffic.units.includes(selected.unit)) return;
      const focus = task.focus?.(traffic, run);
      if (focus) pointing.select(focus);
    },
  });
  return run;
}
