import { lazy, type RefObject, Suspense, useEffect } from 'react';
import { Button } from '../../ui/Button';
import { type LessonAbout, RECAP, START } from '../define';
import { useLesson } from '../use-lesson';
import { Eyebrow } from './eyebrow';
import { InnerLink } from './inner-link';
import styles from './lesson-panel.module.css';

const SourcesView = lazy(() => import('./sources-view'));

/** The lesson that follows in the course. */
export type NextLesson = Pick<LessonAbout, 'id' | 'title'>;

interface Props {
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** Called when it is there. */
  readonly onShown: () => void;
  readonly onNavigate: (path: string) => void;
  readonly next: NextLesson | null;
}

/** The end of a lesson: one sentence, one mistake refuted, and what was left out. */
export default function RecapView({ heading, onShown, onNavigate, next }: Props) {
  useEffect(onShown, [onShown]);
  const { run } = useLesson();
  const { lesson, progress } = run;
  const { inOneSentence, commonMistake } = lesson.recap;
  const undone = lesson.steps.filter((step) => !run.progress.isStepDone(step));
  return (
    <section className={styles.panel} aria-label={`Lesson: ${lesson.title}`}>
      <div className={styles.scroll} data-scroll>
        <Eyebrow />
        <h1 ref={heading} className={styles.title} tabIndex={-1}>
          {lesson.title}
        </h1>
        <div className={styles.prose} data-recap>
          <h2 className={styles.subtitle}>In one sentence</h2>
          <p>{inOneSentence}</p>
          <h2 className={styles.subtitle}>Common mistake</h2>
          <p className={styles.mistake}>“{commonMistake.mistake}”</p>
          <commonMistake.Evidence />
        </div>
        {undone.length > 0 && (
          <div className={styles.ground} data-undone>
            <p>Not done yet:</p>
            <ul className={styles.undone}>
              {undone.map((step) => (
                <li key={step.id}>
                  <Button onClick={() => run.goTo(lesson.steps.indexOf(step))}>{step.title}</Button>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Suspense>
          <SourcesView step={RECAP} />
        </Suspense>
        {next && (
          <p className={styles.next}>
            <InnerLink href={`/lessons/${next.id}?step=${START}`} onNavigate={onNavigate}>
              Next lesson: {next.title}
            </InnerLink>
          </p>
        )}
      </div>
      <footer className={styles.way}>
        <Button onClick={() => run.goTo(progress.place - 1)}>Back</Button>
        <Button kind="quiet" onClick={() => run.reset()}>
          Repeat the lesson
        </Button>
        <span className={styles.gap} />
        <Button kind={next ? 'quiet' : 'primary'} onClick={() => onNavigate('/')}>
          All lessons
        </Button>
      </footer>
    </section>
  );
}
