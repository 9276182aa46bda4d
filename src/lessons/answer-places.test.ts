import { describe, expect, it } from 'vitest';
import { withKeys } from './answer-places';
import { FakeLab } from './fake-lab';
import { lessons } from './index';
import { LessonRun } from './lesson-run';
import { migrateProgress, readProgress, statusOf, withPlaces } from './progress';
import { readFile } from './progress-file';

// Loaded before any test begins, so that no test's time limit covers it.
const loaded = await Promise.all(lessons.map(({ load }) => load()));
const handshake = loaded.find(({ id }) => id === 'handshake')!;

/** What the first version stored for the handshake lesson: answers by their place. */
const EARLIER = {
  step: 2,
  tasks: {
    'wrong-version': { answer: 1, wire: 2, isDone: true, isShown: false },
    'changed-key': { answer: 2, wire: null, isDone: false, isShown: false },
    challenge: { answer: null, wire: null, isDone: true, isShown: true, record: 120 },
  },
  skipped: ['accept'],
  steps: { done: 1, inAll: 6 },
  changedAt: '2026-11-20T09:00:00.000Z',
};
const NOW = {
  ...EARLIER,
  tasks: {
    ...EARLIER.tasks,
    'wrong-version': { answer: 'status-400', wire: 'status-426', isDone: true, isShown: false },
    'changed-key': { answer: 'nearly-all', wire: null, isDone: false, isShown: false },
  },
};

function storeWith(lesson: string, progress: unknown) {
  const kept = new Map([[`wire101:lesson:${lesson}`, JSON.stringify(progress)]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('progress of an earlier version', () => {
  it('keeps its answers in the browser’s store, and only lessons that need it are rewritten', async () => {
    const store = storeWith('handshake', EARLIER);
    expect(withPlaces(['frames', 'handshake'], store)).toEqual(['handshake']);
    await migrateProgress(['handshake'], store);
    expect(readProgress('handshake', store)).toEqual(NOW);
    expect(withPlaces(['frames', 'handshake'], store)).toEqual([]);
    expect(statusOf(readProgress('handshake', store))).toMatchObject({ predicted: 1, otherwise: 1 });
  });

  it('is shown by its lesson as the chosen answers', async () => {
    const store = storeWith('handshake', EARLIER);
    await migrateProgress(['handshake'], store);
    const lab = new FakeLab();
    const run = new LessonRun(handshake, lab, lab.capture, { store });
    const { answer, wire } = run.progress.ofTask('wrong-version');
    const { answers } = run.task('wrong-version').prediction!;
    expect([answers[answer!], answers[wire!]]).toEqual(['400 Bad Request', '426 Upgrade Required']);
  });

  it('is read from a file that it exported', async () => {
    const file = {
      format: 'wire101-progress',
      version: 1,
      exportedAt: '2026-11-20T09:00:00.000Z',
      lessons: { handshake: EARLIER },
    };
    expect(await readFile(JSON.stringify(file), ['handshake'])).toMatchObject({
      kind: 'ok',
      lessons: { handshake: NOW },
    });
    expect(await readFile(JSON.stringify({ ...file, version: 2 }), ['handshake'])).toMatchObject({
      kind: 'refused',
    });
  });

  it('comes back unchanged when it is no progress', () => {
    for (const other of [null, 7, 'x', [], {}, { tasks: [] }, { tasks: { open: 3 } }]) {
      expect(withKeys('handshake', other)).toEqual(other);
    }
    const odd = { tasks: { open: { answer: 9, wire: -1 }, constructor: { answer: 0, wire: 1 } } };
    expect(withKeys('__proto__', odd)).toEqual({
      tasks: { open: { answer: 9, wire: -1 }, constructor: { answer: null, wire: null } },
    });
  });

  it('names only answers that the lessons offer', () => {
    for (const { id, steps } of loaded) {
      for (const task of steps.flatMap(({ tasks }) => tasks)) {
        const offered = Object.keys(task.prediction?.answers ?? {});
        for (const place of [0, 1, 2, 3]) {
          const tasks = { [task.id]: { answer: place, wire: null } };
          const migrated = withKeys(id, { tasks }) as { tasks: Record<string, { answer: string | null }> };
          const answer = migrated.tasks[task.id]?.answer ?? null;
          if (answer !== null) expect(offered, `${id}, ${task.id}`).toContain(answer);
        }
      }
    }
  });
});

it('a stored answer survives a change in the order of the options', () => {
  const store = storeWith('handshake', NOW);
  const lab = new FakeLab();
  const reordered = {
    ...handshake,
    steps: handshake.steps.map((step) => ({
      ...step,
      tasks: step.tasks.map((task) => {
        if (!task.prediction) return task;
        const answers = Object.fromEntries(Object.entries(task.prediction.answers).toReversed());
        return { ...task, prediction: { ...task.prediction, answers } };
      }),
    })),
  };
  const run = new LessonRun(reordered, lab, lab.capture, { store });
  const { answers } = run.task('wrong-version').prediction!;
  expect(Object.values(answers)[0]).toBe('505 HTTP Version Not Supported');
  expect(answers[run.progress.ofTask('wrong-version').answer!]).toBe('400 Bad Request');
});

it('a question that is asked no more is left out, and its task is open again', async () => {
  const open = { answer: 'status-101', wire: 'status-101', isDone: true, isShown: false };
  const store = storeWith('handshake', { ...NOW, tasks: { open, ...NOW.tasks } });
  expect(withPlaces(['handshake'], store)).toEqual(['handshake']);
  await migrateProgress(['handshake'], store);
  expect(readProgress('handshake', store).tasks).toEqual(NOW.tasks);
});
