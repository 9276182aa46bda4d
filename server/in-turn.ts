import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The answers that one connection still owes. A client may send its next request before the last one is answered (pipelining,
 * RFC 9112 §9.3.2). Node keeps responses in order, but for three things, which must wait here for their turn: a switch of
 * protocols and the refusal of what is no request are written to the socket itself, and would stand where the answer to another
 * request belongs; and `100 (Continue)`, when it has to wait, would come after the head of its final response.
 */
export class InTurn {
  readonly #socket: Socket;
  readonly #open: ServerResponse[] = [];
  readonly #waiting = new Map<ServerResponse, () => void>();
  #last: (() => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** A request has come, and this is to be its answer. */
  begin(response: ServerResponse): void {
    this.#open.push(response);
    response.once('close', () => {
      this.#open.splice(this.#open.indexOf(response), 1);
      this.#waiting.delete(response);
      this.#check();
    });
  }

  /** Calls `then` when this answer's turn comes: now, later, or never when the connection ends first. */
  whenFirst(response: ServerResponse, then: () => void): void {
    this.#waiting.set(response, then);
    this.#check();
  }

  /** Calls `last` once all requests before it are answered: now, later, or never when the connection ends first. */
  last(last: () => void): void {
    if (this.#last !== null) return;
    this.#last = last;
    this.#check();
  }

  #check(): void {
    if (!this.#socket.writable) return;
    this.#callFirst();
    const last = this.#last;
    if (last === null) return;
    // A request that broke in its body is refused in place of its answer: nothing else answers it any more.
    const [first, second] = this.#open;
    const isBroken = first !== undefined && second === undefined && !first.req.complete;
    if (first !== undefined && !isBroken) return;
    this.#last = () => undefined;
    if (first?.headersSent) this.#socket.destroy();
    else last();
  }

  #callFirst(): void {
    const [first] = this.#open;
    const then = first && this.#waiting.get(first);
    if (!first || !then) return;
    this.#waiting.delete(first);
    then();
  }
}
