import type { Call } from '../capture/capture';
import type { Unit } from '../protocol/unit';

/** The calls about a connection (or an exchange), in order. */
export interface CallPage {
  readonly opener: Call;
  readonly sends: Call[];
  readonly messages: Call[];
  readonly closes: Call[];
  open: Call | null;
  fetched: Call | null;
  error: Call | null;
}

/** The page's calls, grouped by the call that opened their connection. */
export class CallBook {
  readonly #pages = new Map<number, CallPage>();
  /** By opening call: the first request with its number. */
  readonly #requests = new Map<number, number>();
  #read = 0;

  update(calls: readonly Call[]): void {
    for (; this.#read < calls.length; this.#read++) this.#add(calls[this.#read]!);
  }

  page(opener: number | null): CallPage | null {
    return opener === null ? null : (this.#pages.get(opener) ?? null);
  }

  /** Whether this is the first request that is asked about with the number of this call. */
  isFirst(opener: number, { id }: Unit): boolean {
    const first = this.#requests.get(opener) ?? id;
    this.#requests.set(opener, first);
    return first === id;
  }

  #add(call: Call): void {
    let page = this.#pages.get(call.opener);
    if (!page) {
      page = { opener: call, sends: [], messages: [], closes: [], open: null, fetched: null, error: null };
      this.#pages.set(call.opener, page);
    }
    if (call.kind === 'send') page.sends.push(call);
    else if (call.kind === 'message') page.messages.push(call);
    else if (call.kind === 'close()') page.closes.push(call);
    else if (call.kind === 'open') page.open ??= call;
    else if (call.kind === 'fetched') page.fetched ??= call;
    else if (call.kind === 'error') page.error ??= call;
  }
}
