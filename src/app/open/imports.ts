import { useSyncExternalStore } from 'react';
import type { RecordedSession } from '../../lab/recorded-session';
import type { Import } from './import-file';

/** The import of a session that is under way, or was the last. A new capture makes the page anew, so it is kept outside of it. */
class Imports {
  now: Import | null = null;
  readonly #session: RecordedSession;
  readonly #listeners = new Set<() => void>();
  #stop = () => {};
  /** Counts imports: what an older one tells is ignored. */
  #turn = 0;

  constructor(session: RecordedSession) {
    this.#session = session;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Reads this file, in place of the one before. */
  async open(file: Blob, name: string): Promise<void> {
    this.#stop();
    this.#turn++;
    const turn = this.#turn;
    try {
      // What reads files comes with the first one.
      const { importFile } = await import('./import-file');
      if (turn !== this.#turn) return;
      this.#stop = importFile(file, name, this.#session, (now) => turn === this.#turn && this.#change(now));
    } catch {
      const failure = 'The file reader could not be loaded: is the server running?';
      this.#change({ name, bytes: file.size, readBytes: 0, state: 'failed', notes: [], failure });
    }
  }

  stop(): void {
    this.#stop();
  }

  #change(now: Import): void {
    this.now = now;
    for (const listener of [...this.#listeners]) listener();
  }
}

const all = new WeakMap<RecordedSession, Imports>();

function importsOf(session: RecordedSession): Imports {
  let known = all.get(session);
  if (!known) {
    known = new Imports(session);
    all.set(session, known);
  }
  return known;
}

/** The session's import; renders again as it goes on. */
export function useImports(session: RecordedSession): Imports {
  const imports = importsOf(session);
  useSyncExternalStore(imports.subscribe, () => imports.now);
  return imports;
}
