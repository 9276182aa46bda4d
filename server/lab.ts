import type { Server as HttpServer } from 'node:http';
import { type EndRecord, type OpenRecord, UNIMPAIRED_LINE } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { nowMicros } from './clock';
import { type Impairment, type ImpairmentOrder, UNIMPAIRED } from './impairment';
import { LabLog, type LogBudget } from './log';

/** The two ends of a TCP connection, and when the server accepted it (server's clock). */
export interface ConnectionFacts {
  readonly acceptedAtMicros: number;
  readonly client: OpenRecord['client'];
  readonly server: OpenRecord['server'];
  readonly via: OpenRecord['via'];
}

/** A connection as one lab sees it. */
export interface LabConnection {
  readonly lab: Lab;
  /** Its number in that lab. */
  readonly number: number;
  /** What the lab does to its own traffic on it. */
  impairment: Impairment;
}

/** Something that lives in a lab and ends with it. */
export interface Closable {
  close(): void;
}

/**
 * One student's private space: its log of everything on its connections, its viewers, and what it has open. Times
 * in its log count from the moment it was made.
 */
export class Lab {
  readonly id: string;
  readonly log: LabLog;
  /** Server's clock at the lab's 0, and the Unix time of the same instant. */
  readonly startMicros = nowMicros();
  readonly epochMs = Date.now();
  /** WebSockets, raw connections and others that end when the lab ends. */
  readonly open = new Set<Closable>();
  /** The pages that watch it: they end when the lab ends, after the rest. */
  readonly watching = new Set<Closable>();
  /** The lab's own Socket.IO server, reached through this HTTP server that never listens; made on first use. */
  socketio: HttpServer | null = null;
  /** What is done to connections from the first traffic of this lab on. */
  nextImpairment: Impairment = UNIMPAIRED;
  /** Raw connections that are open, by number; numbers are never used twice. */
  readonly raw = new Map<number, Closable & { write(bytes: Uint8Array): void; end(): void }>();
  rawMade = 0;
  viewers = 0;
  /** When nobody watched any more, on the clock of `createLabs`; the lab's making counts as that. */
  idleSinceMs: number;
  /** Open TCP connections that carry this lab's traffic, by number. */
  readonly #connections = new Map<number, LabConnection>();
  #connectionsMade = 0;

  constructor(id: string, log: { readonly maxBytes: number; readonly budget: LogBudget }, nowMs: number) {
    this.id = id;
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
  connect({ acceptedAtMicros, client, server, via }: ConnectionFacts): LabConnection {
    const number = ++this.#connectionsMade;
    const connection = { lab: this, number, impairment: UNIMPAIRED };
    this.#connections.set(number, connection);
    const atMicros = acceptedAtMicros - this.startMicros;
    this.log.record((seq) => ({ type: 'open', seq, connection: number, atMicros, client, server, via }));
    this.#impair(connection, this.nextImpairment);
    return connection;
  }

  /** False when there is no such connection, or no more. */
  impair({ connection, impairment }: ImpairmentOrder): boolean {
    if (connection === 'next') this.nextImpairment = impairment;
    else {
      const known = this.#connections.get(connection);
      if (!known) return false;
      this.#impair(known, impairment);
    }
    return true;
  }

  ended({ number }: LabConnection, by: Peer, how: EndRecord['how'], atServerMicros: number): void {
    const atMicros = atServerMicros - this.startMicros;
    if (how === 'closed') this.#connections.delete(number);
    this.log.record((seq) => ({ type: 'end', seq, connection: number, atMicros, how, by }));
  }

  /** Ends what is open, but for those who watch. */
  closeTraffic(): void {
    for (const thing of [...this.open]) thing.close();
  }

  close(): void {
    this.closeTraffic();
    for (const viewer of [...this.watching]) viewer.close();
    this.log.close();
  }

  #impair(connection: LabConnection, impairment: Impairment): void {
    const { delayMs } = impairment;
    if (connection.impairment.delayMs === delayMs) return;
    connection.impairment = impairment;
    const { number } = connection;
    const atMicros = this.nowMicros;
    this.log.record((seq) => ({
      type: 'impairment',
      seq,
      connection: number,
      atMicros,
      ...UNIMPAIRED_LINE,
      delayMs,
    }));
  }
}
