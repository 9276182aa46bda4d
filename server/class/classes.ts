import type { ClassMember } from '../../src/protocol/messages/class';
import { readClassCode } from '../../src/protocol/messages/class-code';
import { createRateLimit, type RateLimit } from '../rate';
import { Classroom } from './classroom';
import type { ClassLimits } from './limits';
import { codeOf, newToken, sealOf } from './token';

/** A sentence that says why not; `isFinal` where asking again cannot help. */
export interface Refused {
  readonly why: string;
  readonly isFinal: boolean;
}

/** A class whose teacher has proved to be its teacher. */
export interface Opened {
  readonly room: Classroom;
  readonly token: string;
  readonly code: string;
}

/** Over is over for the pages that are still open: an evening's classes. */
const MAX_OVER = 500;

/** All classes of this server, by their seals and by their codes. */
export class Classes {
  readonly #limits: ClassLimits;
  readonly #nowMs: () => number;
  readonly #tell: (seal: string, changed: readonly ClassMember[]) => void;
  readonly #bySeal = new Map<string, Classroom>();
  readonly #byCode = new Map<string, Classroom>();
  readonly #opens: RateLimit;
  readonly #wrongCodes: RateLimit;
  /** Seals of classes that are over, so that nobody waits for their teacher; the newest of them. */
  readonly #over = new Set<string>();
  /** Addresses that have used up their wrong codes of this minute. */
  readonly #guessing = new Map<string, number>();

  constructor(
    limits: ClassLimits,
    nowMs: () => number,
    tell: (seal: string, changed: readonly ClassMember[]) => void,
  ) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#tell = tell;
    this.#opens = createRateLimit(limits.opensPerMinute, nowMs);
    this.#wrongCodes = createRateLimit(limits.wrongCodesPerMinute, nowMs);
  }

  /** Opens a class, a new one where there is no token. */
  async open(given: string | null, address: string): Promise<Opened | Refused> {
    if (!this.#opens.take(address)) return this.#tooManyOpened();
    for (;;) {
      const token = given ?? newToken();
      const room = this.#bySeal.get(sealOf(token));
      const code = room?.code ?? (await codeOf(token));
      const other = this.#byCode.get(code);
      if (other && other.seal !== sealOf(token)) {
        // A new token has another code; a given one has this code for good.
        if (given === null) continue;
        return never(`Another class has the code ${code} now: open a new class.`);
      }
      this.#over.delete(sealOf(token));
      const opened = this.#roomOf(sealOf(token));
      if (!(opened instanceof Classroom)) return opened;
      opened.code = code;
      this.#byCode.set(code, opened);
      return { room: opened, token, code };
    }
  }

  /**
   * The class of a student: by its seal for one who was in it, which needs no teacher yet, since after a restart nobody knows who comes
   * back first; otherwise by its code.
   */
  find(typed: string, seal: string | null, address: string): Classroom | Refused {
    if (seal !== null) return this.#again(seal, address);
    const { wrongCodesPerMinute } = this.#limits;
    if (this.#nowMs() < (this.#guessing.get(address) ?? Number.NEGATIVE_INFINITY)) {
      return later(
        `From your address, ${wrongCodesPerMinute} codes of no class were tried within a minute: try again in a minute.`,
      );
    }
    const code = readClassCode(typed);
    const room = code === null ? undefined : this.#byCode.get(code);
    if (room) return room;
    if (!this.#wrongCodes.take(address)) this.#guessing.set(address, this.#nowMs() + 60_000);
    return never(
      code === null
        ? 'A class code has six letters, such as CDF HJK: look at the projector again.'
        : `There is no class with the code ${code}: look at the projector again, or ask whether the class is open.`,
    );
  }

  /** The class of somebody who was in it. Invented seals open classes of their own, so they count as classes that are opened. */
  #again(seal: string, address: string): Classroom | Refused {
    if (this.#over.has(seal)) return never('The class is over.');
    return this.#bySeal.has(seal) || this.#opens.take(address) ? this.#roomOf(seal) : this.#tooManyOpened();
  }

  #tooManyOpened(): Refused {
    const { opensPerMinute } = this.#limits;
    return later(`Your address may open ${opensPerMinute} classes a minute: try again in a minute.`);
  }

  /** Forgets a class. */
  end(room: Classroom): void {
    room.close();
    // One that its teacher has not opened since a restart may still be opened.
    if (room.code !== null) this.#over.add(room.seal);
    for (const oldest of this.#over) if (this.#over.size > MAX_OVER) this.#over.delete(oldest);
    this.#bySeal.delete(room.seal);
    if (room.code !== null && this.#byCode.get(room.code) === room) this.#byCode.delete(room.code);
  }

  /** The classes whose teacher has been away for too long, and those that nobody is in. */
  expired(): readonly Classroom[] {
    this.#opens.forget();
    this.#wrongCodes.forget();
    for (const [address, untilMs] of this.#guessing)
      if (this.#nowMs() >= untilMs) this.#guessing.delete(address);
    const { idleMs, emptyMs } = this.#limits;
    return [...this.#bySeal.values()].filter(({ teachers, leftAtMs, code, here }) => {
      // One that its teacher has not opened since the restart holds nothing but what its students' pages say again.
      return teachers === 0 && this.#nowMs() - leftAtMs >= (code === null && here === 0 ? emptyMs : idleMs);
    });
  }

  close(): void {
    for (const room of this.#bySeal.values()) room.close();
    this.#bySeal.clear();
    this.#byCode.clear();
  }

  #roomOf(seal: string): Classroom | Refused {
    const found = this.#bySeal.get(seal);
    if (found) return found;
    const { classes, members, gatherMs } = this.#limits;
    if (this.#bySeal.size >= classes) {
      return later(`This server holds at most ${classes} classes at a time: try again when one is over.`);
    }
    const room = new Classroom(seal, {
      maxMembers: members,
      gatherMs,
      nowMs: this.#nowMs,
      tell: (changed) => this.#tell(seal, changed),
    });
    this.#bySeal.set(seal, room);
    return room;
  }
}

const later = (why: string): Refused => ({ why, isFinal: false });
const never = (why: string): Refused => ({ why, isFinal: true });
