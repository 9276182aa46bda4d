import { describe, expect, it } from 'vitest';
import { type Experiment, taskIn } from '../define';
import { judged, ran } from '../parts/testing/ran';
import { missingTwoOfThree } from './goals';
import lesson from './lesson';

const judge = (task: string, traffic: ReturnType<typeof ran>) =>
  judged(taskIn(lesson, task) as Experiment, traffic);

/** Three clients, each with a packet of news, and an emit that reached so many of them. */
const emitted = (reached: number) =>
  ran({
    sessions: 3,
    packets: ['← 42["news","we are three"]'],
    lines: [
      {
        end: 'server',
        kind: 'emit',
        text: 'news',
        packets: Array.from({ length: reached }, (_, n) => ({
          sid: `e${n + 1}`,
          sender: 'server',
          ordinal: 2,
        })),
      },
    ],
  });

describe('an emit to three clients', () => {
  it.each([
    [2, 'two', null],
    [3, null, 'three'],
    // socket.emit: one client, which is no broadcast.
    [1, null, null],
  ])('that reached %i', (reached, broadcast, everyone) => {
    expect(judge('broadcast', emitted(reached))).toMatchObject({ wire: broadcast, isDone: true });
    expect(judge('everyone', emitted(reached))).toMatchObject({ wire: everyone, isDone: reached === 3 });
  });

  it('says what is missing for everyone', () => {
    expect(judge('everyone', emitted(2)).waiting).toBe('That emit reached two of three: write io.emit.');
    expect(missingTwoOfThree(emitted(1))).toBe('The last emit reached one of three.');
    expect(missingTwoOfThree(emitted(2))).toBeNull();
  });
});

describe('the packet that puts a client into a room', () => {
  it.each([
    [['← 42["news",1]', '← 42["news",1]'], 'none'],
    // An event of the student’s own code is no join, whoever sent it.
    [['→ 42["join","odd"]', '← 42["news",1]', '← 42["news",1]'], null],
    [['← 42["welcome"]', '← 42["news",1]', '← 42["news",1]'], null],
  ] as const)('%j: %s', (packets, wire) => {
    expect(judge('room', ran({ packets }))).toMatchObject({ wire, isDone: true });
  });
});

describe('the connections of two namespaces', () => {
  const refused = '← 44/admin,{"message":"not with this token"}';

  it('are one where both were asked for', () => {
    expect(judge('namespace', ran({ packets: ['→ 40/admin,', refused] })).wire).toBe('one');
  });

  it('are two where a new one was forced', () => {
    expect(judge('namespace', ran({ packets: ['→ 40/admin,', refused], sessions: 2 })).wire).toBe('two');
  });
});
