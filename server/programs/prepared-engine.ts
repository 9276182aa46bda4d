import { randomFillSync } from 'node:crypto';
import type { ProgramOptions } from '../../src/protocol/messages/program-options';
import type { Guest } from '../../src/sandbox/guest';
import { createProgram, type Program, type ProgramLimits } from '../../src/sandbox/program';
import { createEngine } from '../../src/sandbox/quickjs';

/** An engine with the library in it, for one program. */
export interface PreparedEngine {
  readonly program: Program;
  readonly memory: WebAssembly.Memory;
  /** Decides whether a turn that takes long may go on; nobody does so before the engine has its program. */
  mayGoOn: () => boolean;
}

interface Settings {
  readonly wasm: WebAssembly.Module;
  /** Initial size of the memory of an engine. */
  readonly pages: number;
  readonly guest: Guest;
  readonly limits: ProgramLimits;
  readonly now: () => number;
  readonly spent: () => number;
  /** Called when the first engine has been made. */
  readonly made: () => void;
}

/** Makes engines, and has one ready before it is wanted: loading the library takes far longer than starting a program. */
export interface EngineMaker {
  /** The one that is ready, or a new one. */
  take(options: ProgramOptions): Promise<PreparedEngine>;
  /** Has one ready once nobody has asked for a while, so that nobody waits meanwhile. */
  prepareSoon(): void;
}

const QUIET_MS = 100;

export function createEngineMaker({ wasm, pages, guest, limits, now, spent, made }: Settings): EngineMaker {
  let ready: PreparedEngine | null = null;
  let isWarm = false;
  let hasMade = false;
  let waiting: NodeJS.Timeout | null = null;

  async function make(options: ProgramOptions): Promise<PreparedEngine> {
    const engine = await createEngine({ wasm, pages: [pages, limits.memoryPages] });
    const seed = [...randomFillSync(new Uint32Array(4))];
    const prepared = { memory: engine.memory, mayGoOn: () => false };
    const settings = { options, seed };
    const context = { guest, limits, now, spent, settings, mayGoOn: () => prepared.mayGoOn() };
    const program = createProgram(engine, context);
    if (!hasMade) made();
    hasMade = true;
    return Object.assign(prepared, { program });
  }

  /** The first program would wait for the compilers of this process, which a rehearsal sets to work. */
  async function rehearse(): Promise<void> {
    isWarm = true;
    const { program } = await make({});
    program.run(REHEARSED);
    program.dispose();
  }

  async function prepare(): Promise<void> {
    waiting = null;
    if (!isWarm) await rehearse();
    ready ??= await make({});
  }

  return {
    async take(options) {
      isWarm = true;
      if (ready === null || Object.keys(options).length > 0) return make(options);
      const prepared = ready;
      ready = null;
      return prepared;
    },
    prepareSoon() {
      if (waiting) clearTimeout(waiting);
      // Without memory for it, the next program finds none ready.
      waiting = setTimeout(() => void prepare().catch(() => undefined), QUIET_MS);
    },
  };
}

/** What a first program has: a listener, a line of output, a timer. */
const REHEARSED = `io.on('connection', (socket) => {
  socket.on('hello', (name, answer) => answer?.({ hello: name }));
});
setTimeout(() => console.log('ready'), 1000);`;
