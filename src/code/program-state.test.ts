import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../lab/programs/client-program';
import type { LabSession } from '../lab/session';
import { CodeDesk } from './desk';
import { stateWords } from './program-state';

/** A desk whose client runs, and the client's end of it. */
async function running() {
  let at = 0;
  let connections: readonly ConnectionState[] = [];
  let report = () => {};
  const program = {
    client: 1,
    run: 1,
    isOver: false,
    needsPage: false,
    get connections() {
      return connections;
    },
    subscribe(listener: () => void) {
      report = listener;
      return () => {};
    },
    end() {},
  };
  const lab = {
    nowMicros: () => ({ at, uncertaintyMicros: 0 }),
    runClient: async () => program,
  } as unknown as LabSession;
  const desk = new CodeDesk({ server: '', clients: ['io()'] });
  await desk.run(lab, 1);
  return {
    desk,
    wordsAt: (micros: number) => stateWords(desk, 1, desk.statusOf(1), undefined, micros),
    become(micros: number, isConnected: boolean, transport: string | null) {
      at = micros;
      connections = [{ namespace: '/', isConnected, transport }];
      report();
    },
    runAgain: () => desk.run(lab, 1),
  };
}

describe('what a client is connected over', () => {
  it('is what it was at the instant that is shown', async () => {
    const { wordsAt, become } = await running();
    become(1_000, false, null);
    become(20_000, true, 'polling');
    become(30_000, true, 'websocket');
    become(900_000, false, null);
    become(1_900_000, true, 'websocket');
    expect([0, 10_000, 20_000, 30_000, 899_999, 900_000, 1_900_000].map(wordsAt)).toEqual([
      'not connected',
      'not connected',
      'on polling',
      'on websocket',
      'on websocket',
      'not connected',
      'on websocket',
    ]);
    expect(wordsAt(Number.POSITIVE_INFINITY)).toBe('on websocket');
  });

  it('is nothing of the run before', async () => {
    const { wordsAt, become, runAgain } = await running();
    become(20_000, true, 'websocket');
    become(30_000, false, null);
    await runAgain();
    expect(wordsAt(25_000)).toBe('not connected');
  });
});
