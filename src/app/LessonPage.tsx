import { LessonPanel } from '../lessons';
import type { PageProps } from './App';
import { lessonAbout, lessonAfter } from './course';
import { Instrument } from './Instrument';
import { LessonCode, useHasCode } from './LessonCode';
import styles from './LessonPage.module.css';
import { NotFound } from './NotFound';
import { navigate } from './router';
import type { LessonState } from './use-lesson-run';

interface Props extends PageProps {
  /** The lesson's id. */
  readonly lesson: string;
  readonly state: LessonState;
}

/** A lesson beside the instrument. */
export function LessonPage({ lesson: id, lab, instrument, state: { run, failure } }: Props) {
  const lesson = lessonAbout(id);
  const hasCode = useHasCode(run);
  if (!lesson) return <NotFound />;
  if (failure) throw failure;
  const { playback, pointing } = instrument;
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Lesson"
      aside={
        run ? (
          <LessonPanel
            run={run}
            lab={lab}
            playback={playback}
            pointing={pointing}
            onNavigate={navigate}
            next={lessonAfter(id)}
          />
        ) : (
          <p className={styles.loading}>{lesson.title}</p>
        )
      }
      code={run && hasCode && <LessonCode run={run} lab={lab} instrument={instrument} />}
    />
  );
}
