let isLibrary = false;

/** Listeners that are added meanwhile are the library's own. */
export function asLibrary(work: () => void): void {
  const before = isLibrary;
  isLibrary = true;
  work();
  isLibrary = before;
}

export const isAddedByLibrary = (): boolean => isLibrary;
