import type { Call } from '../capture/capture';

/** The calls about a connection (or an exchange), in order. */
export interface CallPage {
  readonly opener: Call;
  readonly sends: Call[];
  readonly messages: Call[];
  readonly closes: Call[];
  /** The first request with its number, a unit's id; noted by whoever reads its time. */
  first?: number;
  open: Call | null;
  fetched: Call | null;
  error: Call | null;
}

/** The page's calls, grouped by the call that opened their connection. */
export class CallBook {
  readonly #pages = new Map<number, CallPage>();
  #read = 0;

  update(calls: readonly Call[]): void {
    for (; this.#read < calls.length; this.#read++) this.#add(calls[this.#read]!);
  }

  page(opener: number | null): CallPage | null {
    return opener === null ? null : (this.#pages.get(opener) ?? null);
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
