import { useCallback, useState } from 'react';
import { LessonPanel } from '../lessons';
import type { LessonRun } from '../lessons/lesson-run';
import type { PageProps, RunProps } from './App';
import { lessonAbout, lessonAfter } from './course';
import { Instrument } from './Instrument';
import { LessonCode, useHasCode } from './LessonCode';
import { NotFound } from './NotFound';
import { navigate, stepInAddress } from './router';

/** A lesson beside the instrument. */
export function LessonPage({
  lesson: id,
  lab,
  instrument,
  onRun,
}: PageProps & RunProps & { readonly lesson: string }) {
  const lesson = lessonAbout(id);
  const [run, setRun] = useState<LessonRun | null>(null);
  const hasCode = useHasCode(run);
  const tell = useCallback(
    (current: LessonRun | null) => {
      setRun(current);
      onRun(current);
    },
    [onRun],
  );
  if (!lesson) return <NotFound />;
  const { playback, pointing } = instrument;
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Lesson"
      aside={
        <LessonPanel
          lesson={lesson}
          lab={lab}
          playback={playback}
          pointing={pointing}
          startAt={stepInAddress()}
          onRun={tell}
          onNavigate={navigate}
          next={lessonAfter(id)}
        />
      }
      code={run && hasCode && <LessonCode run={run} lab={lab} instrument={instrument} />}
    />
  );
}
