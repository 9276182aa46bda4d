import { expect, it } from 'vitest';
import { lessons } from '../../lessons';
import type { ClassMember } from '../../protocol/messages/class';
import { csvOf, lessonsOf } from './csv';
import { taskKey } from './tally';

it('has a line for each vote and goal, in the words of the lesson, and runs no formula', async () => {
  const handshake = await lessons.find(({ id }) => id === 'handshake')!.load();
  const task = handshake.steps[0]!.tasks[0]!;
  const [right, wrong] = Object.keys(task.prediction!.answers);
  const key = `handshake/${task.id}`;
  const members: ClassMember[] = [
    { id: 'a1', isHere: true, nickname: '=1+1', votes: { [key]: { answer: wrong!, wire: right! } } },
    { id: 'b2b2b2', isHere: false, nickname: 'Student b2b2', goals: [key] },
    { id: 'c3', isHere: true, nickname: 'Cleo, the third' },
    { id: 'd4', isHere: true, nickname: '＝1+1', goals: [key] },
    { id: 'e5', isHere: true, nickname: ' @SUM(1)', goals: [key] },
  ];
  expect(lessonsOf(members)).toEqual(['handshake']);
  const lines = csvOf(members, [handshake]).split('\r\n');
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe('nickname,lesson,step,part,kind,task,answer,the wire,right,done');
  expect(lines[1]).toMatch(
    /^'=1\+1,101 Switching Protocols,How does a connection change its language\?,,prediction,/,
  );
  expect(lines[1]).toMatch(/,no,$/);
  expect(lines[2]).toMatch(/^Student b2b2,.*,yes$/);
  expect(lines[3]).toMatch(/^'＝1/);
  expect(lines[4]).toMatch(/^' @SUM/);
});

it('tells all tasks of the course apart', async () => {
  const all = await Promise.all(lessons.map((entry) => entry.load()));
  const goals = all.flatMap(({ id, steps }) =>
    steps.flatMap(({ tasks }) => tasks.map((task) => taskKey(id, task.id))),
  );
  const votes = Object.fromEntries(goals.map((key) => [key, { answer: '', wire: null }]));
  for (const said of [{ goals }, { votes }]) {
    const lines = csvOf([{ id: 'a1', isHere: true, nickname: 'Ada', ...said }], all)
      .trim()
      .split('\r\n');
    expect(lines.filter((line, at) => lines.indexOf(line) < at)).toEqual([]);
    expect(lines).toHaveLength(goals.length + 1);
  }
});
