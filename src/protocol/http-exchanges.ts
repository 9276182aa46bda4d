import { HttpFraming } from './http-framing';
import { type HttpHead, isInterim, listsToken } from './http-head';
import type { UnitRecord } from './records';

/** A request, for the response that answers it. */
export interface Asked {
  readonly unit: UnitRecord;
  readonly head: HttpHead;
  readonly method: string;
  /** It asks to change the protocol. */
  readonly upgrade: boolean;
}

/** Why a request is the last one on its connection. */
export type Ending = 'close' | 'HTTP/1.0';

/** Null for a request that others may follow (RFC 9112 §9.3, §9.6). */
export function endingOf(request: HttpHead): Ending | null {
  if (listsToken(request, 'connection', 'close')) return 'close';
  const isOld = request.version === 'HTTP/1.0' && !listsToken(request, 'connection', 'keep-alive');
  return isOld ? 'HTTP/1.0' : null;
}

/** Which response of a connection answers which request: they come in the same order (RFC 9112 §9.2). */
export class HttpExchanges {
  readonly #asked = new Map<number, Asked>();
  #requests = 0;
  #responses = 0;
  #responseHead: HttpHead | null = null;
  #responseTo: Asked | null = null;
  #isUnasked = false;
  #ending: Ending | null = null;
  #isAfter: Ending | null = null;

  /** How many requests have been answered. */
  get responses(): number {
    return this.#responses;
  }

  /** The latest head of the server, which says what its body means. */
  get responseHead(): HttpHead | null {
    return this.#responseHead;
  }

  /** The request that it answers. */
  get responseTo(): Asked | null {
    return this.#responseTo;
  }

  /** No request waited for the latest response, and none had begun to come (RFC 9112 §9.2). */
  get isUnasked(): boolean {
    return this.#isUnasked;
  }

  /** Why a request before the latest one was to be the last; null when none was. */
  get isAfter(): Ending | null {
    return this.#isAfter;
  }

  /** The latest request; null when it has been answered. */
  get waiting(): Asked | null {
    return this.#asked.get(this.#requests - 1) ?? null;
  }

  /** The request of this number, from 0, while it waits for its answer. */
  requestOf(number: number): Asked | undefined {
    return this.#asked.get(number);
  }

  ask(unit: UnitRecord, head: HttpHead): void {
    this.#isAfter = this.#ending;
    this.#ending ??= endingOf(head);
    const upgrade = HttpFraming.asksToSwitch(head);
    this.#asked.set(this.#requests++, { unit, head, method: head.method, upgrade });
  }

  /** Joins a response to its request, and gives that. `isIdle`: no request has begun to come since the latest one. */
  answer(unit: UnitRecord, head: HttpHead, isIdle: boolean): Asked | null {
    const asked = this.#asked.get(this.#responses) ?? null;
    this.#responseHead = head;
    this.#responseTo = asked;
    this.#isUnasked = asked === null && isIdle;
    unit.partner = asked?.unit ?? null;
    const isFinal = !isInterim(head) || head.status === 101;
    if (!isFinal || asked === null) return asked;
    this.#asked.delete(this.#responses++);
    asked.unit.partner = unit;
    return asked;
  }
}
