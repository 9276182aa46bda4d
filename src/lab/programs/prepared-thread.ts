import type { ProgramLimits } from '../../sandbox/program';
import type { FromWorker, Place, ProgramThread } from './worker-messages';

/** A thread whose engine is being made, for a program that will come. */
export interface PreparedThread {
  readonly thread: ProgramThread;
  /** The program has come: what the thread has said, and will say, is for these. */
  adopt(take: (message: FromWorker) => void, failed: (message: string) => void): void;
}

/** Starts a thread in this place, before its program is known. */
export async function prepareThread(place: Place, limits: ProgramLimits): Promise<PreparedThread> {
  const [{ default: library }, wasm] = await Promise.all([import('virtual:client-library'), place.compile()]);
  const said: FromWorker[] = [];
  const failures: string[] = [];
  let take = (message: FromWorker): void => void said.push(message);
  let failed = (message: string): void => void failures.push(message);
  const thread = place.start(
    (message) => take(message),
    (message) => failed(message),
  );
  thread.post({ kind: 'prepare', library, wasm, limits });
  return {
    thread,
    adopt(nowTake, nowFailed) {
      [take, failed] = [nowTake, nowFailed];
      for (const message of said) take(message);
      for (const message of failures) failed(message);
    },
  };
}
