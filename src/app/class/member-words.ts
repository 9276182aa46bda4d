import { useEffect, useState } from 'react';
import type { Lesson } from '../../lessons';
import { placeOfStep } from '../../lessons/define';
import type { ClassMember } from '../../protocol/messages/class';
import { lessonAbout } from '../course';

/** What a member is called. */
export const nameOf = ({ nickname, id }: ClassMember) => nickname || `Student ${id.slice(0, 4)}`;

/** Where a member is, in the words of the course. */
export function whereOf(at: ClassMember['at'], lesson: Lesson | null): string {
  if (!at) return 'another page';
  if (at.lesson === null) return 'Free lab';
  const title = lessonAbout(at.lesson)?.title ?? at.lesson;
  const place = lesson?.id === at.lesson ? placeOfStep(lesson, at.step) : null;
  if (!lesson || place === null) return title;
  return `${title}, ${place === lesson.steps.length ? 'the end' : `step ${place + 1}`}`;
}

/** The lesson with this id, once it is loaded. */
export function useLesson(id: string | null): Lesson | null {
  const [lesson, setLesson] = useState<Lesson | null>(null);
  useEffect(() => {
    let isWanted = true;
    setLesson(null);
    if (id !== null) {
      lessonAbout(id)
        ?.load()
        .then(
          (loaded) => isWanted && setLesson(loaded),
          () => undefined,
        );
    }
    return () => {
      isWanted = false;
    };
  }, [id]);
  return lesson;
}
