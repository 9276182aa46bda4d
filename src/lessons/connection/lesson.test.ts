import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Challenge } from '../define';
import { FakeLab } from '../fake-lab';
import { LessonRun } from '../lesson-run';
import lesson from './lesson';
import { isRough, LOST, verdictOfLoss } from './lost-step';
import { simulate } from './model/simulate';
import { triesOf, wholeTryOf } from './plain';
import { largeBytes, UNTOUCHED_READING, writeOn } from './writes';

const still = { loss: 0, reorder: 0, seed: 1 };

function begin() {
  const lab = new FakeLab();
  const run = new LessonRun(lesson, lab, lab.capture, { store: null });
  run.start();
  const act = (id: string) => run.tasks.restart(id, run.task(id).action!.run);
  const write = (id: string, texts: readonly string[], reads: readonly number[] | null = null) => {
    lab.reads = reads;
    return run.tasks.restart(id, (tracked) => writeOn(tracked, { texts, ...UNTOUCHED_READING }));
  };
  const missing = (id: string) => (run.task(id) as Challenge).missing(run.tasks.traffic(id), run);
  const golf = (id: string) => (run.task(id) as Challenge).golf?.count(run.tasks.traffic(id), run);
  return { lab, run, act, write, missing, golf };
}

describe('the lesson on one connection', () => {
  it('opens a connection that carries no byte', async () => {
    const { run, act } = begin();
    run.progress.predict('open', 'no');
    await act('open');
    expect(run.progress.ofTask('open')).toMatchObject({ wire: 'yes', isDone: true });
    expect(run.tasks.witnessed('open')).toMatchObject({ connectMicros: 100 });
  });

  it('counts three more on the same server port', async () => {
    const { run, act } = begin();
    run.progress.predict('clients', 'moved');
    await act('clients');
    expect(run.progress.ofTask('clients')).toMatchObject({ wire: 'same-port', isDone: true });
  });

  it.each([
    [[2, 2, 2], 'three'],
    [[4, 2], 'two'],
    [[6], 'one'],
  ])('answers from the reads that came: %j', async (reads, answer) => {
    const { lab, run, act } = begin();
    lab.reads = reads;
    run.progress.predict('back-to-back', 'three');
    await act('back-to-back');
    expect(run.progress.ofTask('back-to-back')).toMatchObject({ wire: answer, isDone: true });
    expect(wholeTryOf(run.tasks.traffic('back-to-back'))?.writes).toEqual([2, 2, 2]);
  });

  it('says nothing before the server has read all', async () => {
    const { lab, run, act } = begin();
    lab.reads = [2, 2];
    run.progress.predict('back-to-back', 'three');
    await act('back-to-back');
    expect(run.progress.ofTask('back-to-back')).toMatchObject({ wire: null, isDone: false });
    expect(run.task('back-to-back')).toHaveProperty('waiting');
    const { waiting } = run.task('back-to-back') as { waiting?: (...of: never[]) => string | null };
    expect((waiting as (traffic: unknown) => string | null)(run.tasks.traffic('back-to-back'))).toBe(
      'The server’s socket has read 4 of 6 bytes so far.',
    );
  });

  it.each([
    [[150_000], 'one'],
    [[65_536, 84_464], 'two'],
    [[65_536, 65_536, 18_928], 'more'],
  ])('counts the reads of one large write: %j', async (reads, answer) => {
    const { lab, run, act } = begin();
    lab.reads = reads;
    run.progress.predict('large', 'one');
    await act('large');
    expect(run.progress.ofTask('large')).toMatchObject({ wire: answer, isDone: true });
  });

  it('takes the answer about the lost segment from the run of the model', () => {
    const { run } = begin();
    const shown = simulate({ ...still, segments: ['AB', 'CD', 'EF', 'GH'], lost: [2] });
    run.tasks.witness(LOST, { run: shown, isOver: false });
    expect(run.progress.ofTask(LOST).wire).toBeNull();
    run.progress.predict(LOST, 'without-second');
    run.tasks.witness(LOST, { run: shown, isOver: false });
    expect(run.progress.ofTask(LOST)).toMatchObject({
      answer: 'without-second',
      wire: 'first',
      isDone: false,
    });
    run.tasks.witness(LOST, { run: shown, isOver: true });
    expect(run.progress.ofTask(LOST)).toMatchObject({
      answer: 'without-second',
      wire: 'first',
      isDone: true,
    });
  });

  it('has an answer for each segment that may be lost, and none for a run without loss', () => {
    const lose = (...lost: number[]) => simulate({ ...still, segments: ['AB', 'CD', 'EF', 'GH'], lost });
    expect(verdictOfLoss(lose(1))).toBe('nothing');
    expect(verdictOfLoss(lose(2))).toBe('first');
    expect(verdictOfLoss(lose())).toBeNull();
  });

  it('wants a run with both a loss and an overtaken segment', () => {
    const segments = ['A', 'B', 'C', 'D'];
    expect(isRough(null)).toBe(false);
    expect(isRough(simulate({ ...still, segments, lost: [1] }))).toBe(false);
    expect(isRough(simulate({ ...still, segments, late: [1] }))).toBe(false);
    expect(isRough(simulate({ ...still, segments, lost: [4], late: [1] }))).toBe(true);
  });
});

describe('three writes in one read', () => {
  it('is met by that alone, and counted in bytes', async () => {
    const { run, write, missing, golf } = begin();
    expect(missing('one-read')).toMatch(/nothing of yours/);
    await write('one-read', ['A', 'B', 'C']);
    expect(missing('one-read')).toBeNull();
    expect(golf('one-read')).toBe(3);
    expect(run.progress.ofTask('one-read').isDone).toBe(true);
  });

  it('is not met by three reads, two writes, or a part', async () => {
    const { write, missing } = begin();
    await write('one-read', ['AB', 'CD', 'EF'], [2, 2, 2]);
    expect(missing('one-read')).toBe('Your 3 writes arrived in 3 reads, not in one.');
    await write('one-read', ['ABC', 'DEF']);
    expect(missing('one-read')).toBe('That was 2 writes; the goal is three in one read.');
    await write('one-read', ['AB', 'CD', 'EF'], [2]);
    expect(missing('one-read')).toMatch(/2 of 6 bytes/);
  });
});

describe('one write in two reads', () => {
  it('is met by that alone, and counted in bytes', async () => {
    const { write, missing, golf } = begin();
    await write('many-reads', ['hello'], [2, 2, 1]);
    expect(missing('many-reads')).toBeNull();
    expect(golf('many-reads')).toBe(5);
  });

  it('is not met by one read, or by two writes in two reads', async () => {
    const { write, missing } = begin();
    await write('many-reads', ['hello']);
    expect(missing('many-reads')).toBe('Your write of 5 bytes arrived in one read.');
    await write('many-reads', ['he', 'llo'], [2, 3]);
    expect(missing('many-reads')).toBe('That was 2 writes; the goal is one write in two reads or more.');
  });

  it('is not solved by being shown', async () => {
    const { run, lab } = begin();
    lab.reads = [2, 2, 1];
    await run.tasks.showMe('many-reads');
    expect(run.progress.ofTask('many-reads')).toMatchObject({ isShown: true, isDone: false });
  });
});

describe('what is written', () => {
  it('is recorded write by write, whatever the reads were', async () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }), {
      minLength: 1,
      maxLength: 4,
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, cuts, async (written, reads) => {
        const { run, write } = begin();
        await write('one-read', written, reads);
        const [plainTry] = triesOf(run.tasks.traffic('one-read'));
        expect(plainTry?.writes).toEqual(written.map(({ length }) => length));
        expect(plainTry?.isWhole).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('has the lab change the reads on its own connection only', async () => {
    const { lab } = begin();
    const asked: unknown[] = [];
    lab.impair = async (...of: unknown[]) => void asked.push(of);
    await writeOn(lab, { texts: ['A'], gapMs: 0, gatherMs: 200, readBytes: 0 });
    expect(asked).toEqual([
      ['next', { gatherMs: 200, readBytes: 0 }],
      ['next', { gatherMs: 0, readBytes: 0 }],
    ]);
  });

  it('is as large as asked', () => {
    expect(largeBytes(150_000)).toHaveLength(150_000);
  });
});
