import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The answers that one connection still owes. A client may send its next request before the last one is answered (pipelining,
 * RFC 9112 §9.3.2). Node keeps responses in order except for three things, which wait here for their turn: a switch of protocols
 * and the refusal of an invalid request are written to the socket directly, and would take the place of another request's answer;
 * and a `100 (Continue)` that waits would come after the head of its final response.
 */
export class InTurn {
  readonly #socket: Socket;
  readonly #open: ServerResponse[] = [];
  readonly #waiting = new Map<ServerResponse, () => void>();
  #last: (() => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** A request has come, and `response` will be its answer. */
  begin(response: ServerResponse): void {
    this.#open.push(response);
    response.once('close', () => {
      this.#open.splice(this.#open.indexOf(response), 1);
      this.#waiting.delete(response);
      this.#check();
    });
  }

  /** Calls `then` when it is this answer's turn: now, later, or never if the connection ends first. */
  whenFirst(response: ServerResponse, then: () => void): void {
    this.#waiting.set(response, then);
    this.#check();
  }

  /** Calls `last` when all requests before it are answered: now, later, or never if the connection ends first. */
  last(last: () => void): void {
    this.#last ??= last;
    this.#check();
  }

  #check(): void {
    if (!this.#socket.writable) return;
    this.#callFirst();
    const last = this.#last;
    if (last === null) return;
    // The refusal of a request whose body is invalid takes the place of its answer.
    const [first, second] = this.#open;
    const isBroken = first !== undefined && second === undefined && !first.req.complete;
    if (first !== undefined && !isBroken) {
      // Node ends a connection with its client's direction, but not when that direction ends in a broken request. Here an answer
      // without an end, such as an event stream, would keep it for as long as its lab.
      if (this.#socket.readableEnded) this.#socket.end();
      return;
    }
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
