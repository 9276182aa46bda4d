import type { ClassMember, ClassSaid, ClassSteering } from '../../src/protocol/messages/class';

/** A student of a class, as the server remembers them. */
interface Member {
  said: ClassSaid;
  /** Open connections: several, where a page is open twice. */
  connections: number;
}

interface Settings {
  readonly maxMembers: number;
  /** How long changes are gathered before the teacher is told. */
  readonly gatherMs: number;
  readonly nowMs: () => number;
  /** Tells the teacher's pages. */
  readonly tell: (changed: readonly ClassMember[]) => void;
}

/** One class: what its pages have said. A cache, since they say it again when they come back. */
export class Classroom {
  /** The hash of the teacher's token. */
  readonly seal: string;
  /** Null until a teacher has proved to have the token: until then only students who were here before find it. */
  code: string | null = null;
  /** Null until the teacher has said it. */
  steering: ClassSteering | null = null;
  /** Open connections of the teacher's pages. */
  teachers = 0;
  /** When the last of them left. */
  leftAtMs: number;
  readonly #settings: Settings;
  readonly #members = new Map<string, Member>();
  readonly #removed = new Set<string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(seal: string, settings: Settings) {
    this.seal = seal;
    this.#settings = settings;
    this.leftAtMs = settings.nowMs();
  }

  /** Students whose pages are here. */
  get here(): number {
    let here = 0;
    for (const { connections } of this.#members.values()) if (connections > 0) here++;
    return here;
  }

  /** Everybody who was in it, for a teacher's page that comes. */
  all(): ClassMember[] {
    return [...this.#members.keys()].map((id) => this.#shown(id));
  }

  isRemoved(id: string): boolean {
    return this.#removed.has(id);
  }

  /** Whether there is a place for this member. */
  hasPlaceFor(id: string): boolean {
    return this.#members.has(id) || this.#members.size < this.#settings.maxMembers;
  }

  /** What a member is called; empty for one without a nickname. */
  nicknameOf(id: string): string {
    return this.#members.get(id)?.said.nickname ?? '';
  }

  /** Takes what a teacher's page says, unless another one has said something newer. Returns what counts. */
  steer(said: ClassSteering): ClassSteering {
    if (this.steering === null || said.version >= this.steering.version) this.steering = said;
    return this.steering;
  }

  /** A page of this member has come, and says everything. */
  came(id: string, said: ClassSaid): void {
    const connections = (this.#members.get(id)?.connections ?? 0) + 1;
    this.#members.set(id, { said, connections });
    this.#change(id);
  }

  /** A page of this member says what has changed. */
  heard(id: string, said: ClassSaid): void {
    const member = this.#members.get(id);
    if (!member) return;
    member.said = { ...member.said, ...said };
    this.#change(id);
  }

  left(id: string): void {
    const member = this.#members.get(id);
    if (!member) return;
    member.connections = Math.max(0, member.connections - 1);
    this.#change(id);
  }

  /** Sends a member out for good. */
  remove(id: string): void {
    this.#removed.add(id);
    if (this.#members.delete(id)) this.#changed.delete(id);
  }

  /** A teacher's page has gone. */
  teacherLeft(): void {
    this.teachers = Math.max(0, this.teachers - 1);
    this.leftAtMs = this.#settings.nowMs();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #change(id: string): void {
    this.#changed.add(id);
    this.#timer ??= setTimeout(() => this.#tell(), this.#settings.gatherMs).unref();
  }

  #tell(): void {
    this.#timer = null;
    const changed = [...this.#changed].map((id) => this.#shown(id));
    this.#changed.clear();
    if (this.teachers > 0) this.#settings.tell(changed);
  }

  #shown(id: string): ClassMember {
    const member = this.#members.get(id)!;
    return { ...member.said, id, isHere: member.connections > 0 };
  }
}
