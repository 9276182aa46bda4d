import type {
  ClassMember,
  ClassPlace,
  ClassSteering,
  ClassWire,
  StagePiece,
} from '../../protocol/messages/class';
import { type ClassLine, type OpenLine, openLine } from './class-line';
import type { ClassState } from './class-state';
import { withDone } from './done';
import { type ClassStore, keep, readKept } from './kept';
import { recall } from './recall';
import { Told } from './store';

const AT_FIRST: ClassSteering = { version: 0, place: null, mode: 'follow', calls: 0, hint: null, wire: null };

/** A student's stage at an instant. */
export interface StudentStage {
  /** Unix time, milliseconds. */
  readonly atMs: number;
  /** False where older connections did not fit. */
  readonly isWhole: boolean;
  /** A saved capture. */
  readonly parts: readonly BlobPart[];
}

interface Settings {
  /** The address of the server's first page, without a slash at its end. */
  readonly root: string;
  readonly store: ClassStore | null;
  readonly open?: OpenLine;
}

/** How long the page waits before it asks again for what was refused for a while. */
const AGAIN_MS = 5000;

/** A class, at its teacher's page. It holds what it has told the class, and says it again whenever the server may have forgotten. */
export class Teaching extends Told {
  readonly role = 'teacher';
  state: ClassState = { kind: 'opening' };
  /** Null until the class is open. */
  code: string | null = null;
  /** The name of this class that students know, and that only its teacher can prove; null until it is open. */
  seal: string | null = null;
  steering: ClassSteering = AT_FIRST;
  /** Everybody who was in the class, by id; those who have left included. */
  readonly members = new Map<string, ClassMember>();
  /** The member at whose stage this page looks; null for none, or when the student has stopped it. */
  looksAt: string | null = null;
  /** What came of it last. */
  stage: StudentStage | null = null;
  #pieces: readonly StagePiece[] = [];
  #token: string | null = null;
  #removed: readonly string[] = [];
  #line: ClassLine | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #store: ClassStore | null;

  constructor({ root, store, open = openLine }: Settings) {
    super();
    this.#store = store;
    const kept = readKept(store);
    if (kept?.role === 'teacher') {
      this.#token = kept.token;
      // What an older page has kept lacks the newer members.
      this.steering = { ...AT_FIRST, ...kept.steering };
      this.#removed = kept.removed;
      for (const member of kept.members ?? []) this.members.set(member.id, { ...member, isHere: false });
    }
    const events = {
      onConnected: () => void this.#open(),
      onBroken: () => this.state.kind === 'here' && this.#become({ kind: 'away' }),
      class: (steering: ClassSteering) => this.#told(steering),
      out: (why: string) => this.state.kind !== 'over' && this.#finish(why),
      removed: (id: string) => this.#forget(id),
      members: (changed: readonly ClassMember[]) => this.#heard(changed),
      stage: (piece: StagePiece | null) => this.#shown(piece),
    };
    void open(root, events).then((line) => {
      if (this.state.kind === 'over') line.close();
      this.#line = line;
    });
  }

  /** Members whose pages are here. */
  get here(): readonly ClassMember[] {
    return [...this.members.values()].filter(({ isHere }) => isHere);
  }

  /** The teacher's page is somewhere else. */
  goTo(place: ClassPlace | null): void {
    if (JSON.stringify(place) !== JSON.stringify(this.steering.place)) this.#steer({ place });
  }

  /** Lets everybody go where they like. */
  setFree(): void {
    this.#steer({ mode: 'free' });
  }

  /** Everybody follows again, those who look around, too. */
  callBack(): void {
    this.#steer({ mode: 'follow', calls: this.steering.calls + 1 });
  }

  /** Shows a sentence to everybody; null takes it back. */
  hint(hint: string | null): void {
    this.#steer({ hint });
  }

  /** Tells the class of the teacher's server; null takes it back. */
  share(wire: ClassWire | null): void {
    this.#steer({ wire });
  }

  /** The ids of members who were sent out. */
  get removed(): readonly string[] {
    return this.#removed;
  }

  /** Asks for a member's stage, who is told so. */
  look(id: string): void {
    this.looksAt = id;
    this.#pieces = [];
    this.#ask('look', { id, isOn: true });
    this.changed();
  }

  /** Sends a member out for good. */
  remove(id: string): void {
    this.#forget(id);
    this.#ask('remove', { id });
  }

  /** Before the page is left: keeps the members, too. The server may have forgotten those who are away by the time the page is back. */
  keepMembers(): void {
    this.#keep([...this.members.values()]);
  }

  /** Ends the class for everybody. */
  end(): void {
    this.#ask('end', {});
    this.#finish(null);
  }

  #steer(change: Partial<ClassSteering>): void {
    this.steering = { ...this.steering, ...change, version: this.steering.version + 1 };
    this.#keep();
    if (this.state.kind === 'here') this.#ask('steer', this.steering);
    this.changed();
  }

  /** What is not answered is said again with everything else, once the connection is back. */
  #ask(name: 'steer' | 'remove' | 'look' | 'end', message: never | object): void {
    this.#line?.ask(name, message as never).then(
      (answer) => {
        if (answer.kind === 'refused') this.#become({ kind: 'refused', why: answer.why });
      },
      () => undefined,
    );
  }

  async #open(): Promise<void> {
    clearTimeout(this.#again);
    const { steering } = this;
    const asked = { token: this.#token, steering, removed: [...this.#removed] };
    const answer = await this.#line?.ask('open', asked).catch(() => null);
    if (!answer || this.state.kind === 'over') return;
    if (answer.kind === 'refused') {
      if (answer.isFinal) this.#finish(answer.why);
      else {
        this.#become({ kind: 'refused', why: answer.why });
        this.#again = setTimeout(() => void this.#open(), AGAIN_MS);
      }
      return;
    }
    this.#token = answer.token;
    this.code = answer.code;
    this.seal = answer.seal;
    this.#keep();
    this.#told(answer.steering);
    // The server has forgotten those who have left; this page has not.
    for (const [id, member] of this.members) this.members.set(id, { ...member, isHere: false });
    for (const member of answer.members) this.#know(member);
    this.#become({ kind: 'here' });
    const known = new Set(answer.members.map(({ id }) => id));
    if (this.#line)
      void recall(
        this.#line,
        [...this.members.values()].filter(({ id }) => !known.has(id)),
      );
    if (this.looksAt !== null) this.look(this.looksAt);
    if (this.steering.version > answer.steering.version) this.#ask('steer', this.steering);
  }

  #shown(piece: StagePiece | null): void {
    if (piece === null) {
      this.looksAt = null;
      this.changed();
      return;
    }
    // Two pages of a student may show their stages at once.
    const same = this.#pieces.filter(({ stage, part }) => stage === piece.stage && part < piece.part);
    this.#pieces = [...same, piece];
    if (this.#pieces.length < piece.of) return;
    const parts = this.#pieces.map(({ bytes }) => bytes as Uint8Array<ArrayBuffer>);
    this.#pieces = [];
    this.stage = { atMs: piece.atMs, isWhole: piece.isWhole, parts };
    this.changed();
  }

  #forget(id: string): void {
    if (!this.#removed.includes(id)) this.#removed = [...this.#removed, id];
    this.members.delete(id);
    this.#keep();
    this.changed();
  }

  /** Another window of the teacher has said something. */
  #told(steering: ClassSteering): void {
    if (steering.version <= this.steering.version) return;
    this.steering = steering;
    this.#keep();
    this.changed();
  }

  #heard(changed: readonly ClassMember[]): void {
    for (const member of changed) {
      if (!this.#removed.includes(member.id)) this.#know(member);
    }
    this.changed();
  }

  /** Votes and goals stay, whatever a student's browser has kept. The server leaves both out for whoever says too much. */
  #know(member: ClassMember): void {
    const isCut = !member.votes && !member.goals;
    const done = isCut ? null : withDone(this.members.get(member.id), member);
    this.members.set(member.id, { ...member, ...done });
  }

  #keep(members?: readonly ClassMember[]): void {
    if (this.#token === null || this.state.kind === 'over') return;
    const { steering } = this;
    keep(this.#store, { role: 'teacher', token: this.#token, steering, removed: this.#removed, members });
  }

  #finish(why: string | null): void {
    keep(this.#store, null);
    clearTimeout(this.#again);
    const line = this.#line;
    // The last question still leaves.
    setTimeout(() => line?.close(), 300);
    this.#become({ kind: 'over', why });
  }

  #become(state: ClassState): void {
    this.state = state;
    this.changed();
  }
}
