/** What a lab session needs from the browser; tests provide their own. */
export interface LabEnvironment {
  readonly fetch: typeof fetch;
  readonly WebSocket: typeof WebSocket;
  readonly EventSource: typeof EventSource;
  /** The page's clock: milliseconds, monotonic. */
  readonly nowMs: () => number;
  readonly random: () => number;
  /** Runs `task` later; the result cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  /** Reports when the page is shown again, goes online, is stored or comes back; the result stops it. */
  readonly watchPage: (page: PageListener) => () => void;
  /** Keeps a text for the next page in this tab, which takes it; only one gets it. */
  readonly keep: (text: string) => void;
  readonly take: () => string | null;
}

export interface PageListener {
  /** Shown again, or the network is back: a good moment to retry what failed. */
  readonly awake: () => void;
  /** Left, and perhaps stored by the browser, which open sockets would prevent. */
  readonly stored: () => void;
}

const KEPT = 'wire101:lab';

/** The environment of a page. */
export function browserEnvironment(): LabEnvironment {
  return {
    fetch: (input, init) => fetch(input, init),
    WebSocket,
    EventSource,
    nowMs: () => performance.now(),
    random: Math.random,
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
    // A browser may forbid storage: then each page has a lab of its own.
    keep(text) {
      try {
        sessionStorage.setItem(KEPT, text);
      } catch {}
    },
    take() {
      try {
        const text = sessionStorage.getItem(KEPT);
        sessionStorage.removeItem(KEPT);
        return text;
      } catch {
        return null;
      }
    },
    watchPage({ awake, stored }) {
      const leaving = new AbortController();
      const { signal } = leaving;
      const shown = () => {
        if (!document.hidden) awake();
      };
      document.addEventListener('visibilitychange', shown, { signal });
      window.addEventListener('online', awake, { signal });
      window.addEventListener('pageshow', (event) => event.persisted && awake(), { signal });
      window.addEventListener('pagehide', stored, { signal });
      return () => leaving.abort();
    },
  };
}
