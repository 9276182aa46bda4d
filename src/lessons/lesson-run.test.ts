import { describe, expect, it } from 'vitest';
import { type Act, defineLesson, type Lesson, type Step, type Task } from './define';
import { FakeLab } from './fake-lab';
import { LessonRun, type LessonRunOptions } from './lesson-run';
import { statusOf } from './traffic';

const nothing = () => null;
const notes = { minutes: 1, say: '', ask: '' };
const step = (id: string, tasks: readonly Task[], needs?: string): Step => ({
  id,
  title: id,
  Prose: nothing,
  tasks,
  notes,
  ...(needs ? { needs } : {}),
});

const ask: Task = {
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
const goal: Task = {
  kind: 'challenge',
  id: 'goal',
  goal: 'Get a 200.',
  missing: (traffic) => (statusOf(traffic) === 200 ? null : 'No 200 yet.'),
  hints: [],
  showMe: (lab) => lab.fetch('echo'),
};
const lesson: Lesson = defineLesson({
  id: 'try',
  title: 'Try',
  part: 'WebSocket',
  promises: [],
  steps: [step('one', [ask]), step('two', [goal]), step('three', [], 'ask')],
  recap: { inOneSentence: '', commonMistake: { mistake: '', Evidence: nothing } },
});

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

function begin(options: Partial<LessonRunOptions> = {}, lab = new FakeLab(), of = lesson) {
  const met: string[] = [];
  const onMet = ({ id }: Task) => void met.push(id);
  const run = new LessonRun(of, lab, lab.capture, { store: null, onMet, ...options });
  run.start();
  return { lab, run, met };
}
const act = ask.action!.run;

describe('a lesson’s run', () => {
  it('lets nothing onto the wire before the prediction is locked', async () => {
    const { lab, run } = begin();
    await run.restart('ask', act);
    expect(lab.capture.calls).toEqual([]);
    run.predict('ask', 'missing');
    await run.restart('ask', act);
    expect(run.taskProgress('ask')).toMatchObject({ answer: 'missing', wire: 'found', isDone: true });
  });

  it('keeps the first answer', () => {
    const { run } = begin();
    run.predict('ask', 'missing');
    run.predict('ask', 'found');
    expect(run.taskProgress('ask').answer).toBe('missing');
    expect(() => run.predict('ask', 'teapot')).toThrow(RangeError);
  });

  it('is not moved by traffic that its own action did not cause', async () => {
    const { lab, run, met } = begin();
    run.predict('ask', 'found');
    await lab.fetch('echo');
    run.check();
    expect(met).toEqual([]);
    expect(run.taskProgress('ask').wire).toBeNull();
  });

  it('does not take what was shown for solved', async () => {
    const { run, met } = begin();
    await run.showMe('goal');
    expect(run.taskProgress('goal')).toMatchObject({ isDone: false, isShown: true });
    expect(met).toEqual(['goal']);
    expect(statusOf(run.shownTraffic('goal'))).toBe(200);
    await run.act('goal', act);
    expect(run.taskProgress('goal').isDone).toBe(true);
  });

  it('says nothing until the stage has shown it', async () => {
    let tell = () => {};
    const whenShown: LessonRunOptions['whenShown'] = (_traffic, say) => {
      tell = say;
      return () => {};
    };
    const { run, met } = begin({ whenShown });
    run.predict('ask', 'found');
    await run.restart('ask', act);
    expect(run.taskProgress('ask')).toMatchObject({ wire: null, isDone: false });
    tell();
    expect(run.taskProgress('ask')).toMatchObject({ wire: 'found', isDone: true });
    expect(met).toEqual(['ask']);
  });

  it('outlives the page with its predictions, not with its traffic', async () => {
    const store = memory();
    const first = begin({ store });
    first.run.predict('ask', 'found');
    await first.run.restart('ask', act);
    first.run.goTo(1);
    const later = begin({ store });
    expect(later.run.progress).toEqual(first.run.progress);
    expect(later.run.step?.id).toBe('two');
    expect(later.run.isMet('ask')).toBe(false);
  });

  it('remembers a skipped step until it is done', async () => {
    const { run } = begin();
    run.skip();
    expect(run.progress).toMatchObject({ step: 1, skipped: ['one'] });
    run.goTo(0);
    run.predict('ask', 'found');
    await run.restart('ask', act);
    expect(run.progress.skipped).toEqual([]);
  });

  it('forgets a step, and the whole lesson', async () => {
    const store = memory();
    const { run } = begin({ store });
    run.predict('ask', 'found');
    await run.restart('ask', act);
    run.resetStep();
    expect(run.taskProgress('ask')).toMatchObject({ answer: null, isDone: false });
    expect(run.traffic('ask').units).toEqual([]);
    run.goTo(2);
    run.reset();
    expect(run.progress).toEqual({ step: 0, tasks: {}, skipped: [] });
    expect(begin({ store }).run.progress.step).toBe(0);
  });

  it('counts only the last try of an experiment that is repeated', async () => {
    const { run } = begin();
    run.predict('ask', 'found');
    await run.restart('ask', act);
    const [first] = run.traffic('ask').calls;
    await run.restart('ask', act);
    expect(run.traffic('ask').calls).not.toContain(first);
  });

  it('makes what a later step reads without taking the task for done', async () => {
    const { run } = begin();
    await run.prepare('ask');
    expect(run.isMet('ask')).toBe(true);
    expect(run.taskProgress('ask')).toMatchObject({ answer: null, wire: null, isDone: false });
  });

  it('says why an action failed, and can be tried again', async () => {
    const { run } = begin();
    await run.act('goal', () => Promise.reject(new Error('Nothing answered.')));
    expect(run.failure('goal')).toBe('Nothing answered.');
    expect(run.isBusy('goal')).toBe(false);
    await run.act('goal', act);
    expect(run.failure('goal')).toBeNull();
  });

  it('closes what a step has opened when one goes on, but not what another step reads', async () => {
    const { lab, run } = begin();
    run.predict('ask', 'found');
    await run.restart('ask', (lab) => void lab.openWebSocket());
    run.goTo(1);
    expect(lab.ended).toEqual([]);
    await run.act('goal', (lab) => lab.openRaw(new Uint8Array([71])));
    run.goTo(0);
    expect(lab.ended).toEqual(['end 2']);
  });

  it('judges what a model has shown like traffic, after the prediction, and forgets it with the step', () => {
    const watch: Task = {
      kind: 'experiment',
      id: 'watch',
      prediction: {
        question: 'What does the model say?',
        answers: { this: 'this', that: 'that' },
        by: 'model',
        verdict: (_, run) => (run.witnessed('watch') === 'that' ? 'that' : null),
      },
      until: (_, run) => run.witnessed('watch') !== null,
    };
    const { run, met } = begin({}, new FakeLab(), { ...lesson, steps: [step('one', [watch])] });
    run.witness('watch', 'that');
    expect(run.taskProgress('watch')).toMatchObject({ wire: null, isDone: false });
    run.predict('watch', 'this');
    expect(run.taskProgress('watch')).toMatchObject({ wire: null, isDone: false });
    run.witness('watch', 'that');
    expect(run.taskProgress('watch')).toMatchObject({ answer: 'this', wire: 'that', isDone: true });
    expect(met).toEqual(['watch']);
    run.resetStep();
    expect(run.witnessed('watch')).toBeNull();
    expect(run.isMet('watch')).toBe(false);
  });

  it('survives a store that holds something else', () => {
    const store = memory();
    store.setItem('wire101:lesson:try', '{"step":"x"}');
    expect(begin({ store }).run.progress.step).toBe(0);
    store.setItem('wire101:lesson:try', 'not JSON');
    expect(begin({ store }).run.progress.step).toBe(0);
    store.setItem('wire101:lesson:try', '{"step":99,"tasks":{},"skipped":[]}');
    expect(begin({ store }).run.step).toBeNull();
  });
});

describe('golf', () => {
  const counted: Lesson = {
    ...lesson,
    steps: lesson.steps.map((one) =>
      one.id === 'two'
        ? {
            ...one,
            tasks: [{ ...goal, golf: { unit: 'requests', count: ({ calls }) => calls.length } } as Task],
          }
        : one,
    ),
  };
  const askTwice: Act = async (lab) => {
    await lab.fetch('other');
    await lab.fetch('echo');
  };

  it('keeps the fewest, and a worse try changes nothing', async () => {
    const store = memory();
    const { run } = begin({ store }, new FakeLab(), counted);
    await run.act('goal', act);
    const first = run.tally('goal')!;
    expect(run.taskProgress('goal')).toMatchObject({ isDone: true, record: first.tried });
    expect(first.before).toBeNull();
    run.beat('goal');
    expect([run.isRetry('goal'), run.isMet('goal'), run.tally('goal')]).toEqual([true, false, null]);
    expect(run.taskProgress('goal').isDone).toBe(true);
    expect(run.traffic('goal').calls).toEqual([]);
    await run.act('goal', async (lab) => {
      await Promise.all([lab.fetch('echo'), lab.fetch('echo')]);
    });
    expect(run.tally('goal')!.before).toBe(first.tried);
    expect(run.isRetry('goal')).toBe(false);
    expect(run.taskProgress('goal').record).toBe(Math.min(first.tried, run.tally('goal')!.tried));
    expect(begin({ store }, new FakeLab(), counted).run.taskProgress('goal').record).toBe(first.tried);
  });

  it('is beaten by fewer', async () => {
    const store = memory();
    const record = { answer: null, wire: null, isDone: true, isShown: false, record: 99 };
    store.setItem('wire101:lesson:try', JSON.stringify({ step: 1, tasks: { goal: record }, skipped: [] }));
    const { run } = begin({ store }, new FakeLab(), counted);
    await run.act('goal', act);
    expect(run.tally('goal')!.before).toBe(99);
    expect(run.taskProgress('goal').record).toBe(run.tally('goal')!.tried);
    expect(run.taskProgress('goal').record).toBeLessThan(99);
  });

  it('counts nothing that was shown', async () => {
    const { run } = begin({}, new FakeLab(), counted);
    await run.showMe('goal');
    expect(run.taskProgress('goal').record).toBeUndefined();
    await run.act('goal', askTwice);
    run.beat('goal');
    await run.showMe('goal');
    expect(run.tally('goal')).toBeNull();
    expect(run.isRetry('goal')).toBe(true);
  });

  it('counts the steps that are done', async () => {
    const { run } = begin({}, new FakeLab(), counted);
    await run.act('goal', act);
    // The third step of this lesson has no task: nothing is left to do there.
    expect(run.progress.steps).toEqual({ done: 2, inAll: 3 });
  });
});

describe('a lesson that a link opens', () => {
  it('begins at the named step, whatever the progress says, and where it was when there is none such', () => {
    const store = memory();
    begin({ store }).run.goTo(1);
    expect(begin({ store, startAt: 'three' }).run.step?.id).toBe('three');
    expect(begin({ store, startAt: 'recap' }).run.step).toBeNull();
    expect(begin({ store, startAt: 'no-such-step' }).run.step?.id).toBe('two');
    expect(begin({ store }).run.step?.id).toBe('two');
  });

  it('knows whose doing a unit is', async () => {
    const { lab, run } = begin();
    await lab.fetch('echo');
    run.predict('ask', 'found');
    await run.restart('ask', act);
    const requests = lab.capture.decoder.units.filter(({ kind }) => kind === 'request');
    expect(requests.map((unit) => run.taskOf(unit))).toEqual([null, 'ask']);
  });
});

describe('the definition of a lesson', () => {
  const change = (steps: readonly Step[]) => () => defineLesson({ ...lesson, steps });

  it('is refused where the shape of a lesson is broken', () => {
    expect(change([step('one', [])])).toThrow(/3 to 6 steps/);
    expect(change([step('one', [ask]), step('two', [ask]), step('three', [])])).toThrow(/two tasks ask/);
    expect(change([step('one', []), step('two', []), step('three', [], 'ask')])).toThrow(/no earlier task/);
    const single = { ...ask, prediction: { ...ask.prediction!, answers: { found: '200' } } };
    expect(change([step('one', [single]), step('two', []), step('three', [])])).toThrow(/2 to 4 answers/);
    const numbered = { ...ask, prediction: { ...ask.prediction!, answers: { 200: '200', 404: '404' } } };
    expect(change([step('one', [numbered]), step('two', []), step('three', [])])).toThrow(/“200” is no key/);
  });
});
