import type { ClassMember, ClassSaid, ClassSteering } from '../../src/protocol/messages/class';
import type { MemberElsewhere, MemberNews } from './nodes/shared-classes';

/** A student of a class, as the server remembers them. */
interface Member {
  said: ClassSaid;
  /** Open connections: several, where a page is open twice. */
  connections: number;
  /** Other nodes have not heard it yet. */
  isNews: boolean;
}

interface Settings {
  readonly maxMembers: number;
  /** How long changes are gathered before the teacher is told. */
  readonly gatherMs: number;
  readonly nowMs: () => number;
  /** Something has changed about these members. */
  readonly tell: (room: Classroom, ids: readonly string[]) => void;
}

/** One class: what its pages at this node have said. A cache, since they say it again when they come back. */
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
  /** Other nodes may have missed something that was said here. */
  mustSayAll: false | 'those who are here' | 'those who left, too' = false;
  /** Other nodes may have said something that was not heard here. */
  mustHearAll = false;
  /** The members at any node, as the teacher's pages at this node were told. */
  toldHere: ReadonlySet<string> = new Set();
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
    return this.shown([...this.#members.keys()]);
  }

  /** Those of these members who are known here. */
  shown(ids: readonly string[]): ClassMember[] {
    return ids.flatMap((id) => {
      const member = this.#members.get(id);
      return member ? [{ ...member.said, id, isHere: member.connections > 0 }] : [];
    });
  }

  isHere(id: string): boolean {
    return (this.#members.get(id)?.connections ?? 0) > 0;
  }

  get removed(): readonly string[] {
    return [...this.#removed];
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
    this.#members.set(id, { said, connections, isNews: true });
    this.#change(id);
  }

  /** A page of this member says what has changed. */
  heard(id: string, said: ClassSaid): void {
    const member = this.#members.get(id);
    if (!member) return;
    member.said = { ...member.said, ...said };
    member.isNews = true;
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

  /** Its teacher is at another node. */
  isTaughtElsewhere(): void {
    this.leftAtMs = this.#settings.nowMs();
  }

  /** What other nodes have not heard yet of these members; `again` after they have missed something. */
  newsOf(ids: readonly string[], again: Classroom['mustSayAll'] = false): MemberNews[] {
    const news: MemberNews[] = [];
    for (const id of ids) {
      const member = this.#members.get(id);
      if (!member) continue;
      const isHere = member.connections > 0;
      const isSaid = member.isNews || (again && (isHere || again === 'those who left, too'));
      news.push({ id, said: isSaid ? member.said : null, isHere });
      member.isNews = false;
    }
    return news;
  }

  /** Other nodes could not be told. */
  saidInVain(news: readonly MemberNews[]): void {
    this.mustSayAll ||= 'those who are here';
    for (const { id, said } of news) {
      const member = this.#members.get(id);
      if (member && said) member.isNews = true;
    }
  }

  /** What became of members who have left this node. Those who are at another one are its concern. */
  heardOf(elsewhere: ReadonlyMap<string, MemberElsewhere>): void {
    for (const [id, { said, isHere }] of elsewhere) {
      const member = this.#members.get(id);
      if (!member || member.connections > 0) continue;
      if (isHere) this.#members.delete(id);
      else if (said && !member.isNews) member.said = said;
    }
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
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#settings.tell(this, changed);
  }
}
