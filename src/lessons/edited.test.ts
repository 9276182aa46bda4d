import { expect, test } from 'vitest';
import { Recording } from '../capture/recording/recording';
import type { Experiment, Lesson } from './define';
import { ranEdited } from './edited';
import { lesson } from './testing/begin';
import { allTraffic } from './traffic';

const CODE = { server: 'io.on();', clients: ['io();'] };
const coded: Lesson = {
  ...lesson,
  steps: lesson.steps.map((step) => (step.id === 'two' ? { ...step, code: CODE } : step)),
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
