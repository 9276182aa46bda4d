import type { ComponentType, ReactNode } from 'react';
import type { LessonCode } from '../code/lesson-code';
import type { Texts } from '../code/texts';
import type { CodeLine } from '../code/to-line';
import type { LabSession } from '../lab/session';
import type { Selection } from '../timeline/pointing';
import type { LessonRun } from './lesson-run';
import { isAnswerKey } from './progress';
import type { Traffic } from './traffic';

/** The parts of the course, in their order. */
export type Part = 'Connections' | 'WebSocket' | 'Socket.IO' | 'Choose and build';

/** What the list shows about a lesson without loading it. */
export interface LessonAbout {
  /** Its address: `/lessons/<id>`. */
  readonly id: string;
  readonly title: string;
  readonly part: Part;
  /** How long a beginner takes, alone, without the tasks that are optional. */
  readonly minutes: number;
  /** A project is for as many sittings, one step each; a lesson is for one. */
  readonly sittings?: number;
}

/** A lesson: three to seven steps of one idea each, and a recap. */
export interface Lesson extends LessonAbout {
  readonly steps: readonly Step[];
  /** In lessons with code. */
  readonly code?: LessonCode;
  readonly recap: Recap;
}

/** The end of a lesson. */
export interface Recap {
  readonly inOneSentence: ReactNode;
  readonly commonMistake: {
    /** As people say it. */
    readonly mistake: string;
    /** What refutes it in this run. */
    readonly Evidence: ComponentType;
  };
}

/** The part of the stage that a step is about: it gets the main area. */
export type Picture = 'wire' | 'ladder' | 'inspector' | 'code' | 'figure';

/** One idea, on one screen beside the instrument. */
export interface Step {
  /** Used in links: stable. */
  readonly id: string;
  readonly title: string;
  readonly picture: Picture;
  /** Its picture needs the height: on a low screen the inspector does not open by itself. */
  readonly isTall?: true;
  /** Pings and pongs are its topic: the ladder folds none of them. */
  readonly isAboutHeartbeats?: true;
  /** The lesson's own drawing, where the picture is a figure. It is for the open task, and may hold its controls. */
  readonly Figure?: ComponentType<ControlsProps>;
  /** The code at both ends when the step begins, for the student to change and run; by default, the previous step's. */
  readonly code?: Texts;
  /** Under 120 words. It reads this run's traffic with `useLesson()`. */
  readonly Prose: ComponentType;
  /** The task of an earlier step whose traffic this step discusses; offered again if it is missing. */
  readonly needs?: string;
  /** One after the other; the step is done when all are that are not optional. Those come last. */
  readonly tasks: readonly Task[];
  readonly notes: SpeakerNotes;
}

/** For whoever teaches a class. */
export interface SpeakerNotes {
  readonly minutes: number;
  readonly say: string;
  readonly ask: string;
  /** What the room should find, with the section of the standard that says so. */
  readonly answer: string;
}

/** Makes real traffic. What it opens through this `lab` counts as this task's. */
export type Act = (lab: LabSession, run: LessonRun) => unknown;

export type Task = Experiment | Challenge;

interface TaskParts {
  /** Unique in the lesson. */
  readonly id: string;
  /** What is tried, in a few words. */
  readonly title?: string;
  /** Beyond the core of the step: it is folded, and neither the step's end nor the way on waits for it. */
  readonly isOptional?: true;
  /** The line of code that its action runs, verbatim. */
  readonly code?: string;
  /** The programs that its action puts in place of the step's. */
  readonly brings?: Texts;
  readonly prediction?: Prediction;
  /** The one button that makes the traffic. */
  readonly action?: { readonly label: string; readonly run: Act };
  /** Controls of its own: an editor, a builder, sliders. They make traffic with `run.tasks.act(id, …)`. */
  readonly Controls?: ComponentType<ControlsProps>;
  /** What to change in the step's code before it is run. Controls say it themselves: `data-next="change the key"`. */
  readonly byHand?: ByHand;
  /** What to look at once it is done. */
  readonly focus?: (traffic: Traffic, run: LessonRun) => Selection | null;
  /** Shown once it is done. */
  readonly See?: ComponentType;
}

/** A change that only whoever gives the lesson can make. */
export interface ByHand extends CodeLine {
  /** As an order: “write io.emit”. */
  readonly does: string;
}

export interface ControlsProps {
  /** The task's id. */
  readonly task: string;
  /** False until the prediction is locked. */
  readonly isReady: boolean;
}

/** Something to try, to see what happens. */
export interface Experiment extends TaskParts {
  readonly kind: 'experiment';
  /** Whether the awaited result is there. It sees only traffic that the task's own action caused. */
  readonly until: (traffic: Traffic, run: LessonRun) => boolean;
  /** One sentence on what is awaited, or on what went differently here (a proxy, an extension). */
  readonly waiting?: (traffic: Traffic, run: LessonRun) => string | null;
  /** One sentence on what has not happened, where other code than the step's has run. */
  readonly missing?: (traffic: Traffic, run: LessonRun) => string | null;
}

/** A goal, met by traffic or by what programs did, and nowhere else. */
export interface Challenge extends TaskParts {
  readonly kind: 'challenge';
  readonly goal: string;
  /** What it is met by, where that is not on the wire: what programs did. */
  readonly by?: 'run';
  /** Null once it is met, otherwise what is still missing, in one sentence. */
  readonly missing: (traffic: Traffic, run: LessonRun) => string | null;
  readonly hints: readonly string[];
  /** How well it was done, where that can be counted: the student's record is kept, and can be beaten. */
  readonly golf?: Golf;
  /** Performs it live; does not count as solving. */
  readonly showMe: Act;
}

/** How the traffic that met a challenge is counted: fewer is better. */
export interface Golf {
  readonly unit: 'bytes' | 'frames' | 'round trips' | 'connections' | 'requests';
  /** What is counted, in a few words that begin with the unit: “bytes of your request”. It is said before the first try. */
  readonly counts: string;
  /** The lowest count that is possible, where that is known: a record of it is not offered to be beaten. */
  readonly least?: number;
  readonly count: (traffic: Traffic, run: LessonRun) => number;
}

/**
 * What gives a verdict: the wire, what programs printed, threw or called (`run`), or a model, where neither could.
 */
export type Witness = 'wire' | 'run' | 'model';

/** A question that is answered before the traffic exists. */
export interface Prediction {
  readonly question: string;
  /**
   * Two to four, by key, in the order in which they are offered. Progress keeps the keys: they never change and never get
   * another meaning, whatever happens to order and wording.
   */
  readonly answers: Readonly<Record<string, string>>;
  /** The key of the answer that its witness gave; null before it does, or when it gave none of them. */
  readonly verdict: (traffic: Traffic, run: LessonRun) => string | null;
  /** What gives it; the wire by default. */
  readonly by?: Witness;
}

/** @throws RangeError when the lesson has no such task. */
export function taskIn({ id: name, steps }: Lesson, id: string): Task {
  const task = steps.flatMap(({ tasks }) => tasks).find((other) => other.id === id);
  if (!task) throw new RangeError(`no task ${id} in ${name}`);
  return task;
}

export function hasTask({ steps }: Lesson, id: string): boolean {
  return steps.some(({ tasks }) => tasks.some((task) => task.id === id));
}

/** The name of the recap in links. */
export const RECAP = 'recap';
/** The name of the first step in links to a lesson that is not loaded. */
export const START = 'start';

/** The index of the step with this id, one past the last for the recap; null when there is none. */
export function placeOfStep({ steps }: Lesson, id: string | null): number | null {
  if (id === START) return 0;
  const place = steps.findIndex((step) => step.id === id);
  if (place !== -1) return place;
  return id === RECAP ? steps.length : null;
}

/** A prediction. The compiler checks that its verdict gives keys of its answers. */
export function definePrediction<Key extends string>(prediction: {
  readonly question: string;
  readonly answers: Readonly<Record<Key, string>>;
  readonly verdict: (traffic: Traffic, run: LessonRun) => NoInfer<Key> | null;
  readonly by?: Witness;
}): Prediction {
  return prediction;
}

/** The key if one of these answers has it, otherwise null. */
export function answerIn<Key extends string>(
  answers: Readonly<Record<Key, string>>,
  key: string | null | undefined,
): Key | null {
  return key != null && Object.hasOwn(answers, key) ? (key as Key) : null;
}

/**
 * Checks what the types cannot.
 * @throws RangeError for a lesson without 3–7 steps, a figure without a drawing, tasks with the same id, an optional task
 * that is untitled or comes before one that is not, or a prediction without 2–4 answers.
 */
export function defineLesson(lesson: Lesson): Lesson {
  const { id: name, steps } = lesson;
  if (steps.length < 3 || steps.length > 7) {
    throw new RangeError(`a lesson has 3 to 7 steps, ${name} has ${steps.length}`);
  }
  const ids = new Set<string>();
  for (const step of steps) {
    if (step.code && !lesson.code) throw new RangeError(`${name}, ${step.id}: nothing keeps its code`);
    if ((step.picture === 'figure') !== (step.Figure !== undefined)) {
      throw new RangeError(`${name}, ${step.id}: a figure needs a drawing, and a drawing is a figure`);
    }
    for (const [place, { id, title, isOptional, prediction }] of step.tasks.entries()) {
      if (isOptional && (!title || place === 0))
        throw new RangeError(`${name}, ${id}: an optional task has a title, and follows one that is not`);
      if (!isOptional && step.tasks[place - 1]?.isOptional)
        throw new RangeError(`${name}, ${id}: optional tasks come last`);
      if (ids.has(id)) throw new RangeError(`${name} has two tasks ${id}`);
      ids.add(id);
      const keys = Object.keys(prediction?.answers ?? { a: '', b: '' });
      if (keys.length < 2 || keys.length > 4) {
        throw new RangeError(`${name}, ${id}: 2 to 4 answers, not ${keys.length}`);
      }
      const wrong = keys.find((key) => !isAnswerKey(key));
      if (wrong !== undefined) throw new RangeError(`${name}, ${id}: “${wrong}” is not the key of an answer`);
    }
    if (step.needs !== undefined && !ids.has(step.needs)) {
      throw new RangeError(`${name}, ${step.id}: no earlier task ${step.needs}`);
    }
  }
  return lesson;
}
