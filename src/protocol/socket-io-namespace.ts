import type { Fault, Peer } from './layer-unit';
import type { UnitRecord } from './records';
import type { SocketUnit } from './socket-io-content';
import { eventName } from './socket-io-describe';
import type { SocketKind } from './socket-io-kinds';
import * as rules from './socket-io-rules';
import { WAIT_MICROS, type Waiting } from './waiting';

/** So many events that ask for an acknowledgement are remembered at least, for each side of a namespace; and twice as many at most. */
const KEPT_EVENTS = 5_000;

/** The events of one side that ask for an acknowledgement, by id; those that have theirs stay for a while. */
class AskingEvents {
  #newer = new Map<number, UnitRecord>();
  #older = new Map<number, UnitRecord>();
  #latest: { readonly event: UnitRecord; readonly id: number } | null = null;
  /** Some have been forgotten, so that an acknowledgement without an event is no wonder. */
  hasForgotten = false;

  add(id: number, event: UnitRecord): void {
    // Half of them at once: to forget them one by one takes a map longer and longer.
    if (this.#newer.size >= KEPT_EVENTS) {
      this.hasForgotten ||= this.#older.size > 0;
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(id, event);
    this.#latest = { event, id };
  }

  /** The latest one, when it has no answer. */
  get waiting(): { readonly name: string; readonly id: number } | null {
    if (this.#latest === null || this.#latest.event.partner !== null) return null;
    const { event, id } = this.#latest;
    return { name: eventName(event as SocketUnit), id };
  }

  get(id: number): UnitRecord | undefined {
    return this.#newer.get(id) ?? this.#older.get(id);
  }
}

/** What is known of a namespace in one session. */
export class Namespace implements Waiting {
  readonly name: string;
  /** The session has been seen from its beginning. */
  readonly #isWatched: boolean;
  #isJoined = false;
  #isOver = false;
  /** Who ended it, when the client was in it before. */
  #endedBy: Peer | null = null;
  /** CONNECTs without an answer. */
  #asked: UnitRecord[] = [];
  /** Those that are noted as unanswered, with what else is wrong with them. */
  readonly #unanswered = new Map<UnitRecord, Fault | null>();
  readonly #events: Record<Peer, AskingEvents | null> = { client: null, server: null };

  constructor(name: string, isWatched: boolean) {
    this.name = name;
    this.#isWatched = isWatched;
  }

  get isAsking(): boolean {
    return this.#asked.length > 0 && !this.#isOver;
  }

  /** Whether nothing can be wrong with a packet of an application that comes now. */
  get isOpen(): boolean {
    return this.#isJoined || !this.#isWatched;
  }

  /** Takes a packet that is no event and no acknowledgement, or comes while the namespace is not joined; what is wrong with it. */
  take(unit: UnitRecord, hasPayload: boolean, hasNeeded: boolean): Fault | null {
    const found =
      unit.sender === 'client' ? this.#ofClient(unit) : this.#ofServer(unit, hasPayload, hasNeeded);
    return this.#isWatched ? found : null;
  }

  #ofClient(unit: UnitRecord): Fault | null {
    const kind = unit.kind as SocketKind;
    const isJoined = this.#isJoined;
    const isAsking = this.#asked.length > 0;
    const endedBy = this.#endedBy;
    if (kind === 'connect') {
      if (isJoined) return rules.joinedTwice(this.name);
      this.#asked.push(unit);
      return isAsking ? rules.askedTwice(this.name) : null;
    }
    if (kind === 'connect_error') return rules.refusalOfClient();
    if (kind === 'disconnect') this.#leave('client');
    if (isJoined) return null;
    const packet = kind.toUpperCase();
    if (isAsking || endedBy === null) return rules.notJoined(packet, this.name, isAsking);
    return rules.noLongerJoined(packet, this.name, endedBy === 'server');
  }

  /** `hasNeeded`: a CONNECT has its id, a CONNECT_ERROR its message. */
  #ofServer(unit: UnitRecord, hasPayload: boolean, hasNeeded: boolean): Fault | null {
    const kind = unit.kind as SocketKind;
    const isJoined = this.#isJoined;
    const asked = this.#asked[0];
    if (kind === 'connect' || kind === 'connect_error') {
      if (asked !== undefined) {
        this.#asked.shift();
        asked.partner = unit;
        unit.partner = asked;
        const before = this.#unanswered.get(asked);
        if (before !== undefined) asked.fault = before;
        this.#unanswered.delete(asked);
      }
      if (kind === 'connect_error') this.#leave('server');
      this.#isJoined =
        kind === 'connect' && hasNeeded && (asked !== undefined || isJoined || !this.#isWatched);
      if (kind === 'connect' && !hasNeeded) return rules.answerWithoutId();
      if (asked === undefined && !isJoined) return this.#notJoinedByClient(kind);
      if (kind === 'connect_error' && !hasNeeded) return rules.refusalWithoutReason(hasPayload);
      if (asked !== undefined) return null;
      return kind === 'connect' ? rules.answeredTwice(this.name) : rules.refusedLate(this.name);
    }
    const fault = isJoined || asked !== undefined ? null : this.#notJoinedByClient(kind);
    if (kind === 'disconnect') {
      this.#leave('server');
      this.#asked = [];
    }
    // With connection state recovery, what was missed comes before the answer to the CONNECT.
    return fault;
  }

  /** A heartbeat of the server came in place of the answer to a CONNECT. */
  noteHeartbeat(): void {
    const [first] = this.#asked;
    if (first !== undefined) this.#noteUnanswered(first, 'ping');
  }

  /** The clock has come to this instant. False when no CONNECT waits. */
  passTo(atMicros: number, isHeld: (connection: number) => boolean): boolean {
    for (const connect of this.#asked) {
      const isLate = atMicros - connect.until >= WAIT_MICROS && !isHeld(connect.connection);
      if (isLate && !this.#unanswered.has(connect)) this.#noteUnanswered(connect, 'wait');
    }
    return this.#asked.length > 0;
  }

  /** The session is over: CONNECTs without an answer get none. */
  noteEnd(): void {
    this.#isOver = true;
    for (const connect of this.#asked) this.#noteUnanswered(connect, 'end');
  }

  #noteUnanswered(connect: UnitRecord, since: Parameters<typeof rules.unanswered>[1]): void {
    if (!this.#isWatched) return;
    if (!this.#unanswered.has(connect)) this.#unanswered.set(connect, connect.fault);
    const before = this.#unanswered.get(connect) ?? null;
    const fault = rules.unanswered(this.name, since);
    connect.fault = before === null ? fault : { ...before, others: [...(before.others ?? []), fault] };
  }

  #leave(by: Peer): void {
    if (this.#isJoined) this.#endedBy = by;
    this.#isJoined = false;
  }

  #notJoinedByClient(kind: SocketKind): Fault {
    return rules.notJoinedByClient(kind.toUpperCase(), this.name, this.#endedBy !== null);
  }

  /** An event that asks for an acknowledgement. */
  ask(event: UnitRecord, id: number): void {
    const { sender } = event;
    this.#events[sender] ??= new AskingEvents();
    this.#events[sender].add(id, event);
  }

  /** Joins an acknowledgement to its event; what is wrong with it when there is none. */
  answer(unit: UnitRecord, id: number): Fault | null {
    const asker = unit.sender === 'client' ? 'server' : 'client';
    if (id < 0) return rules.ackWithoutId(unit.sender);
    const event = this.#events[asker]?.get(id);
    if (event !== undefined && event.partner === null) {
      event.partner = unit;
      unit.partner = event;
      return null;
    }
    const isUnknown = event === undefined && (this.#events[asker]?.hasForgotten || !this.#isWatched);
    if (isUnknown) return null;
    if (event !== undefined) return rules.ackAgain(unit.sender, id);
    return rules.ackOfNothing(unit.sender, id, this.#events[asker]?.waiting ?? null);
  }
}
