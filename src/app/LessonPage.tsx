import { LessonPanel } from '../lessons';
import type { PageProps, RunProps } from './App';
import { lessonAbout, lessonAfter } from './course';
import { Instrument } from './Instrument';
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
          onRun={onRun}
          onNavigate={navigate}
          next={lessonAfter(id)}
        />
      }
    />
  );
}
