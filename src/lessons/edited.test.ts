import { expect, test } from 'vitest';
import { Recording } from '../capture/recording/recording';
import type { Experiment, Lesson } from './define';
import { ranEdited } from './edited';
import { lacksOf } from './judge';
import type { LessonRun } from './lesson-run';
import { goal, lesson } from './testing/begin';
import { allTraffic } from './traffic';

const CODE = { server: 'io.on();', clients: ['io();'] };
const coded: Lesson = {
  ...lesson,
  steps: lesson.steps.map((step) => {
    if (step.id === 'two') return { ...step, code: CODE };
    return step.id === 'three' ? { ...step, tasks: [{ ...goal, id: 'later' }] } : step;
  }),
};

/** The traffic of programs with these texts. */
function ran(server: string, client: string) {
  const recording = new Recording();
  recording.code(0, { end: 'server', kind: 'started', text: server });
  recording.code(1, { end: 'client', kind: 'started', client: 1, text: client });
  return allTraffic(recording.capture);
}

const taskOf = (place: number) => coded.steps[place]!.tasks[0] as Experiment;

test('a program that ran as the step brings it is not edited, also in a later step', () => {
  for (const place of [1, 2]) {
    expect(ranEdited(coded, taskOf(place), ran(CODE.server, CODE.clients[0]!))).toBe(false);
  }
});

test('another text at either end is an edit', () => {
  expect(ranEdited(coded, taskOf(1), ran('io.off();', CODE.clients[0]!))).toBe(true);
  expect(ranEdited(coded, taskOf(1), ran(CODE.server, "io('/');"))).toBe(true);
});

test('a step without code knows no edits', () => {
  expect(ranEdited(coded, taskOf(0), ran('anything', 'else'))).toBe(false);
});

test('a task may bring programs of its own', () => {
  const brings = { server: 'io.use();', clients: ["io('/b');"] };
  const steps = coded.steps.map((step) => ({
    ...step,
    tasks: step.tasks.map((task) => ({ ...task, brings })),
  }));
  const task = steps[1]!.tasks[0]!;
  expect(ranEdited({ ...coded, steps }, task, ran(brings.server, brings.clients[0]!))).toBe(false);
  expect(ranEdited({ ...coded, steps }, task, ran(CODE.server, CODE.clients[0]!))).toBe(true);
});

test('what edited code lacks is said, and that it differs', () => {
  const run = { lesson: coded, tasks: { isBusy: () => false } } as unknown as LessonRun;
  const action = { label: 'Run both', run: () => undefined };
  const task: Experiment = { kind: 'experiment', id: 'asks', until: () => false };
  const lacks = (parts: Partial<Experiment>, client: string) => {
    const changed = { ...task, ...parts };
    const steps = coded.steps.map((step) => (step.id === 'two' ? { ...step, tasks: [changed] } : step));
    return lacksOf(changed, ran(CODE.server, client), {
      ...run,
      lesson: { ...coded, steps },
    } as unknown as LessonRun);
  };
  const waiting = () => 'It is not there yet.';
  const missing = () => 'No event has passed.';
  expect(lacks({ action, waiting, missing }, CODE.clients[0]!)).toBe('It is not there yet.');
  expect(lacks({ action, waiting, missing }, 'io(1);')).toMatch(/^No event has passed\. This code differs/);
  expect(lacks({ action, waiting }, 'io(1);')).toMatch(/^It is not there yet\. This code differs/);
  expect(lacks({ action }, 'io(1);')).toMatch(/^What is asked has not happened so far\. This code differs/);
  // It is done by editing: what it awaits says what to write.
  expect(lacks({ waiting }, 'io(1);')).toBe('It is not there yet.');
});
