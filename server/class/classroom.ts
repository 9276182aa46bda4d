import type { ClassMember, ClassSaid, ClassSteering } from '../../src/protocol/messages/class';
import { Names } from './names';
import type { MemberElsewhere, MemberNews } from './nodes/shared-classes';

/** A student of a class, as the server remembers them. */
interface Member {
  said: ClassSaid;
  /** Characters of that as JSON. */
  length: number;
  /** Open connections: several, where a page is open twice. */
  connections: number;
  /** Other nodes have not heard it yet. */
  isNews: boolean;
}

/** Whom a class tells what. */
export interface ClassroomTells {
  /** Something has changed about these members. */
  readonly tell: (room: Classroom, ids: readonly string[]) => void;
  /** Its teacher has said where it is. */
  readonly announce: (room: Classroom) => void;
}

interface Settings extends ClassroomTells {
  readonly maxMembers: number;
  /** Characters of what all of them have said. */
  readonly maxLength: number;
  /** How long changes are gathered before anybody is told. */
  readonly gatherMs: number;
  readonly nowMs: () => number;
}

/** One class: what its pages at this node have said. A cache, since they say it again when they come back. */
export class Classroom {
  /** The hash of the teacher's token. */
  readonly seal: string;
  /** The address of the client that was the first to name it here. */
  readonly openedBy: string;
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
  readonly names = new Names();
  readonly #settings: Settings;
  readonly #members = new Map<string, Member>();
  readonly #removed = new Set<string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  /** Characters of what all members have said. */
  #length = 0;
  /** Runs for a moment after an announcement. */
  #announced: NodeJS.Timeout | null = null;
  #hasMore = false;

  constructor(seal: string, openedBy: string, settings: Settings) {
    this.seal = seal;
    this.openedBy = openedBy;
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

  isMember(id: string): boolean {
    return this.#members.has(id);
  }

  /** Whether there is a place for this member. */
  hasPlaceFor(id: string): boolean {
    const isFull = this.#members.size >= this.#settings.maxMembers;
    return this.#members.has(id) || !isFull || this.#awayId() !== null;
  }

  /** What a member is called. */
  nicknameOf(id: string): string {
    return this.#members.get(id)?.said.nickname ?? '';
  }

  /** Takes what a teacher's page says, unless another one has said something newer. Returns what counts. */
  steer(said: ClassSteering): ClassSteering {
    if (this.steering === null || said.version >= this.steering.version) this.steering = said;
    return this.steering;
  }

  /**
   * Tells all pages where the class is; what is said soon after goes together with the last of it. Each goes to a whole room: a teacher's
   * pages that say something all the time would keep everybody else waiting.
   */
  announce(): void {
    if (this.#announced) {
      this.#hasMore = true;
      return;
    }
    this.#hasMore = false;
    this.#settings.announce(this);
    this.#announced = setTimeout(() => {
      this.#announced = null;
      if (this.#hasMore) this.announce();
    }, this.#settings.gatherMs).unref();
  }

  /** A page of this member has come, and says everything. Where there is no place, somebody who has left makes room. */
  came(id: string, said: ClassSaid): void {
    const before = this.#members.get(id);
    const isFull = !before && this.#members.size >= this.#settings.maxMembers;
    const away = isFull ? this.#awayId() : null;
    if (away !== null) this.#forget(away);
    const member = before ?? { said, length: 0, connections: 0, isNews: true };
    this.#members.set(id, member);
    member.connections++;
    this.#take(id, member, said);
  }

  /** Whether this member could be taken in without being here: nobody has to make room for them. */
  mayRecall(id: string): boolean {
    const isNew = !this.#members.has(id) && !this.#removed.has(id);
    return isNew && this.#members.size < this.#settings.maxMembers;
  }

  /** The teacher's page remembers this member, who has left. */
  recall(id: string, said: ClassSaid): void {
    const member = { said, length: 0, connections: 0, isNews: true };
    this.#members.set(id, member);
    this.#take(id, member, said);
  }

  /** A page of this member says what has changed. */
  heard(id: string, said: ClassSaid): void {
    const member = this.#members.get(id);
    if (!member) return;
    // The name was given as the member came.
    const { nickname } = member.said;
    this.#take(id, member, { ...member.said, ...said, nickname });
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
    for (const oldest of this.#removed)
      if (this.#removed.size > this.#settings.maxMembers) this.#removed.delete(oldest);
    this.#forget(id);
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
      if (isHere) this.#forget(id);
      else if (said && !member.isNews) this.#keep(member, said);
    }
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#announced) clearTimeout(this.#announced);
  }

  /** Somebody who has left; null when everybody is here. */
  #awayId(): string | null {
    for (const [id, { connections }] of this.#members) if (connections === 0) return id;
    return null;
  }

  #forget(id: string): void {
    this.#length -= this.#members.get(id)?.length ?? 0;
    this.#members.delete(id);
    this.names.free(id);
    this.#changed.delete(id);
  }

  /** A member's page has said this. When all of them have said too much, whoever has said most is left with a few lines. */
  #take(id: string, member: Member, said: ClassSaid): void {
    this.#keep(member, said);
    member.isNews = true;
    this.#change(id);
    if (this.#length <= this.#settings.maxLength) return;
    const [most, { said: all }] = [...this.#members].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    const { votes: _, goals: __, ...rest } = all;
    const shortened = this.#members.get(most)!;
    this.#keep(shortened, rest);
    shortened.isNews = true;
    this.#change(most);
  }

  #keep(member: Member, said: ClassSaid): void {
    const { length } = JSON.stringify(said);
    this.#length += length - member.length;
    member.said = said;
    member.length = length;
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
