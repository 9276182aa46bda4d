import type { Capture, CapturedConnection } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';

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
  /** The first unit that breaks a rule, or else does what its sender may not expect. */
  readonly broken: Unit | null;
}

/** The connections of a capture as a list. Reads each unit once, however often it is asked. */
export class WatchedList {
  readonly #capture: Capture;
  readonly #requests = new Map<number, { readonly first: Unit; count: number }>();
  readonly #reads = new Map<number, Unit>();
  #next = 0;

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /** The newest first, at most this many. */
  newest(most: number): readonly WatchedConnection[] {
    this.#read();
    const { connections, decoder } = this.#capture;
    const broken = new Map<number, Unit>();
    for (const unit of decoder.faulty) {
      const known = broken.get(unit.connection);
      if (!known || (known.fault?.kind !== undefined && isBroken(unit))) broken.set(unit.connection, unit);
    }
    return connections
      .slice(-most)
      .toReversed()
      .map((connection) => {
        const { first: request, count: requests } = this.#requests.get(connection.id) ?? { count: 0 };
        const head = request && decoder.headOf(request);
        const answer = request && decoder.partnerOf(request);
        const answered = answer && decoder.headOf(answer);
        return {
          connection,
          asked: head?.kind === 'request' ? `${head.method} ${head.target}` : null,
          answered: answered?.kind === 'response' ? `${answered.status} ${answered.reason}`.trimEnd() : null,
          requests,
          first: request ?? this.#reads.get(connection.id) ?? null,
          broken: broken.get(connection.id) ?? null,
        };
      });
  }

  #read(): void {
    const { units } = this.#capture.decoder;
    for (; this.#next < units.length; this.#next++) {
      const unit = units[this.#next]!;
      const { connection } = unit;
      if (unit.kind === 'read' && !this.#reads.has(connection)) this.#reads.set(connection, unit);
      if (unit.kind !== 'request') continue;
      const known = this.#requests.get(connection);
      if (known) known.count++;
      else this.#requests.set(connection, { first: unit, count: 1 });
    }
  }
}

/** It breaks a rule: what ended early, or is only noted, does not. */
export const isBroken = ({ fault }: Unit): boolean => fault !== null && fault.kind === undefined;
