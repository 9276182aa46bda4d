import { describe, expect, it } from 'vitest';
import { type Experiment, taskIn } from '../define';
import { judged, ran } from '../parts/testing/ran';
import lesson from './lesson';

const judge = (task: string, traffic: ReturnType<typeof ran>) =>
  judged(taskIn(lesson, task) as Experiment, traffic);

describe('what a client emits while it is not connected', () => {
  const emits = (count: number) =>
    Array.from({ length: count }, () => ({ end: 'client', kind: 'emit', text: 'note' }) as const);

  it.each([
    [['→ 42["note",1]', '→ 42["note",3]'], 3, 'kept', true],
    [['→ 42["note",1]', '→ 42["note",2]', '→ 42["note",3]'], 3, 'all', true],
    [['→ 42["note",3]'], 3, 'last', true],
    // A line was removed: the question is about three.
    [['→ 42["note",3]'], 2, null, true],
    [['→ 42["note",1]'], 3, null, false],
    [['→ 42["note",1]', '→ 42["note",30]'], 3, null, false],
  ] as const)('%j of %i emits: %s', (packets, count, wire, isDone) => {
    expect(judge('buffer', ran({ packets, lines: emits(count) }))).toMatchObject({ wire, isDone });
  });
});

describe('ticks around a cut', () => {
  it('are not said to have waited at the server where none was emitted meanwhile', () => {
    // Two sessions with the same tick: nothing is missing between them, and they are different sessions.
    expect(judge('missed', ran({ sessions: 2, packets: ['← 42["tick",1]'] }))).toMatchObject({
      wire: null,
      isDone: true,
    });
  });
});
