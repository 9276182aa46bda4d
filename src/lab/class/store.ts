/** What tells its subscribers that it has changed. */
export class Told {
  /** Grows with every change. */
  revision = 0;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  protected changed(): void {
    this.revision += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}
