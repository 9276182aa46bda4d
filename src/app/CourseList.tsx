import { useEffect, useRef, useState } from 'react';
import { browserStore, NO_PROGRESS, writeProgress } from '../lessons';
import { durationOf } from '../lessons/duration';
import { LAYER_OF_PART } from '../lessons/layer-of-part';
import { PROMISES } from '../lessons/promises';
import { Button } from '../ui/Button';
import styles from './CourseList.module.css';
import { type CourseEntry, courseParts } from './course';
import { allProgress, type ProgressChange } from './course-progress/all-progress';
import { ProgressTools } from './course-progress/ProgressTools';
import { otherwiseSaid, saidOf } from './course-progress/status-words';
import { useLessonStatuses } from './course-progress/use-progress';
import { Link } from './Link';
import { usePlace } from './router';

/** All lessons by part, each with its promises and the student's progress; and the tools for that progress. */
export function CourseList() {
  const status = useLessonStatuses();
  const [change, setChange] = useState<ProgressChange | null>(null);
  const parts = courseParts();
  const all = parts.flatMap(({ lessons }) => lessons);
  const next = all.find(({ id }) => status(id).stand !== 'done');
  const hasProgress = all.some(({ id }) => status(id).stand !== 'not started');
  const list = useRef<HTMLElement>(null);
  const isAsked = usePlace() === 'lessons';
  useEffect(() => {
    if (isAsked) list.current?.scrollIntoView();
  }, [isAsked]);
  return (
    <nav ref={list} className={styles.list} aria-label="All lessons">
      {parts.map(({ part, lessons }) => (
        <section key={part} data-layer={LAYER_OF_PART[part]}>
          <h2 className={styles.part}>{part}</h2>
          <ol className={styles.lessons}>
            {lessons.map((lesson) => (
              <LessonRow key={lesson.id} lesson={lesson} isNext={lesson === next} onReset={setChange} />
            ))}
          </ol>
        </section>
      ))}
      <ProgressTools hasProgress={hasProgress} change={change} onChange={setChange} />
    </nav>
  );
}

interface RowProps {
  readonly lesson: CourseEntry;
  readonly isNext: boolean;
  readonly onReset: (change: ProgressChange) => void;
}

function LessonRow({ lesson, isNext, onReset }: RowProps) {
  const { id, title } = lesson;
  const status = useLessonStatuses()(id);
  const isOpen = useRef(isNext);
  const otherwise = otherwiseSaid(status);
  const reset = () => {
    const before = allProgress();
    writeProgress(id, NO_PROGRESS, browserStore());
    onReset({ said: `Progress in ${title} was reset.`, before });
  };
  return (
    <li className={styles.lesson} data-lesson={id}>
      <Link href={`/lessons/${id}`} className={styles.title}>
        {title}
      </Link>
      <p className={styles.progress} data-stand={status.stand}>
        {saidOf(status)}
        <span>{durationOf(lesson)}</span>
        {otherwise && <span className={styles.otherwise}>{otherwise}</span>}
      </p>
      {status.stand !== 'not started' && (
        <Button kind="quiet" aria-label={`Reset progress in ${title}`} onClick={reset}>
          Reset
        </Button>
      )}
      <details className={styles.promises} open={isOpen.current}>
        <summary aria-label={`What you can do after ${title}`}>After this lesson you can</summary>
        <ul>
          {(PROMISES[id] ?? []).map((promise) => (
            <li key={promise}>{promise}</li>
          ))}
        </ul>
      </details>
    </li>
  );
}
