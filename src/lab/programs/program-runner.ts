import { clientGuest } from '../../sandbox/guest';
import { createProgram, type Program, type Turn } from '../../sandbox/program';
import { createEngine, PUBLISHED_PAGES } from '../../sandbox/quickjs';
import { Timers } from '../../sandbox/timers';
import type { FromWorker, ToWorker } from './worker-messages';

/** Shortest interval of a repeated timer, as in browsers. */
const MIN_TIMER_MS = 4;

/** Runs one client's program; takes messages of its page, and posts its own. */
export interface ProgramRunner {
  hear(message: ToWorker): void;
  /** Its timers run no more. */
  end(): void;
}

/** Makes one. */
export function createProgramRunner(post: (message: FromWorker) => void): ProgramRunner {
  let prepared: Promise<Program | null> = Promise.resolve(null);
  let program: Program | null = null;
  const timers = new Timers(MIN_TIMER_MS, (id) => take(JSON.stringify([{ kind: 'timer', id }]), [], false));
  const now = () => (performance.timeOrigin + performance.now()) * 1000;

  async function prepare({ library, wasm, limits }: ToWorker & { kind: 'prepare' }): Promise<Program> {
    const engine = await createEngine({ wasm, pages: [PUBLISHED_PAGES, limits.memoryPages] });
    const seed = [...crypto.getRandomValues(new Uint32Array(4))];
    const made = createProgram(engine, { guest: clientGuest(library), limits, now, settings: { seed } });
    post({ kind: 'ready' });
    return made;
  }

  async function start(code: string): Promise<void> {
    program = await prepared;
    if (!program) return;
    const result = program.run(code);
    if ('fault' in result) post({ kind: 'fault', fault: result.fault });
    else report(result, true);
  }

  function take(json: string, buffers: readonly ArrayBuffer[], isAnswer = true): void {
    if (program) report(program.dispatch(json, buffers), isAnswer);
  }

  function report({ ops, buffers, stop }: Turn, isAnswer: boolean): void {
    if (stop) {
      timers.clear();
      program = null;
    } else timers.obey(ops);
    post({ kind: 'turn', isAnswer, ops, buffers, stop });
  }

  return {
    hear(message) {
      if (message.kind === 'prepare') prepared = prepare(message);
      else if (message.kind === 'start') void start(message.code);
      else take(message.json, message.buffers);
    },
    end() {
      timers.clear();
      program?.dispose();
      program = null;
    },
  };
}
