import { type EndRecord, UNIMPAIRED } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import type { ConnectionFacts, Lab, LabConnection } from './lab';

/** What labs do to a connection. */
export interface LabActions {
  /** What a lab does to its traffic here has changed. */
  readonly onImpaired: (() => void) | null;
  /** Ends the connection; `release` only if nothing but a cut keeps it open. */
  readonly onOrder: ((order: 'reset' | 'fin' | 'release') => void) | null;
}

/** The labs whose traffic one connection has carried. */
export class ConnectionLabs {
  /** When the client learns that it is connected, with the delay that was set when its lab was first seen. */
  connectedAtMicros = 0;
  #facts: ConnectionFacts;
  readonly #ownerOf: (target: string) => Lab | null;
  readonly #actions: LabActions;
  readonly #seenBy: LabConnection[] = [];

  /** `ownerOf` finds the lab that a request target names. */
  constructor(facts: ConnectionFacts, ownerOf: (target: string) => Lab | null, actions: LabActions) {
    this.#facts = facts;
    this.#ownerOf = ownerOf;
    this.#actions = actions;
  }

  get isPlain(): boolean {
    return this.#facts.isPlain === true;
  }

  get isEmpty(): boolean {
    return this.#seenBy.length === 0;
  }

  /** The lab that came last. */
  get last(): LabConnection | undefined {
    return this.#seenBy.at(-1);
  }

  /** This connection in that lab; undefined when it has carried none of its traffic. */
  find(lab: Lab): LabConnection | undefined {
    return this.#seenBy.find((connection) => connection.lab === lab);
  }

  /** The whole connection is this lab's: its raw client opened it, or its relay accepted it. */
  claim(lab: Lab, via: 'raw' | 'relay'): LabConnection {
    this.#facts = { ...this.#facts, via };
    return this.#connectionIn(lab);
  }

  /** This connection in the lab that a request target names; null when it names none. */
  named(target: string): LabConnection | null {
    const lab = this.#ownerOf(target);
    return lab && this.#connectionIn(lab);
  }

  ended(by: Peer, how: EndRecord['how'], atMicros: number): void {
    for (const connection of this.#seenBy) connection.lab.ended(connection, by, how, atMicros);
  }

  #connectionIn(lab: Lab): LabConnection {
    const known = this.find(lab);
    if (known) return known;
    const connection = lab.connect(this.#facts, {
      impaired: () => this.#actions.onImpaired?.(),
      end: (order) => this.#actions.onOrder?.(order),
      labIsOver: () => {
        // What is held may be due in hours.
        const isSlowed = connection.impairment !== UNIMPAIRED && this.#seenBy.length === 1;
        this.#actions.onOrder?.(isSlowed ? 'reset' : 'release');
      },
    });
    if (this.isEmpty) {
      this.connectedAtMicros = this.#facts.acceptedAtMicros + 2000 * connection.impairment.delayMs;
    }
    this.#seenBy.push(connection);
    return connection;
  }
}
