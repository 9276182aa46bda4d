import { useMemo, useState, useSyncExternalStore } from 'react';
import { LessonPanel } from '../lessons';
import type { LessonRun } from '../lessons/lesson-run';
import { openerOf } from '../lessons/traffic';
import { isPage } from '../sandbox/page/is-page';
import { useSelected } from '../timeline';
import { createMovable } from '../ui/movable';
import { useMedia } from '../ui/use-media';
import type { PageProps } from './App';
import { lessonAbout, lessonAfter } from './course';
import { Instrument } from './Instrument';
import { LessonCode, useHasCode } from './LessonCode';
import styles from './LessonPage.module.css';
import { navigate } from './router';
import type { Choices } from './stage-layout';
import { useChapters } from './use-chapters';
import type { LessonState } from './use-lesson-run';
import { useWidth } from './use-width';

/** The picture needs the height. */
const CLOSED: Choices = { inspector: false };

/** What a solution sent is what is looked at. */
const OPEN: Choices = { inspector: true };

interface Props extends PageProps {
  /** The lesson's id. */
  readonly lesson: string;
  readonly state: LessonState;
}

/** A lesson beside the instrument. */
export function LessonPage({ lesson: id, lab, instrument, state: { run, failure } }: Props) {
  const lesson = lessonAbout(id);
  const hasCode = useHasCode(run);
  const step = useStep(run);
  const chapters = useChapters(lab, instrument.capture, step && run && `Step ${run.progress.place + 1}`);
  const [element] = useState(createMovable);
  const isInline = useWidth() === 'narrow';
  const isLow = useMedia('(height < 1000px)');
  const isTall = step !== null && (step.isTall || run?.desks.step?.code?.clients.some(isPage));
  const selected = useSelected(instrument.pointing);
  const isSolution =
    selected && run?.tasks.wasShown(openerOf(instrument.capture, selected.unit) ?? Number.NaN);
  const figure = useMemo(() => ({ element, isInline }), [element, isInline]);
  // Other names have no such page.
  if (!lesson) return null;
  if (failure) throw failure;
  const { playback, pointing } = instrument;
  return (
    <Instrument
      lab={lab}
      instrument={instrument}
      asideLabel="Lesson"
      scene={step?.id ?? 'recap'}
      chapters={chapters}
      isAboutHeartbeats={step?.isAboutHeartbeats}
      picture={step?.picture ?? 'ladder'}
      opened={isSolution ? OPEN : isTall && isLow ? CLOSED : undefined}
      figure={step?.picture === 'figure' ? element : null}
      aside={
        run ? (
          <LessonPanel
            run={run}
            lab={lab}
            playback={playback}
            pointing={pointing}
            figure={figure}
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

const never = () => () => {};

/** The step that is shown; null at the recap, and while the lesson is on its way. */
function useStep(run: LessonRun | null) {
  return useSyncExternalStore(run?.subscribe ?? never, () => run?.progress.step ?? null);
}
