import { describe, expect, it } from 'vitest';
import { act, begin, memory } from './testing/begin';

describe('a student’s progress in a lesson', () => {
  it('keeps the first answer', () => {
    const { run } = begin();
    run.progress.predict('ask', 'missing');
    run.progress.predict('ask', 'found');
    expect(run.progress.ofTask('ask').answer).toBe('missing');
    expect(() => run.progress.predict('ask', 'teapot')).toThrow(RangeError);
  });

  it('keeps the predictions when the page is left, but not the traffic', async () => {
    const store = memory();
    const first = begin({ store });
    first.run.progress.predict('ask', 'found');
    await first.run.tasks.restart('ask', act);
    first.run.goTo(1);
    const later = begin({ store });
    expect(later.run.progress.stored).toEqual(first.run.progress.stored);
    expect(later.run.progress.step?.id).toBe('two');
    expect(later.run.tasks.isMet('ask')).toBe(false);
  });

  it('remembers a skipped step until it is done', async () => {
    const { run } = begin();
    run.skip();
    expect(run.progress.stored).toMatchObject({ step: 1, skipped: ['one'] });
    run.goTo(0);
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    expect(run.progress.stored.skipped).toEqual([]);
  });

  it('survives a store that holds something else', () => {
    const store = memory();
    store.setItem('wire101:lesson:try', '{"step":"x"}');
    expect(begin({ store }).run.progress.place).toBe(0);
    store.setItem('wire101:lesson:try', 'not JSON');
    expect(begin({ store }).run.progress.place).toBe(0);
    store.setItem('wire101:lesson:try', '{"step":99,"tasks":{},"skipped":[]}');
    expect(begin({ store }).run.progress.step).toBeNull();
  });

  it('counts the steps that are done', async () => {
    const { run } = begin();
    await run.tasks.act('goal', act);
    // The third step of this lesson has no task: nothing is left to do there.
    expect(run.progress.stored.steps).toEqual({ done: 2, inAll: 3 });
  });

  it('begins at the named step, whatever the progress says, or where it was when no step has that name', () => {
    const store = memory();
    begin({ store }).run.goTo(1);
    expect(begin({ store, startAt: 'three' }).run.progress.step?.id).toBe('three');
    expect(begin({ store, startAt: 'recap' }).run.progress.step).toBeNull();
    expect(begin({ store, startAt: 'no-such-step' }).run.progress.step?.id).toBe('two');
    expect(begin({ store }).run.progress.step?.id).toBe('two');
  });
});
