import { CodeDesk } from './desk';
import { type TextStore, type Texts, textStore } from './texts';

/** What keeps and runs the code of a lesson's steps. It comes with the lessons that have code: others do without it. */
export interface LessonCode {
  desk(texts: Texts, store: TextStore): CodeDesk;
  store: typeof textStore;
}

export const lessonCode: LessonCode = {
  desk: (texts, store) => new CodeDesk(texts, store),
  store: textStore,
};
