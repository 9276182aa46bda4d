import { describe, expect, it } from 'vitest';
import { lessonCode } from '../code/lesson-code';
import type { Lesson } from './define';
import { FakeLab } from './fake-lab';
import { act, begin, lesson, memory } from './testing/begin';

/** The second step brings code. */
const coded: Lesson = {
  ...lesson,
  code: lessonCode,
  steps: lesson.steps.map((step) =>
    step.id === 'two' ? { ...step, code: { server: 'io.on();', clients: ['io();'] } } : step,
  ),
};

describe('the desks of a lesson', () => {
  it('have the code of the nearest earlier step, and none before the first code', () => {
    const { run } = begin({}, new FakeLab(), coded);
    expect(run.desks.current).toBeNull();
    run.goTo(1);
    const desk = run.desks.current;
    expect(desk?.texts.server).toBe('io.on();');
    run.goTo(2);
    expect(run.desks.current).toBe(desk);
  });

  it('keep what the student has written, under the usual key', () => {
    const store = memory();
    const { run } = begin({ store, startAt: 'two' }, new FakeLab(), coded);
    run.desks.current!.write(0, 'changed();');
    expect(store.getItem('wire101.code.try.two')).toContain('changed();');
    const later = begin({ store, startAt: 'three' }, new FakeLab(), coded).run;
    expect(later.desks.current?.texts.server).toBe('changed();');
  });

  it('run code for the open task, but not before its prediction', async () => {
    const { run } = begin({ startAt: 'two' }, new FakeLab(), coded);
    expect(run.desks.task?.id).toBe('goal');
    await run.desks.run(async (lab) => void (await lab.fetch('echo')));
    expect(run.tasks.isMet('goal')).toBe(true);
    run.goTo(0);
    expect(run.desks.task?.id).toBe('ask');
    await run.desks.run(async (lab) => void (await act(lab, run)));
    expect(run.tasks.traffic('ask').calls).toEqual([]);
    run.progress.predict('ask', 'found');
    await run.desks.run(async (lab) => void (await act(lab, run)));
    expect(run.progress.ofTask('ask').isDone).toBe(true);
  });
});
