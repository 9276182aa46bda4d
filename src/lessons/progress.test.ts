import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isProgress,
  type LessonProgress,
  NO_PROGRESS,
  readProgress,
  statusOf,
  writeProgress,
} from './progress';
import { readFile, writeFile } from './progress-file';
import { progressRevision, VisitStore, watchProgress } from './progress-store';

const done = { answer: 'yes', wire: 'no', isDone: true, isShown: false, record: 74 };
const begun: LessonProgress = {
  step: 1,
  tasks: { one: done, two: { answer: 'no', wire: 'no', isDone: false, isShown: true } },
  skipped: ['three'],
  steps: { done: 1, inAll: 3 },
  changedAt: '2026-11-23T09:00:00.000Z',
};
const KNOWN = ['frames', 'handshake'];
const NOW = new Date(2026, 10, 3, 12);

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('where a student stands', () => {
  it('is not started, started, or done when all steps are', () => {
    expect(statusOf(NO_PROGRESS).stand).toBe('not started');
    expect(statusOf({ ...NO_PROGRESS, skipped: ['one'] }).stand).toBe('started');
    expect(statusOf(begun)).toMatchObject({ stand: 'started', steps: { done: 1, inAll: 3 } });
    expect(statusOf({ ...begun, steps: { done: 3, inAll: 3 } }).stand).toBe('done');
  });

  it('counts predictions only where the wire has answered', () => {
    const open = { answer: 'maybe', wire: null, isDone: false, isShown: false };
    const status = statusOf({ ...begun, tasks: { ...begun.tasks, open } });
    expect(status).toMatchObject({ predicted: 2, otherwise: 1 });
  });

  it('is known for progress of an earlier version, without a number of steps', () => {
    const { steps: _steps, changedAt: _changedAt, ...earlier } = begun;
    expect(isProgress(earlier)).toBe(true);
    expect(statusOf(earlier)).toMatchObject({ stand: 'started', steps: null });
  });
});

describe('a file of progress', () => {
  const { name, text } = writeFile({ handshake: begun }, NOW);
  const changed = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change });

  it('is named after the day, and read back unchanged', async () => {
    expect(name).toBe('wire101-progress-2026-11-03.json');
    expect(await readFile(text, KNOWN)).toEqual({
      kind: 'ok',
      exportedAt: NOW.toISOString(),
      lessons: { handshake: begun },
    });
  });

  it.each<[string, string, RegExp]>([
    ['is cut off', text.slice(0, -9), /not JSON/],
    ['is something else', '{"format":"cookies"}', /not progress of this course/],
    ['is a list', '[]', /not progress of this course/],
    [
      'is of a later version',
      changed({ version: 3 }),
      /format version 3; this course reads versions 1 and 2/,
    ],
    ['has no date', changed({ exportedAt: 'yesterday' }), /does not say when/],
    [
      'has an unknown lesson',
      changed({ lessons: { telnet: begun } }),
      /“telnet”, a lesson that this course does not/,
    ],
    ['has a prototype as a lesson', changed({ lessons: { constructor: begun } }), /“constructor”/],
    ['has no tasks', changed({ lessons: { frames: { step: 0, skipped: [] } } }), /“frames” is not progress/],
    [
      'has a negative step',
      changed({ lessons: { frames: { ...begun, step: -1 } } }),
      /“frames” is not progress/,
    ],
    [
      'has a word as a record',
      changed({ lessons: { frames: { ...begun, tasks: { one: { ...done, record: 'best' } } } } }),
      /is not progress/,
    ],
    [
      'has more steps done than there are',
      changed({ lessons: { frames: { ...begun, steps: { done: 4, inAll: 3 } } } }),
      /is not progress/,
    ],
    [
      'has absurdly many tasks',
      changed({
        lessons: {
          frames: {
            ...begun,
            tasks: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`t${index}`, done])),
          },
        },
      }),
      /more than a lesson has/,
    ],
    [
      'has an absurdly long name',
      changed({ lessons: { frames: { ...begun, skipped: ['x'.repeat(101)] } } }),
      /more than a lesson has/,
    ],
    ['is absurdly large', `"${'x'.repeat(1_000_001)}"`, /larger than 1 MB/],
  ])('that %s is refused in a sentence', async (_case, file, why) => {
    expect(await readFile(file, KNOWN)).toEqual({ kind: 'refused', why: expect.stringMatching(why) });
  });

  it('is either valid or refused, whatever JSON it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.jsonValue(),
        fc.constantFrom(1, 2),
        async (lesson, step, version) => {
          for (const lessons of [lesson, { frames: lesson }, { frames: { ...begun, step } }]) {
            const reading = await readFile(changed({ lessons, version }), KNOWN);
            if (reading.kind === 'ok') expect(Object.values(reading.lessons).every(isProgress)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('the store of a visit', () => {
  it('stores in the browser, and notifies its listeners', () => {
    const storage = memory();
    const store = new VisitStore(storage);
    const before = progressRevision();
    let notified = 0;
    const stop = watchProgress(() => {
      notified += 1;
    });
    writeProgress('frames', begun, store);
    expect(readProgress('frames', new VisitStore(storage))).toEqual(begun);
    writeProgress('frames', NO_PROGRESS, store);
    expect(storage.kept.size).toBe(0);
    stop();
    writeProgress('frames', begun, store);
    expect([notified, progressRevision() - before, store.keeping]).toEqual([2, 3, 'kept']);
  });

  it('remembers for the visit what a full storage refuses, and says so until there is room', () => {
    const storage = memory();
    let isFull = true;
    const store = new VisitStore({
      ...storage,
      setItem(key, value) {
        if (isFull) throw new DOMException('full', 'QuotaExceededError');
        storage.setItem(key, value);
      },
    });
    writeProgress('frames', begun, store);
    expect([store.keeping, readProgress('frames', store)]).toEqual(['full', begun]);
    isFull = false;
    writeProgress('frames', begun, store);
    expect([store.keeping, storage.kept.size]).toEqual(['kept', 1]);
  });

  it('remembers for the visit when the browser stores nothing', () => {
    const store = new VisitStore(null);
    writeProgress('frames', begun, store);
    expect([store.keeping, readProgress('frames', store)]).toEqual(['forbidden', begun]);
    writeProgress('frames', NO_PROGRESS, store);
    expect(readProgress('frames', store)).toBe(NO_PROGRESS);
  });
});
