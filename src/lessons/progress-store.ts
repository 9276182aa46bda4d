/** Where progress is kept: `localStorage`, or a stand-in. */
export type ProgressStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Whether progress outlives the visit: `forbidden` and `full` storages keep it while the page is open. */
export type Keeping = 'kept' | 'forbidden' | 'full';

const listeners = new Set<() => void>();
let revision = 0;

/** Calls the listener whenever progress changes, here or in another window, until the result is called. */
export function watchProgress(listener: () => void): () => void {
  if (listeners.size === 0) globalThis.addEventListener?.('storage', changed);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) globalThis.removeEventListener?.('storage', changed);
  };
}

/** Grows with every change of progress. */
export const progressRevision = (): number => revision;

/** Puts one value into the store, or removes it, and notifies the listeners. */
export function keepIn(store: ProgressStore | null, key: string, value: string | null): void {
  if (value === null) store?.removeItem(key);
  else store?.setItem(key, value);
  changed();
}

function changed(): void {
  revision += 1;
  for (const listener of [...listeners]) listener();
}

/** The browser's storage; what it refuses is remembered as long as this object lives. */
export class VisitStore implements ProgressStore {
  readonly #storage: ProgressStore | null;
  /** Values that the storage refused; null where it refused a removal. */
  readonly #memory = new Map<string, string | null>();

  constructor(storage: ProgressStore | null) {
    this.#storage = storage;
  }

  get keeping(): Keeping {
    if (this.#storage === null) return 'forbidden';
    return this.#memory.size > 0 ? 'full' : 'kept';
  }

  getItem(key: string): string | null {
    const remembered = this.#memory.get(key);
    if (remembered !== undefined) return remembered;
    try {
      return this.#storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  setItem(key: string, value: string): void {
    try {
      if (!this.#storage) throw new RangeError('no storage');
      this.#storage.setItem(key, value);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, value);
    }
  }

  removeItem(key: string): void {
    try {
      this.#storage?.removeItem(key);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, null);
    }
  }
}

let visit: VisitStore | null = null;

/** The one store of this page. */
export function browserStore(): VisitStore {
  visit ??= new VisitStore(storageOfBrowser());
  return visit;
}

/** Null where it is switched off. */
function storageOfBrowser(): ProgressStore | null {
  try {
    const probe = 'wire101:probe';
    localStorage.getItem(probe);
    return localStorage;
  } catch {
    return null;
  }
}
