import { randomBytes } from 'node:crypto';
import { Lab } from './lab';
import type { Limits } from './limits';
import type { LogBudget } from './log';
import { createRateLimit, type RateLimit } from './rate';

/** Why no lab can be made, and when it is worth trying again (RFC 9110 §10.2.3). */
interface Full {
  readonly status: 429 | 503;
  readonly error: string;
  readonly retryAfterS: number;
}

/** All labs of the server. */
export interface Labs {
  /** A new lab, or a sentence that names the limit that forbids it, with a status code. */
  create(address: string): Lab | Full;
  /** Ends this lab and makes a new one of the same name in its place; undefined when there is none. */
  again(id: string): Lab | undefined;
  find(id: string): Lab | undefined;
  all(): Iterable<Lab>;
  readonly size: number;
  /** How long the lab will live if nobody watches it from now on, in milliseconds. */
  expiresInMs(lab: Lab): number;
  viewerCame(lab: Lab): void;
  viewerLeft(lab: Lab): void;
  /** Ends the labs that nobody has watched for too long. */
  expire(): void;
  close(): void;
}

/**
 * `nowMs`: any clock in milliseconds that never jumps back. `node`: the name of this node, if there are several: a lab's name begins with
 * it, so that a proxy finds the lab.
 */
export function createLabs(
  limits: Limits,
  nowMs: () => number = () => performance.now(),
  node?: string,
): Labs {
  return new LabRegistry(limits, nowMs, node === undefined ? '' : `${node}-`);
}

class LabRegistry implements Labs {
  readonly #limits: Limits;
  readonly #nowMs: () => number;
  readonly #prefix: string;
  readonly #rate: RateLimit;
  readonly #budget: LogBudget;
  readonly #labs = new Map<string, Lab>();
  /** How many labs each address has. */
  readonly #ofAddress = new Map<string, number>();

  constructor(limits: Limits, nowMs: () => number, prefix: string) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#prefix = prefix;
    this.#rate = createRateLimit(limits.labsPerMinute, nowMs);
    this.#budget = {
      maxBytes: limits.logBytesInTotal,
      shareBytes: Math.floor(limits.logBytesInTotal / limits.labs),
      usedBytes: 0,
      logs: new Set(),
    };
  }

  create(address: string): Lab | Full {
    const { labs, labsPerAddress, labsPerMinute } = this.#limits;
    if ((this.#ofAddress.get(address) ?? 0) >= labsPerAddress) {
      const error = `Your address has ${labsPerAddress} labs here, the most that one address may have: close some pages, or wait until their labs end.`;
      return { status: 429, error, retryAfterS: this.#nextEndS() };
    }
    if (!this.#rate.take(address)) {
      const error = `Your address may make ${labsPerMinute} labs a minute: try again in a minute.`;
      return { status: 429, error, retryAfterS: 60 };
    }
    if (this.#labs.size >= labs && !this.#makeRoom()) {
      const error = `This server holds at most ${labs} labs at a time, and all are in use: try again in a few minutes.`;
      return { status: 503, error, retryAfterS: this.#nextEndS() };
    }
    this.#countIn(address, 1);
    return this.#make(`${this.#prefix}${randomBytes(16).toString('hex')}`, address);
  }

  again(id: string): Lab | undefined {
    const before = this.#labs.get(id);
    if (!before || before.watched) return undefined;
    before.close();
    return this.#make(id, before.address);
  }

  #make(id: string, address: string): Lab {
    const room = { maxBytes: this.#limits.logBytes, budget: this.#budget };
    const lab = new Lab(id, address, room, this.#nowMs());
    this.#labs.set(id, lab);
    return lab;
  }

  find(id: string): Lab | undefined {
    return this.#labs.get(id);
  }

  all(): Iterable<Lab> {
    return this.#labs.values();
  }

  get size(): number {
    return this.#labs.size;
  }

  expiresInMs(lab: Lab): number {
    const { labIdleMs } = this.#limits;
    return lab.viewers > 0 ? labIdleMs : Math.max(0, lab.idleSinceMs + labIdleMs - this.#nowMs());
  }

  viewerCame(lab: Lab): void {
    lab.viewers++;
    lab.wasWatched = true;
    lab.log.isWatched = true;
  }

  viewerLeft(lab: Lab): void {
    lab.viewers--;
    lab.log.isWatched = lab.viewers > 0;
    lab.idleSinceMs = this.#nowMs();
  }

  expire(): void {
    this.#rate.forget();
    for (const lab of this.#labs.values()) {
      if (lab.viewers === 0 && this.expiresInMs(lab) === 0) this.#end(lab);
    }
  }

  close(): void {
    for (const lab of this.#labs.values()) lab.close();
    this.#labs.clear();
  }

  #end(lab: Lab): void {
    this.#labs.delete(lab.id);
    this.#countIn(lab.address, -1);
    lab.close();
  }

  /** Ends an unused lab, the one that will be missed least; false when all are in use. */
  #makeRoom(): boolean {
    let least: Lab | null = null;
    for (const lab of this.#labs.values()) {
      const isInUse = lab.viewers > 0 || lab.connections > 0;
      if (isInUse || this.#nowMs() - lab.idleSinceMs < this.#limits.labSettleMs) continue;
      if (least === null || isLessMissed(lab, least)) least = lab;
    }
    if (least !== null) this.#end(least);
    return least !== null;
  }

  /** When the first lab that nobody watches will end, in seconds; some minutes when all are watched. */
  #nextEndS(): number {
    const idle = [...this.#labs.values()].filter(({ viewers }) => viewers === 0);
    const ms = Math.min(this.#limits.labIdleMs / 2, ...idle.map((lab) => this.expiresInMs(lab)));
    return Math.max(1, Math.ceil(ms / 1000));
  }

  #countIn(address: string, change: 1 | -1): void {
    const count = (this.#ofAddress.get(address) ?? 0) + change;
    if (count > 0) this.#ofAddress.set(address, count);
    else this.#ofAddress.delete(address);
  }
}

/** A lab that nobody has ever watched goes first, since nobody will come back to it; then the one that has been idle longest. */
function isLessMissed(one: Lab, other: Lab): boolean {
  if (one.wasWatched !== other.wasWatched) return !one.wasWatched;
  return one.idleSinceMs < other.idleSinceMs;
}
