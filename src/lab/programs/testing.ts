import { onTestFinished } from 'vitest';
import type { CodeEvent } from '../../capture/capture';
import { createCapture } from '../../capture/create-capture';
import { ENGINES } from '../../sandbox/testing';
import type { LabContext } from '../clients';
import type { LabAddresses } from '../session';
import { type ClientProgram, runClientProgram } from './client-program';
import { createProgramRunner } from './program-runner';
import type { Place } from './worker-messages';

/** For tests: a client's program that runs in this process, its connections being real. */
export interface HereProgram {
  readonly program: ClientProgram;
  /** Everything that it has done, oldest first. */
  readonly events: () => readonly CodeEvent[];
  /** Waits until this is true of what it has done. */
  until(isDone: (events: readonly CodeEvent[]) => boolean): Promise<void>;
}

/** This process, where messages come later, as from a thread. */
const HERE: Place = {
  compile: async () => ENGINES.published.wasm,
  start(take) {
    let isOver = false;
    const later = (work: () => void) => void setImmediate(() => isOver || work());
    const runner = createProgramRunner((message) => later(() => take(message)));
    return {
      post: (message) => later(() => runner.hear(message)),
      terminate() {
        isOver = true;
        runner.end();
      },
    };
  },
};

/** Runs a program as the first client of this lab; it ends with the test. */
export async function runClientHere(addresses: LabAddresses, code: string): Promise<HereProgram> {
  const microsAt = (pageMs: number) => pageMs * 1000;
  const capture = createCapture();
  const looks = new Set<() => void>();
  const context: LabContext = {
    environment: null as never,
    addresses,
    capture,
    nowMicros: () => microsAt(performance.now()),
    microsAt,
  };
  const program = await runClientProgram(context, 1, 1, code, { place: HERE });
  if ('fault' in program) throw new Error(program.fault.message);
  onTestFinished(() => program.end());
  program.subscribe(() => {
    for (const look of [...looks]) look();
  });
  return {
    program,
    events: () => capture.code,
    until: (isDone) =>
      new Promise((resolve) => {
        const look = () => {
          if (!isDone(capture.code)) return;
          looks.delete(look);
          resolve();
        };
        looks.add(look);
        look();
      }),
  };
}
