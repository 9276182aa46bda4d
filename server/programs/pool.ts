import { type AdmissionLimits, type Asker, createAdmission } from './admission';
import { serverBundle } from './bundle';
import { type ProcessLimits, type ProgramEvents, ProgramProcess, type Started } from './program-process';
import type { ProgramText } from './worker-messages';

/** What all programs at the server's end together may take. */
export interface PoolLimits extends ProcessLimits, AdmissionLimits {
  /** Programs at a time. */
  readonly programs: number;
}

/** A program to run. */
export interface StartOrder extends ProgramText {
  readonly asker: Asker;
  /** It replaces one that runs. */
  readonly isReplacing: boolean;
  /** It runs again because its process died. Nobody asked for that, so it counts against nobody's share. */
  readonly isAgain: boolean;
}

/** Says to its author why a program was not started. */
export class RefusedError extends Error {}

/** Runs programs. */
export interface Pool {
  /** @throws (rejects with) RefusedError, FatalError, or an error whose message is a sentence. */
  start(order: StartOrder, events: ProgramEvents): Promise<Started>;
  /** Somebody may run a program soon: if the pool is kept warm, a process is started for it. */
  expect(): void;
  /** A program of this asker was ended because it kept others waiting: after several, its next run where they slow down only their like. */
  wasSlow(asker: Asker): void;
  /** A program of this asker brought down its process. */
  wasFatal(asker: Asker): void;
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;
const MIN_WAIT_MS = 250;
const MAX_WAIT_MS = 10_000;

/**
 * Two processes that run programs of many labs, one of them for suspects. They are made on first use; with `isWarm` the usual one is
 * there before.
 */
export function createPool(limits: PoolLimits, isWarm = false): Pool {
  const [common, apart] = [new Place(limits), new Place(limits)];
  const admission = createAdmission(limits);
  const forgetting = setInterval(() => admission.forget(), MINUTE_MS).unref();
  let programsMade = 0;
  let startingNow = 0;
  const refuse = ({ asker, isReplacing, isAgain }: StartOrder) => {
    const full = `This server runs ${limits.programs} programs at a time, and all places are taken: try again in a few minutes.`;
    if (!isReplacing && common.size + apart.size + startingNow >= limits.programs) return full;
    return isAgain ? null : admission.enter(asker);
  };
  return {
    async start(order, events) {
      const refusal = refuse(order);
      if (refusal !== null) throw new RefusedError(refusal);
      const place = admission.isSuspect(order.asker) ? apart : common;
      try {
        startingNow += 1;
        const process = await place.process().finally(() => {
          startingNow -= 1;
        });
        programsMade += 1;
        return await process.start(programsMade, order, events);
      } finally {
        if (!order.isAgain) admission.leave(order.asker);
      }
    },
    expect() {
      // When it fails, whoever runs a program is told.
      if (isWarm) common.process().catch(() => undefined);
    },
    wasSlow: (asker) => admission.wasSlow(asker),
    wasFatal: (asker) => admission.wasFatal(asker),
    async close() {
      clearInterval(forgetting);
      await Promise.all([common.close(), apart.close()]);
    },
  };
}

/** Keeps one process, and replaces it when it has died. */
class Place {
  readonly #limits: ProcessLimits;
  #process: ProgramProcess | null = null;
  /** Consecutive deaths, each soon after the start of the process. */
  #deaths = 0;
  #waiting: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(limits: ProcessLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#process?.size ?? 0;
  }

  /** The process that runs, or a new one; after repeated deaths it waits before it starts one. */
  async process(): Promise<ProgramProcess> {
    await this.#waiting;
    const guest = await serverBundle();
    if (this.#isClosed) throw new Error('The server is closing.');
    if (this.#process && !this.#process.isOver) return this.#process;
    try {
      const made = new ProgramProcess(this.#limits, guest, () => this.#died(made));
      this.#process = made;
      return made;
    } catch {
      throw new Error('There is no room for a process that runs programs: try again soon.');
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#process?.close();
  }

  #died({ beganAtMs }: ProgramProcess): void {
    this.#deaths = performance.now() - beganAtMs > MINUTE_MS ? 1 : this.#deaths + 1;
    const waitMs = Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** (this.#deaths - 1));
    this.#waiting = new Promise((resolve) => setTimeout(resolve, waitMs).unref());
  }
}
