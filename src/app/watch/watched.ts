import type { Capture, CapturedConnection } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import type { Hidden, Timetable } from '../../timeline';
import { isFaulty } from '../../timeline/faults';
import { findingsOf } from './finding-place';
import { type HotReload, hotReloadBy, hotReloadIn } from './hot-reload';

/** A connection of a client with a server that is watched, as a list shows it. */
export interface WatchedConnection {
  readonly connection: CapturedConnection;
  /** What its first request asks for: "GET /chat"; null while there is none. */
  readonly asked: string | null;
  /** How that was answered: "101 Switching Protocols"; null while it was not. */
  readonly answered: string | null;
  /** How many requests it has carried. */
  readonly requests: number;
  /** What is looked at first: its first request, or its first bytes. */
  readonly first: Unit | null;
  /** The first unit that breaks a rule, or else ended early, or else does what its sender may not expect. */
  readonly broken: Unit | null;
  /** How many others have a fault or a notice. */
  readonly more: number;
}

/** What a list leaves out. */
interface LeftOut {
  readonly connections: number;
  readonly requests: number;
}

/** The connections of a capture as a list. Reads each unit once, however often it is asked. */
export class WatchedList {
  readonly #capture: Capture;
  readonly #timetable: Timetable;
  readonly #requests = new Map<number, Unit[]>();
  readonly #reads = new Map<number, Unit>();
  readonly #tools = new Set<HotReload>();
  #next = 0;

  constructor(capture: Capture, timetable: Timetable) {
    this.#capture = capture;
    this.#timetable = timetable;
  }

  /** Tools whose hot reload was seen. */
  get tools(): readonly HotReload[] {
    this.#read();
    return [...this.#tools];
  }

  /** How much is left out. */
  leftOut(hidden: Hidden): LeftOut {
    this.#read();
    let requests = 0;
    for (const all of this.#requests.values()) for (const unit of all) if (hidden.hides(unit)) requests++;
    const { connections } = this.#capture;
    return { requests, connections: connections.filter(({ id }) => this.#isHidden(id, hidden)).length };
  }

  #isHidden(connection: number, hidden: Hidden): boolean {
    const timeline = this.#timetable.timeline(connection);
    return timeline !== undefined && hidden.hidesAll(this.#timetable, timeline);
  }

  /** The newest first, at most this many, without those that are hidden. */
  newest(most: number, hidden: Hidden): readonly WatchedConnection[] {
    this.#read();
    const { connections, decoder } = this.#capture;
    const found = new Map<number, Unit[]>();
    for (const { unit } of findingsOf(this.#capture, this.#timetable, hidden)) {
      const known = found.get(unit.connection);
      if (known) known.push(unit);
      else found.set(unit.connection, [unit]);
    }
    const shown: CapturedConnection[] = [];
    for (let at = connections.length - 1; at >= 0 && shown.length < most; at--) {
      if (!this.#isHidden(connections[at]!.id, hidden)) shown.push(connections[at]!);
    }
    return shown.map((connection) => {
      const requests = (this.#requests.get(connection.id) ?? []).filter((unit) => !hidden.hides(unit));
      const request = requests[0];
      const head = request && decoder.headOf(request);
      const answer = request && decoder.partnerOf(request);
      const answered = answer && decoder.headOf(answer);
      const findings = found.get(connection.id) ?? [];
      return {
        connection,
        asked: head?.kind === 'request' ? `${head.method} ${head.target}` : null,
        answered: answered?.kind === 'response' ? `${answered.status} ${answered.reason}`.trimEnd() : null,
        requests: requests.length,
        first: request ?? this.#reads.get(connection.id) ?? null,
        broken: findings.find(isBroken) ?? findings.find(isFaulty) ?? findings[0] ?? null,
        more: Math.max(0, findings.length - 1),
      };
    });
  }

  #read(): void {
    const { units } = this.#capture.decoder;
    for (; this.#next < units.length; this.#next++) {
      const unit = units[this.#next]!;
      const { connection } = unit;
      if (unit.kind === 'read' && !this.#reads.has(connection)) this.#reads.set(connection, unit);
      if (unit.kind === 'text' && unit.inside === null && unit.sender === 'server') this.#lookForTool(unit);
      if (unit.kind !== 'request') continue;
      const head = this.#capture.decoder.headOf(unit);
      const tool = head && hotReloadIn(head);
      if (tool) this.#tools.add(tool);
      const known = this.#requests.get(connection);
      if (known) known.push(unit);
      else this.#requests.set(connection, [unit]);
    }
  }

  /** Whether a text of the server is that of a tool, which fits in a frame. */
  #lookForTool(message: Unit): void {
    const { decoder } = this.#capture;
    const opening = this.#requests.get(message.connection)?.at(-1);
    const head = opening && decoder.headOf(opening);
    if (message.partial || !head || !head.target.startsWith('/ws')) return;
    const tool = hotReloadBy(head, new TextDecoder().decode(decoder.contentOf(message)));
    if (tool) this.#tools.add(tool);
  }
}

/** It breaks a rule: what ended early, or is only noted, does not. */
const isBroken = ({ fault }: Unit): boolean => fault !== null && fault.kind === undefined;
