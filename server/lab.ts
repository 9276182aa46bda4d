import {
  type EndRecord,
  type Impairment,
  type OpenRecord,
  UNIMPAIRED,
  type UpstreamRecord,
} from '../src/protocol/feed';
import type { ImpairmentOrder } from '../src/protocol/messages/impairment-order';
import type { LabMade } from '../src/protocol/messages/lab-made';
import type { SayOrder, Sharing } from '../src/protocol/messages/orders';
import type { RawCut } from '../src/protocol/messages/queries';
import type { Peer } from '../src/protocol/unit';
import type { ByHand } from './by-hand';
import { nowMicros } from './clock';
import type { LabGuests } from './guests/lab-guests';
import { LabLog, type LogBudget } from './log';
import type { Newsroom } from './newsroom';
import type { LabProgram } from './programs/lab-program';
import type { LabSocketIo } from './socketio';

/** The two ends of a TCP connection, and when the server accepted it (server's clock). */
export interface ConnectionFacts {
  readonly acceptedAtMicros: number;
  readonly client: OpenRecord['client'];
  readonly server: OpenRecord['server'];
  readonly via: OpenRecord['via'];
  readonly isPlain?: true;
}

/** A connection from the point of view of one lab. */
export interface LabConnection {
  readonly lab: Lab;
  /** The connection's number in that lab. */
  readonly number: number;
  /** What the lab does to its own traffic on the connection. */
  impairment: Impairment;
  readonly control: ConnectionControl;
}

/** What a lab can do to one of its connections. */
interface ConnectionControl {
  /** Its impairment has changed. */
  impaired(): void;
  end(order: 'reset' | 'fin'): void;
  /** The lab has ended: connections that it has slowed or cut must not outlive it. */
  labIsOver(): void;
}

/** The server's end of an echo's WebSocket. */
export interface EchoSocket {
  /** False when the connection has too many such orders under way. */
  say(order: SayOrder): boolean;
  close(closeCode: number | undefined, reason: string | undefined): void;
}

/** Something that lives in a lab and ends with it. */
interface Closable {
  close(): void;
}

/** What is open in a lab. Anything that is added after the lab has ended is closed at the end of the current task. */
class OpenThings extends Set<Closable> {
  #isOver = false;

  override add(thing: Closable): this {
    if (this.#isOver) queueMicrotask(() => thing.close());
    return super.add(thing);
  }

  /** Closes everything, and whatever is added later. */
  end(): void {
    this.#isOver = true;
    for (const thing of [...this]) thing.close();
  }
}

/**
 * One student's private space: the log of everything on its connections, its viewers, and what it has open. Times in the log count
 * from the moment the lab was made.
 */
export class Lab {
  readonly id: string;
  /** Address of the client that made it. */
  readonly address: string;
  readonly log: LabLog;
  /** Server's clock at the lab's 0, and the Unix time of the same instant. */
  readonly startMicros = nowMicros();
  readonly epochMs = Date.now();
  /** WebSockets, raw connections and whatever else ends with the lab. */
  readonly open = new OpenThings();
  /** The connections of pages that watch the lab: they end after everything else. */
  readonly watching = new Set<Closable>();
  /** The lab's own Socket.IO server; made on first use. */
  socketio: LabSocketIo | null = null;
  /** The student's program that the Socket.IO server runs or has run; without one it echoes. */
  program: LabProgram | null = null;
  programsRun = 0;
  /** Members of a class who may reach the program; null while it is the lab's own. */
  guests: LabGuests | null = null;
  /** What is done to new connections, from their first traffic of this lab on. */
  nextImpairment: Impairment = UNIMPAIRED;
  /** Upgrades are answered with 503. */
  refusesUpgrades = false;
  /** What pages of other origins get from the HTTP endpoints. */
  sharing: Sharing = 'refuse';
  /** Open raw connections by number; numbers are never used twice. */
  readonly raw = new Map<
    number,
    Closable & { write(bytes: Uint8Array, cut: RawCut): boolean; end(): void }
  >();
  rawMade = 0;
  /** Open connections whose server is the student, by number. */
  readonly byHand = new Map<number, ByHand>();
  /** The echo's open WebSockets by the number of their connection. */
  readonly echoes = new Map<number, EchoSocket>();
  /** Made on first use. */
  newsroom: Newsroom | null = null;
  viewers = 0;
  /** The server that it watches, and where its relay is; null for a lab that holds a server itself. */
  watched: LabMade['watched'] | null = null;
  /** Somebody watches it or has watched it. */
  wasWatched = false;
  /** When the last viewer left, or else when the lab was made, on the clock of `createLabs`. */
  idleSinceMs: number;
  /** Open TCP connections that carry this lab's traffic, by number. */
  readonly #connections = new Map<number, LabConnection>();
  #connectionsMade = 0;

  constructor(
    id: string,
    address: string,
    log: { readonly maxBytes: number; readonly budget: LogBudget },
    nowMs: number,
  ) {
    this.id = id;
    this.address = address;
    this.log = new LabLog(log.maxBytes, log.budget);
    this.idleSinceMs = nowMs;
  }

  /** The lab's clock now: microseconds. */
  get nowMicros(): number {
    return nowMicros() - this.startMicros;
  }

  /** Open TCP connections that carry this lab's traffic. */
  get connections(): number {
    return this.#connections.size;
  }

  /** A connection carries this lab's traffic for the first time. */
  connect(facts: ConnectionFacts, control: ConnectionControl): LabConnection {
    const { acceptedAtMicros, client, server, via, isPlain } = facts;
    const number = ++this.#connectionsMade;
    const connection = { lab: this, number, impairment: UNIMPAIRED, control };
    this.#connections.set(number, connection);
    const atMicros = acceptedAtMicros - this.startMicros;
    this.log.record((seq) => ({
      type: 'open',
      seq,
      connection: number,
      atMicros,
      client,
      server,
      via,
      ...(isPlain ? { isPlain } : {}),
    }));
    this.#impair(connection, this.nextImpairment);
    return connection;
  }

  /** False when no such connection is open. */
  impair({ connection, refusesUpgrades, ...change }: ImpairmentOrder): boolean {
    if (typeof connection === 'number') {
      const known = this.#connections.get(connection);
      if (known) this.#impair(known, change);
      return known !== undefined;
    }
    this.refusesUpgrades = refusesUpgrades ?? this.refusesUpgrades;
    // A cut from the beginning on would forbid the connection.
    this.nextImpairment = { ...this.nextImpairment, ...change, cut: 'none' };
    if (connection === 'all') for (const known of this.#connections.values()) this.#impair(known, change);
    return true;
  }

  /** False when no such connection is open. */
  end(connection: number, order: 'reset' | 'fin'): boolean {
    const known = this.#connections.get(connection);
    known?.control.end(order);
    return known !== undefined;
  }

  ended({ number }: LabConnection, by: Peer, how: EndRecord['how'], atServerMicros: number): void {
    const atMicros = atServerMicros - this.startMicros;
    if (how === 'closed') this.#connections.delete(number);
    this.log.record((seq) => ({ type: 'end', seq, connection: number, atMicros, how, by }));
  }

  /** What became of the relay's own connection for this one. */
  upstream(connection: number, how: UpstreamRecord['how'], text: string): void {
    const atMicros = this.nowMicros;
    this.log.record((seq) => ({ type: 'upstream', seq, connection, atMicros, how, text }));
  }

  /** Ends everything that is open except for the viewers' connections. */
  closeTraffic(): void {
    this.open.end();
    for (const connection of [...this.#connections.values()]) {
      connection.control.labIsOver();
      // Nobody is left to lift its impairment.
      this.#impair(connection, UNIMPAIRED);
    }
  }

  close(): void {
    this.closeTraffic();
    for (const viewer of [...this.watching]) viewer.close();
    this.log.close();
  }

  #impair(connection: LabConnection, change: Partial<Impairment>): void {
    const { impairment: was, number } = connection;
    const changed = { ...was, ...change };
    const names = Object.keys(changed) as (keyof Impairment)[];
    if (names.every((name) => was[name] === changed[name])) return;
    connection.impairment = changed;
    const atMicros = this.nowMicros;
    this.log.record((seq) => ({ type: 'impairment', seq, connection: number, atMicros, ...changed }));
    connection.control.impaired();
  }
}
