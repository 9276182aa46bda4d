import { CODE_LETTERS, readClassCode } from '../../src/protocol/messages/class-code';
import { createRateLimit, type RateLimit } from '../rate';
import { Classroom, type ClassroomTells } from './classroom';
import type { ClassLimits } from './limits';
import type { Agreement } from './nodes/agreement';
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
/** Opened at another node, which has counted it. */
const ANOTHER_NODE = 'another node';

/** All classes of this server, by their seals and by their codes. */
export class Classes {
  readonly #limits: ClassLimits;
  readonly #nowMs: () => number;
  readonly #tells: ClassroomTells;
  /** Null where this is the only node. */
  readonly #agreement: Agreement | null;
  readonly #bySeal = new Map<string, Classroom>();
  readonly #byCode = new Map<string, Classroom>();
  readonly #opens: RateLimit;
  readonly #wrongCodes: RateLimit;
  readonly #opening = new Map<string, Promise<boolean>>();
  /** Seals of classes that are over, so that nobody waits for their teacher; the newest of them. */
  readonly #over = new Set<string>();
  /** Addresses that have used up their wrong codes of this minute. */
  readonly #guessing = new Map<string, number>();

  constructor(
    limits: ClassLimits,
    nowMs: () => number,
    tells: ClassroomTells,
    agreement: Agreement | null = null,
  ) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#tells = tells;
    this.#agreement = agreement;
    this.#opens = createRateLimit(limits.opensPerMinute, nowMs);
    this.#wrongCodes = createRateLimit(limits.wrongCodesPerMinute, nowMs);
  }

  /** Opens a class, a new one where there is no token. */
  async open(given: string | null, address: string): Promise<Opened | Refused> {
    // Coming back costs nothing, or others at this address could keep a teacher out.
    const isBack = given !== null && this.#bySeal.get(sealOf(given))?.code != null;
    if (!isBack && !(await this.#mayOpen(address))) return this.#tooManyOpened();
    for (;;) {
      const token = given ?? newToken();
      const seal = sealOf(token);
      const theirs = given === null ? null : await this.#agreement?.shared.read(seal);
      const code = this.#bySeal.get(seal)?.code ?? theirs?.code ?? (await codeOf(token));
      const other = this.#byCode.get(code);
      const isTaken =
        (other && other.seal !== seal) || (await this.#agreement?.shared.open(seal, code, true)) === false;
      if (isTaken) {
        // A new token has another code; a given one has this code for good.
        if (given === null) continue;
        return never(`Another class has the code ${code} now: open a new class.`);
      }
      this.#over.delete(seal);
      const opened = this.#roomOf(seal, address);
      if (!(opened instanceof Classroom)) return opened;
      this.name(opened, code);
      if (theirs) this.#agreement?.adopt(opened, theirs);
      return { room: opened, token, code };
    }
  }

  /**
   * The class of a student: by its seal for one who was in it, which needs no teacher yet, since after a restart nobody knows who comes
   * back first; otherwise by its code.
   */
  async find(typed: string, seal: string | null, address: string): Promise<Classroom | Refused> {
    if (seal !== null) return this.#again(seal, address);
    const { wrongCodesPerMinute } = this.#limits;
    if (await this.#isGuessing(address)) {
      return later(
        `From your address, ${wrongCodesPerMinute} codes of no class were tried within a minute: try again in a minute.`,
      );
    }
    const code = readClassCode(typed);
    const room = code === null ? undefined : await this.#withCode(code);
    if (room) return room;
    if (!this.#wrongCodes.take(address)) this.#guessing.set(address, this.#nowMs() + 60_000);
    await this.#agreement?.shared.count('wrong codes', address);
    return never(
      code === null
        ? `This is no class code: it has six of the letters ${[...CODE_LETTERS].join(' ')}, such as CDF HJK. Look at the projector again.`
        : `There is no class with the code ${code}: look at the projector again, or ask whether the class is open.`,
    );
  }

  /** A class is known by this code from now on. */
  name(room: Classroom, code: string): void {
    room.code = code;
    this.#byCode.set(code, room);
  }

  get(seal: string): Classroom | undefined {
    return this.#bySeal.get(seal);
  }

  all(): Iterable<Classroom> {
    return this.#bySeal.values();
  }

  /** The class with this code, wherever it was opened. */
  async #withCode(code: string): Promise<Classroom | Refused | undefined> {
    const own = this.#byCode.get(code);
    const seal = own?.seal ?? (await this.#agreement?.shared.sealOf(code));
    if (!seal) return undefined;
    const theirs = await this.#agreement?.shared.read(seal);
    // This node has not yet heard that it is over.
    if (theirs?.isOver) return undefined;
    const room = own ?? this.#roomOf(seal, ANOTHER_NODE);
    if (theirs && room instanceof Classroom) this.#agreement?.adopt(room, theirs);
    return room;
  }

  /** The class of somebody who was in it. Invented seals open classes of their own, so they count as classes that are opened. */
  async #again(seal: string, address: string): Promise<Classroom | Refused> {
    const theirs = await this.#agreement?.shared.read(seal);
    if (theirs?.isOver ?? this.#over.has(seal)) return never('The class is over.');
    const isKnown = this.#bySeal.has(seal) || (theirs?.code ?? null) !== null;
    if (!isKnown && !(await this.#mayOpenAgain(seal, address))) return this.#tooManyOpened();
    const room = this.#roomOf(seal, address);
    if (theirs && room instanceof Classroom) this.#agreement?.adopt(room, theirs);
    return room;
  }

  /** A class whose students all come back at once is opened by the first of them. */
  #mayOpenAgain(seal: string, address: string): Promise<boolean> {
    const opening = this.#opening.get(seal) ?? this.#mayOpen(address);
    this.#opening.set(seal, opening);
    return opening.finally(() => this.#opening.delete(seal));
  }

  /** Whether this address may open one more class in this minute, at all nodes together. */
  async #mayOpen(address: string): Promise<boolean> {
    const opened = await this.#agreement?.shared.count('opens', address);
    return this.#opens.take(address) && (opened ?? 0) <= this.#limits.opensPerMinute;
  }

  /** Whether this address has used up its wrong codes, at all nodes together. */
  async #isGuessing(address: string): Promise<boolean> {
    if (this.#nowMs() < (this.#guessing.get(address) ?? Number.NEGATIVE_INFINITY)) return true;
    const wrong = await this.#agreement?.shared.counted('wrong codes', address);
    return (wrong ?? 0) > this.#limits.wrongCodesPerMinute;
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

  /** The class with this seal; a new one counts for the address that asks. */
  #roomOf(seal: string, address: string): Classroom | Refused {
    const found = this.#bySeal.get(seal);
    if (found) return found;
    const { classes, classesPerAddress, members, saidLength, gatherMs } = this.#limits;
    if (this.#bySeal.size >= classes) {
      return later(`This server holds at most ${classes} classes at a time: try again when one is over.`);
    }
    const theirs = [...this.#bySeal.values()].filter(({ openedBy }) => openedBy === address);
    if (theirs.length >= classesPerAddress && address !== ANOTHER_NODE) {
      return later(
        `From your address, ${classesPerAddress} classes are open, the most at a time: try again when one is over.`,
      );
    }
    const room = new Classroom(seal, address, {
      maxMembers: members,
      maxLength: saidLength,
      gatherMs,
      nowMs: this.#nowMs,
      ...this.#tells,
    });
    this.#bySeal.set(seal, room);
    return room;
  }
}

const later = (why: string): Refused => ({ why, isFinal: false });
const never = (why: string): Refused => ({ why, isFinal: true });
