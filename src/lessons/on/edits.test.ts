import { describe, expect, it } from 'vitest';
import { type Experiment, taskIn } from '../define';
import { judged, ran } from '../parts/testing/ran';
import { missingWelcome } from './goals';
import lesson from './lesson';

const judge = (task: string, traffic: ReturnType<typeof ran>) =>
  judged(taskIn(lesson, task) as Experiment, traffic);

const started = (end: 'client' | 'server', text: string) => ({ end, kind: 'started', text }) as const;
const heard = (end: 'client' | 'server', text: string) => ({ end, kind: 'listener', text }) as const;
const log = (end: 'client' | 'server', text: string) => ({ end, kind: 'log', text }) as const;
const uncaught = { end: 'client', kind: 'uncaught', text: 'ReferenceError: x is not defined' } as const;
const code = (step: string) => lesson.steps.find(({ id }) => id === step)!.code!;

describe('a misspelt name', () => {
  it('is unheard, also where an error of another line was thrown', () => {
    const packets = ['→ 42["mesage","one"]', '→ 42["message","two"]'] as const;
    const lines = [heard('server', 'message'), uncaught];
    expect(judge('names', ran({ packets, lines }))).toMatchObject({ wire: 'unheard', isDone: true });
  });

  it('gives no verdict where it was corrected, or the server listens to it', () => {
    const corrected = ran({ packets: ['→ 42["message","one"]'], lines: [heard('server', 'message')] });
    expect(judge('names', corrected)).toMatchObject({ wire: null, isDone: true });
    const both = ran({
      packets: ['→ 42["mesage","one"]', '→ 42["message","two"]'],
      lines: [heard('server', 'mesage'), heard('server', 'message')],
    });
    expect(judge('names', both)).toMatchObject({ wire: null, isDone: true });
  });
});

describe('lines of several listeners', () => {
  const { server, clients } = code('several');
  const seven = Array.from({ length: 7 }, () => log('server', 'news'));

  it('are counted for the code that the question is about', () => {
    const lines = [started('server', server), started('client', clients[0]!), ...seven];
    expect(judge('several', ran({ lines }))).toMatchObject({ wire: 'seven', isDone: true });
  });

  it('answer nothing for other code, of which there may be more lines', () => {
    const changed = started('server', server.replace('once', 'on'));
    expect(judge('several', ran({ lines: [changed, ...seven] }))).toMatchObject({ wire: null });
  });
});

describe('a listener in a listener', () => {
  /** Two sessions with a packet of news each, and how often each made a listener run. */
  const news = (before: number, after: number, sessions = 2) =>
    ran({
      sessions,
      packets: ['← 42["news"]'],
      lines: [before, after].flatMap((runs, n) =>
        Array.from({ length: runs }, () => ({
          ...heard('client', 'news'),
          packets: [{ sid: `e${n + 1}`, sender: 'server' as const, ordinal: 2 }],
        })),
      ),
    });

  it.each([
    [1, 2, 'twice', true],
    [1, 1, 'once', true],
    // Two listeners from the start are not the doubling that was asked for.
    [2, 2, null, true],
    [2, 4, null, true],
    [1, 0, null, false],
  ])('ran %i times before the cut and %i times after it: %s', (before, after, wire, isDone) => {
    expect(judge('doubles', news(before, after))).toMatchObject({ wire, isDone });
  });

  it('is not fixed until the news after the return is heard once', () => {
    const fixed = taskIn(lesson, 'fixed');
    if (fixed.kind !== 'challenge') throw new RangeError('fixed is a challenge');
    const missing = (traffic: ReturnType<typeof ran>) => fixed.missing(traffic, undefined as never);
    expect(missing(news(0, 0, 1))).toMatch(/No listener/);
    expect(missing(news(1, 0, 1))).toMatch(/now cut the cable/);
    expect(missing(news(1, 0))).toMatch(/no listener has run for the news that came then/);
    expect(missing(news(1, 2))).toMatch(/two times/);
    expect(missing(news(1, 1))).toBeNull();
  });
});

describe('a client that is refused, or sent away', () => {
  it('is refused by a CONNECT_ERROR, and not where it was let in', () => {
    const refused = ran({
      packets: ['← 44{"message":"who are you?"}'],
      lines: [heard('client', 'connect_error')],
    });
    expect(judge('refused', refused)).toMatchObject({ wire: 'connect-error', isDone: true });
    const letIn = ran({ packets: ['← 41'], lines: [heard('client', 'disconnect')] });
    expect(judge('refused', letIn)).toMatchObject({ wire: null, isDone: false });
  });

  it('is sent away by the DISCONNECT of the server alone', () => {
    const said = [log('client', 'ended: io server disconnect'), log('client', 'tries again: false')];
    expect(judge('sent-away', ran({ packets: ['← 41'], lines: said })).wire).toBe('away');
    expect(judge('sent-away', ran({ lines: said })).wire).toBeNull();
  });
});

it('a welcome with the name in an object is not called one without it', () => {
  const packets = ['→ 42["greet","Ada"]', '← 42["welcome",{"name":"ADA"}]'] as const;
  expect(missingWelcome(ran({ packets }))).toBe(
    'welcome came, and its first argument is not a text with “ADA” in it.',
  );
});
