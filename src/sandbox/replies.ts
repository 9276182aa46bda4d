/** Acknowledges an event of the other end, with these values. */
type Acknowledge = (...values: unknown[]) => void;

/** Most unacknowledged events of one client: no program has this many in progress. */
const MAX_WAITING = 1000;

/**
 * The acknowledgements that a program still owes, by numbers that are never used twice. They are kept while their client is connected,
 * at most a thousand of each client: beyond that the oldest is dropped, and `warn` is called once.
 */
export class Replies<Client extends object> {
  readonly #warn: (sentence: string) => void;
  readonly #waiting = new Map<number, { readonly client: Client; readonly acknowledge: Acknowledge }>();
  readonly #ofClients = new Map<Client, Set<number>>();
  #made = 0;
  #hasWarned = false;

  constructor(warn: (sentence: string) => void) {
    this.#warn = warn;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Returns the number for `take`. */
  keep(client: Client, acknowledge: Acknowledge): number {
    this.#made += 1;
    const own = this.#ofClients.get(client) ?? new Set();
    this.#ofClients.set(client, own);
    if (own.size >= MAX_WAITING) this.#forgetOldest(own);
    own.add(this.#made);
    this.#waiting.set(this.#made, { client, acknowledge });
    return this.#made;
  }

  /** Works once, since an event is acknowledged at most once. */
  take(number: number): Acknowledge | undefined {
    const found = this.#waiting.get(number);
    if (!found) return undefined;
    this.#waiting.delete(number);
    this.#ofClients.get(found.client)?.delete(number);
    return found.acknowledge;
  }

  /** The client has gone, and nobody waits any more. */
  forget(client: Client): void {
    for (const number of this.#ofClients.get(client) ?? []) this.#waiting.delete(number);
    this.#ofClients.delete(client);
  }

  #forgetOldest(own: Set<number>): void {
    const [oldest] = own;
    own.delete(oldest!);
    this.#waiting.delete(oldest!);
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(
      `${MAX_WAITING} events of one client wait for an acknowledgement: of more, the oldest can no longer be acknowledged.`,
    );
  }
}
