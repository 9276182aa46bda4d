import { defineLesson, type Lesson, type Step, type Task } from '../define';
import { FakeLab } from '../fake-lab';
import { LessonRun, type LessonRunOptions } from '../lesson-run';
import { statusOf } from '../traffic';

const nothing = () => null;
const notes = { minutes: 1, say: '', ask: '', answer: '' };
/** A step without code, with these tasks. */
export const step = (id: string, tasks: readonly Task[], needs?: string): Step => ({
  id,
  title: id,
  picture: 'ladder',
  Prose: nothing,
  tasks,
  notes,
  ...(needs ? { needs } : {}),
});

/** An experiment with a prediction: the wire says `found`. */
export const ask: Task = {
  kind: 'experiment',
  id: 'ask',
  prediction: {
    question: 'What is the answer?',
    answers: { found: '200', missing: '404' },
    verdict: (traffic) => (statusOf(traffic) === 200 ? 'found' : null),
  },
  action: { label: 'Ask', run: (lab) => lab.fetch('echo') },
  until: (traffic) => statusOf(traffic) !== null,
};
/** A challenge without a prediction. */
export const goal: Task = {
  kind: 'challenge',
  id: 'goal',
  goal: 'Get a 200.',
  missing: (traffic) => (statusOf(traffic) === 200 ? null : 'No 200 yet.'),
  hints: [],
  showMe: (lab) => lab.fetch('echo'),
};
/** Three steps: an experiment, a challenge, and one that reads the traffic of the first. */
export const lesson: Lesson = defineLesson({
  id: 'try',
  title: 'Try',
  part: 'WebSocket',
  minutes: 1,
  steps: [step('one', [ask]), step('two', [goal]), step('three', [], 'ask')],
  recap: { inOneSentence: '', commonMistake: { mistake: '', Evidence: nothing } },
});

/** A store of progress that lasts as long as the test. */
export function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

/** A run of the lesson in a lab without a network, and the ids of the tasks that it has reported as met. */
export function begin(options: Partial<LessonRunOptions> = {}, lab = new FakeLab(), of = lesson) {
  const met: string[] = [];
  const onMet = ({ id }: Task) => void met.push(id);
  const run = new LessonRun(of, lab, lab.capture, { store: null, onMet, ...options });
  run.start();
  return { lab, run, met };
}
/** What the experiment's button does. */
export const act = ask.action!.run;
