import type { Listener } from '../../events';
import { asLibrary } from '../library-listeners';
import type { LibraryEmitter } from '../library-types';

/** Stands for the library's own file `on`: it listens as that does, and its listeners are not the program's. */
export function on(target: LibraryEmitter, event: string, listener: Listener): () => void {
  asLibrary(() => target.on(event, listener));
  return () => void target.off(event, listener);
}
