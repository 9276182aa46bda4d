import { Timers } from '../../src/sandbox/timers';
import { readTurnReport } from '../../src/sandbox/turn-report';
import type { Lab } from '../lab';
import type { Limits } from '../limits';
import { runProgram } from '../programs/lab-program';
import type { Pool } from '../programs/pool';
import type { ProgramEvents } from '../programs/program-process';
import type { ForgedAttempt } from './attempt';
import { filled } from './client';

/** Takes the place of the process with a student's program, and reports what that never should. */
export interface Forger {
  tell(attempt: ForgedAttempt): Promise<void>;
  close(): void;
}

/** Runs a fake program in this lab. */
export function createForger(lab: Lab, limits: Limits): Forger {
  let events: ProgramEvents | null = null;
  let socket = 'none';
  const timers = new Timers(10, () => undefined);
  const program = {
    unanswered: 0,
    unansweredBytes: 0,
    send(json: string) {
      const news = JSON.parse(json) as { kind: string; session?: unknown };
      if (news.kind === 'open') socket = String(news.session);
    },
    end: () => undefined,
  };
  const pool: Pool = {
    async start(_, of) {
      events = of;
      return program;
    },
    expect: () => undefined,
    wasSlow: () => undefined,
    wasFatal: () => undefined,
    close: async () => undefined,
  };
  return {
    async tell({ report, buffers }) {
      if (!events || !lab.program || lab.program.isOver)
        await runProgram(lab, { code: 'forged', options: {} }, { pool, limits, address: 'forged' });
      const text = filled(report, { socket, lab: lab.id });
      const read = readTurnReport(text, limits.programs.program.ops, 1000, 2000);
      if (read === null) return;
      timers.obey(read.ops);
      events!.turn({
        ops: read.ops,
        buffers: Array.from({ length: buffers }, () => new ArrayBuffer(3)),
        stop: null,
      });
    },
    close: () => timers.clear(),
  };
}
