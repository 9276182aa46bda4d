import { describe, expect, it } from 'vitest';
import type { Act, Lesson, Task } from './define';
import { FakeLab } from './fake-lab';
import type { LessonRunOptions } from './lesson-run';
import { act, begin, goal, lesson, memory, step } from './testing/begin';
import { statusOf } from './traffic';

describe('the traffic of a task', () => {
  it('lets nothing onto the wire before the prediction is locked', async () => {
    const { lab, run } = begin();
    await run.tasks.restart('ask', act);
    expect(lab.capture.calls).toEqual([]);
    run.progress.predict('ask', 'missing');
    await run.tasks.restart('ask', act);
    expect(run.progress.ofTask('ask')).toMatchObject({ answer: 'missing', wire: 'found', isDone: true });
  });

  it('ignores traffic that its own action did not cause', async () => {
    const { lab, run, met } = begin();
    run.progress.predict('ask', 'found');
    await lab.fetch('echo');
    run.tasks.check();
    expect(met).toEqual([]);
    expect(run.progress.ofTask('ask').wire).toBeNull();
  });

  it('does not count what was shown as solved', async () => {
    const { run, met } = begin();
    await run.tasks.showMe('goal');
    expect(run.progress.ofTask('goal')).toMatchObject({ isDone: false, isShown: true });
    expect(met).toEqual(['goal']);
    expect(statusOf(run.tasks.shownTraffic('goal'))).toBe(200);
    await run.tasks.act('goal', act);
    expect(run.progress.ofTask('goal').isDone).toBe(true);
  });

  it('says nothing until the stage has shown it', async () => {
    let tell = () => {};
    const whenShown: LessonRunOptions['whenShown'] = (_traffic, say) => {
      tell = say;
      return () => {};
    };
    const { run, met } = begin({ whenShown });
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    expect(run.progress.ofTask('ask')).toMatchObject({ wire: null, isDone: false });
    tell();
    expect(run.progress.ofTask('ask')).toMatchObject({ wire: 'found', isDone: true });
    expect(met).toEqual(['ask']);
  });

  it('reads, judges and tells one and the same traffic, which the stage has shown, whatever came meanwhile', async () => {
    const tells: (() => void)[] = [];
    const whenShown: LessonRunOptions['whenShown'] = (_traffic, say) => {
      tells.push(say);
      return () => {};
    };
    const { run } = begin({ whenShown });
    run.progress.predict('ask', 'found');
    await run.tasks.act('ask', act);
    await run.tasks.act('ask', act);
    expect(run.tasks.traffic('ask').units).toEqual([]);
    expect(run.tasks.isMet('ask')).toBe(false);
    while (!run.tasks.isMet('ask')) tells.shift()!();
    expect(run.tasks.traffic('ask').units.length).toBeGreaterThan(0);
    expect(run.progress.ofTask('ask')).toMatchObject({ wire: 'found', isDone: true });
  });

  it('does not say that something is missing while a slow stage has yet to show it', async () => {
    const tells: (() => void)[] = [];
    const whenShown: LessonRunOptions['whenShown'] = (_traffic, say) => {
      tells.push(say);
      return () => {};
    };
    const count: Task = {
      ...goal,
      id: 'count',
      missing: ({ calls }) => {
        const fetched = new Set(calls.map(({ opener }) => opener)).size;
        return fetched > 1 ? null : `${fetched} of two.`;
      },
    };
    const counting = { ...lesson, steps: [step('one', [count])] };
    const { run } = begin({ whenShown, isSlow: () => true }, new FakeLab(), counting);
    expect(run.tasks.lacks('count')).toBe('0 of two.');
    await run.tasks.act('count', act);
    expect(run.tasks.lacks('count')).toBe('The wire is still showing it.');
    while (run.tasks.traffic('count').calls.length === 0) tells.shift()!();
    expect(run.tasks.lacks('count')).toBe('1 of two.');
    await run.tasks.act('count', act);
    while (!run.tasks.isBeingShown('count')) tells.shift()!();
    expect(run.tasks.lacks('count')).toBeNull();
  });

  it('says nothing of the try before while a new one is on its way', async () => {
    let isShown = true;
    const whenShown: LessonRunOptions['whenShown'] = (_traffic, say) => {
      if (isShown) say();
      return () => {};
    };
    const { run } = begin({ whenShown });
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    expect(run.tasks.isMet('ask')).toBe(true);
    isShown = false;
    await run.tasks.restart('ask', act);
    expect(run.tasks.isMet('ask')).toBe(false);
    expect(run.tasks.isBeingShown('ask')).toBe(true);
    expect(run.tasks.traffic('ask')).toMatchObject({ units: [], calls: [] });
  });

  it('counts only the last try of a repeated experiment', async () => {
    const { run } = begin();
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    const [first] = run.tasks.traffic('ask').calls;
    await run.tasks.restart('ask', act);
    expect(run.tasks.traffic('ask').calls).not.toContain(first);
  });

  it('makes what a later step reads without completing the task', async () => {
    const { run } = begin();
    await run.tasks.prepare('ask');
    expect(run.tasks.isMet('ask')).toBe(true);
    expect(run.progress.ofTask('ask')).toMatchObject({ answer: null, wire: null, isDone: false });
  });

  it('says why an action failed, and can be tried again', async () => {
    const { run } = begin();
    await run.tasks.act('goal', () => Promise.reject(new Error('Nothing answered.')));
    expect(run.tasks.failure('goal')).toBe('Nothing answered.');
    expect(run.tasks.isBusy('goal')).toBe(false);
    await run.tasks.act('goal', act);
    expect(run.tasks.failure('goal')).toBeNull();
  });

  it('judges what a model has shown like traffic, after the prediction, and forgets it with the step', () => {
    const watch: Task = {
      kind: 'experiment',
      id: 'watch',
      prediction: {
        question: 'What does the model say?',
        answers: { this: 'this', that: 'that' },
        by: 'model',
        verdict: (_, run) => (run.tasks.witnessed('watch') === 'that' ? 'that' : null),
      },
      until: (_, run) => run.tasks.witnessed('watch') !== null,
    };
    const { run, met } = begin({}, new FakeLab(), { ...lesson, steps: [step('one', [watch])] });
    run.tasks.witness('watch', 'that');
    expect(run.progress.ofTask('watch')).toMatchObject({ wire: null, isDone: false });
    run.progress.predict('watch', 'this');
    expect(run.progress.ofTask('watch')).toMatchObject({ wire: null, isDone: false });
    run.tasks.witness('watch', 'that');
    expect(run.progress.ofTask('watch')).toMatchObject({ answer: 'this', wire: 'that', isDone: true });
    expect(met).toEqual(['watch']);
    run.resetStep();
    expect(run.tasks.witnessed('watch')).toBeNull();
    expect(run.tasks.isMet('watch')).toBe(false);
  });

  it('knows which task caused a unit', async () => {
    const { lab, run } = begin();
    await lab.fetch('echo');
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    const requests = lab.capture.decoder.units.filter(({ kind }) => kind === 'request');
    expect(requests.map((unit) => run.tasks.taskOf(unit))).toEqual([null, 'ask']);
  });
});

describe('golf', () => {
  const counted: Lesson = {
    ...lesson,
    steps: lesson.steps.map((original) =>
      original.id === 'two'
        ? {
            ...original,
            tasks: [
              {
                ...goal,
                golf: { unit: 'requests', counts: 'requests', count: ({ calls }) => calls.length },
              } as Task,
            ],
          }
        : original,
    ),
  };
  const askTwice: Act = async (lab) => {
    await lab.fetch('other');
    await lab.fetch('echo');
  };

  it('keeps the lowest count, and a worse try changes nothing', async () => {
    const store = memory();
    const { run } = begin({ store }, new FakeLab(), counted);
    await run.tasks.act('goal', act);
    const first = run.tasks.tally('goal')!;
    expect(run.progress.ofTask('goal')).toMatchObject({ isDone: true, record: first.tried });
    expect(first.before).toBeNull();
    run.tasks.beat('goal');
    expect([run.tasks.isRetry('goal'), run.tasks.isMet('goal'), run.tasks.tally('goal')]).toEqual([
      true,
      false,
      null,
    ]);
    expect(run.progress.ofTask('goal').isDone).toBe(true);
    expect(run.tasks.traffic('goal').calls).toEqual([]);
    await run.tasks.act('goal', async (lab) => {
      await Promise.all([lab.fetch('echo'), lab.fetch('echo')]);
    });
    expect(run.tasks.tally('goal')!.before).toBe(first.tried);
    expect(run.tasks.isRetry('goal')).toBe(false);
    expect(run.progress.ofTask('goal').record).toBe(Math.min(first.tried, run.tasks.tally('goal')!.tried));
    expect(begin({ store }, new FakeLab(), counted).run.progress.ofTask('goal').record).toBe(first.tried);
  });

  it('is beaten by a lower count', async () => {
    const store = memory();
    const record = { answer: null, wire: null, isDone: true, isShown: false, record: 99 };
    store.setItem('wire101:lesson:try', JSON.stringify({ step: 1, tasks: { goal: record }, skipped: [] }));
    const { run } = begin({ store }, new FakeLab(), counted);
    await run.tasks.act('goal', act);
    expect(run.tasks.tally('goal')!.before).toBe(99);
    expect(run.progress.ofTask('goal').record).toBe(run.tasks.tally('goal')!.tried);
    expect(run.progress.ofTask('goal').record).toBeLessThan(99);
  });

  it('does not count what was shown', async () => {
    const { run } = begin({}, new FakeLab(), counted);
    await run.tasks.showMe('goal');
    expect(run.progress.ofTask('goal').record).toBeUndefined();
    await run.tasks.act('goal', askTwice);
    run.tasks.beat('goal');
    await run.tasks.showMe('goal');
    expect(run.tasks.tally('goal')).toBeNull();
    expect(run.tasks.isRetry('goal')).toBe(true);
  });
});
