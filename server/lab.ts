import type { Server as HttpServer } from 'node:http';
import type { EndRecord, OpenRecord } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { LabLog, type LogBudget } from './log';
import { nowMicros } from './tap';

/** The two ends of a TCP connection, and when the server accepted it (server's clock). */
export interface ConnectionFacts {
  readonly acceptedAtMicros: number;
  readonly client: OpenRecord['client'];
  readonly server: OpenRecord['server'];
  readonly via: OpenRecord['via'];
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
  /** The lab's own Socket.IO server, reached through this HTTP server that never listens; made on first use. */
  socketio: HttpServer | null = null;
  /** Open TCP connections that carry this lab's traffic. */
  connections = 0;
  /** Raw connections that are open, by number; numbers are never used twice. */
  readonly raw = new Map<number, Closable & { write(bytes: Uint8Array): void; end(): void }>();
  rawMade = 0;
  viewers = 0;
  /** When nobody watched any more, on the clock of `createLabs`; the lab's making counts as that. */
  idleSinceMs: number;
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

  /** A connection carries this lab's traffic for the first time: gives it its number in this lab. */
  connect(facts: ConnectionFacts): number {
    const connection = ++this.#connectionsMade;
    this.connections++;
    const { acceptedAtMicros, ...ends } = facts;
    const atMicros = acceptedAtMicros - this.startMicros;
    this.log.record((seq) => ({ type: 'open', seq, connection, atMicros, ...ends }));
    return connection;
  }

  ended(connection: number, by: Peer, how: EndRecord['how'], atServerMicros: number): void {
    const atMicros = atServerMicros - this.startMicros;
    if (how === 'closed') this.connections--;
    this.log.record((seq) => ({ type: 'end', seq, connection, atMicros, how, by }));
  }

  close(): void {
    for (const thing of [...this.open]) thing.close();
    this.log.close();
  }
}
