import { describe, expect, it } from 'vitest';
import { act, begin, memory } from './testing/begin';

describe('a lesson’s run', () => {
  it('forgets a step, and the whole lesson', async () => {
    const store = memory();
    const { run } = begin({ store });
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', act);
    run.resetStep();
    expect(run.progress.ofTask('ask')).toMatchObject({ answer: null, isDone: false });
    expect(run.tasks.traffic('ask').units).toEqual([]);
    run.goTo(2);
    run.reset();
    expect(run.progress.stored).toEqual({ step: 0, tasks: {}, skipped: [] });
    expect(begin({ store }).run.progress.place).toBe(0);
  });

  it('closes what a step has opened when the student moves on, but not what another step reads', async () => {
    const { lab, run } = begin();
    run.progress.predict('ask', 'found');
    await run.tasks.restart('ask', (lab) => void lab.openWebSocket());
    run.goTo(1);
    expect(lab.ended).toEqual([]);
    await run.tasks.act('goal', (lab) => lab.openRaw(new Uint8Array([71])));
    run.goTo(0);
    expect(lab.ended).toEqual(['end 2']);
  });
});
