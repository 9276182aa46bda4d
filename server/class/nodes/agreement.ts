import type { ClassMember, ClassSteering } from '../../../src/protocol/messages/class';
import { logFault } from '../../fault-log';
import {
  CLASS_IS_OVER,
  type ClassNamespace,
  dismiss,
  type Recipients,
  sendOut,
  tellClass,
  tellTeachers,
} from '../class-pages';
import type { Classroom } from '../classroom';
import type { SharedClass, SharedClasses } from './shared-classes';

/** The classes that have pages at this node. */
interface Rooms {
  all(): Iterable<Classroom>;
  get(seal: string): Classroom | undefined;
  /** A class is known by this code from now on. */
  name(room: Classroom, code: string): void;
  /** Forgets a class. */
  end(room: Classroom): void;
}

/** How often nodes compare what they know. News travel by Socket.IO's adapter at once; this finds what was lost, and who is gone. */
const COMPARE_MS = 2000;

/**
 * Keeps what this node knows of its classes, which its pages have said, the same as what the others know. While they cannot be reached
 * nothing waits for them; afterwards the newest counts.
 */
export class Agreement {
  readonly shared: SharedClasses;
  readonly #rooms: () => Rooms;
  /** The pages at all nodes, and those at this one. */
  readonly #pages: ClassNamespace;
  readonly #here: Recipients;
  readonly #timer: NodeJS.Timeout;
  #comparing: Promise<void> | null = null;
  /** Classes that are over, which the others could not be told yet: their seals and codes. */
  readonly #ended = new Map<string, string | null>();

  constructor(shared: SharedClasses, pages: ClassNamespace, rooms: () => Rooms) {
    this.shared = shared;
    this.#rooms = rooms;
    this.#pages = pages;
    this.#here = pages.local;
    pages.on('steered', (seal, steering) => this.#hear(seal, steering));
    this.#timer = setInterval(() => this.#compareAll(true), COMPARE_MS).unref();
    shared.onBack(() => {
      for (const room of rooms().all()) room.mustHearAll = true;
      // Others may not yet have said that they are alive: who is gone is looked at later.
      this.#compareAll(false);
    });
    this.#compareAll(false);
  }

  /** This node's pages have said something of these members. Resolves once it is known who of those who left is at another node. */
  async say(room: Classroom, ids: readonly string[], again: Classroom['mustSayAll'] = false): Promise<void> {
    const news = room.newsOf(ids, again);
    const elsewhere = await this.shared.say(room.seal, news);
    if (elsewhere) room.heardOf(elsewhere);
    else room.saidInVain(news);
  }

  /** A page of the teacher at this node has said where the class is. */
  async steered(room: Classroom): Promise<void> {
    if (room.steering === null) return;
    this.#pages.serverSideEmit('steered', room.seal, room.steering);
    const newest = await this.shared.steer(room.seal, room.steering);
    if (newest) this.#adoptSteering(room, newest);
  }

  async removed(room: Classroom, id: string): Promise<void> {
    await this.shared.remove(room.seal, [id]);
  }

  /** A class is over at all nodes. */
  async ended({ seal, code }: Classroom): Promise<void> {
    if ((await this.shared.end(seal, code)) === null) this.#ended.set(seal, code);
  }

  /** Everybody who was in the class, at all nodes. */
  async members(room: Classroom): Promise<ClassMember[]> {
    const [said, here] = await Promise.all([this.shared.said(room.seal), this.shared.here(room.seal)]);
    if (!said || !here) return room.all();
    room.toldHere = here;
    const members = new Map<string, ClassMember>();
    for (const [id, theirs] of said) members.set(id, { ...theirs, id, isHere: here.has(id) });
    for (const own of room.all()) if (own.isHere || !members.has(own.id)) members.set(own.id, own);
    return [...members.values()].filter(({ id }) => !room.isRemoved(id));
  }

  /** A member at any node, or who was at one. */
  async member(room: Classroom, id: string): Promise<ClassMember | undefined> {
    const [own] = room.shown([id]);
    if (own?.isHere) return own;
    const [said, here] = await Promise.all([this.shared.said(room.seal, [id]), this.shared.here(room.seal)]);
    const theirs = said?.get(id);
    return theirs && here ? { ...theirs, id, isHere: here.has(id) } : own;
  }

  /** Takes what the others know, as far as it is newer, and tells this node's pages. */
  adopt(room: Classroom, { code, steering, removed }: SharedClass): void {
    if (room.code === null && code !== null) this.#rooms().name(room, code);
    if (steering) this.#adoptSteering(room, steering);
    for (const id of removed) if (!room.isRemoved(id)) sendOut(this.#here, room, id);
  }

  /** Whether the teacher of a class is at another node, as far as is known. */
  async isTaught({ seal }: Classroom): Promise<boolean> {
    return (await this.shared.read(seal))?.isTaught ?? false;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #compareAll(isLookingForGone: boolean): void {
    this.#comparing ??= this.#compareEach(isLookingForGone)
      .catch((error: unknown) => logFault('Comparing classes', error))
      .finally(() => {
        this.#comparing = null;
      });
  }

  async #compareEach(isLookingForGone: boolean): Promise<void> {
    await this.shared.beat();
    for (const [seal, code] of this.#ended) if (await this.shared.end(seal, code)) this.#ended.delete(seal);
    for (const room of [...this.#rooms().all()]) {
      if (!this.shared.isHere) return;
      await this.#compare(room, isLookingForGone);
    }
  }

  async #compare(room: Classroom, isLookingForGone: boolean): Promise<void> {
    const { seal, code } = room;
    const theirs = await this.shared.read(seal);
    if (theirs === null) return;
    if (theirs.isOver && code !== null) {
      dismiss(this.#here, room, CLASS_IS_OVER);
      this.#rooms().end(room);
      return;
    }
    if (theirs.code === null && code !== null) {
      // Redis was started anew, and knows nothing.
      await this.shared.open(seal, code, false);
      room.mustSayAll = 'those who left, too';
    }
    this.adopt(room, theirs);
    const known = new Set(theirs.removed);
    const unknown = room.removed.filter((id) => !known.has(id));
    if (unknown.length > 0) await this.shared.remove(seal, unknown);
    if (room.steering && room.steering.version > (theirs.steering?.version ?? -1)) await this.steered(room);
    if (room.mustSayAll) await this.#sayAll(room);
    if (room.teachers > 0) {
      await this.shared.keep(seal, code);
      if (isLookingForGone && room.mustHearAll) await this.#hearAll(room);
      else if (isLookingForGone) await this.#lookForGone(room);
    } else if (theirs.isTaught) room.isTaughtElsewhere();
  }

  async #sayAll(room: Classroom): Promise<void> {
    const again = room.mustSayAll;
    room.mustSayAll = false;
    await this.say(
      room,
      room.all().map(({ id }) => id),
      again,
    );
    await Promise.all([...room.names.all()].map(([looks, id]) => this.shared.takeName(room.seal, looks, id)));
    // Those who have gone to another node are its concern now.
    tellTeachers(this.#pages, room, room.all());
  }

  /** Tells the teacher's pages at this node what they may have missed. */
  async #hearAll(room: Classroom): Promise<void> {
    room.mustHearAll = false;
    tellTeachers(this.#here, room, await this.members(room));
  }

  /** A node that dies says nothing of its members: the teacher is told who is gone, or has come without a word. */
  async #lookForGone(room: Classroom): Promise<void> {
    const here = await this.shared.here(room.seal);
    if (here === null) return;
    const before = room.toldHere;
    room.toldHere = here;
    const changed = [...here, ...before].filter((id) => here.has(id) !== before.has(id));
    const said = await this.shared.said(room.seal, changed);
    if (!said) return;
    const members = [...said].map(([id, theirs]) => ({ ...theirs, id, isHere: here.has(id) }));
    const news = members.filter(({ id }) => !room.isHere(id) && !room.isRemoved(id));
    tellTeachers(this.#here, room, news);
  }

  /** Another node has heard from a teacher's page. */
  #hear(seal: string, steering: ClassSteering): void {
    const room = this.#rooms().get(seal);
    if (room) this.#adoptSteering(room, steering);
  }

  #adoptSteering(room: Classroom, theirs: ClassSteering): void {
    const { steering: ours } = room;
    if (ours && (ours.version > theirs.version || JSON.stringify(ours) === JSON.stringify(theirs))) return;
    room.steering = theirs;
    tellClass(this.#here, room, theirs);
  }
}
