import { useSyncExternalStore } from 'react';
import { Attending } from '../../lab/class/attending';
import { type ClassStore, readKept } from '../../lab/class/kept';
import { Told } from '../../lab/class/store';
import { Teaching } from '../../lab/class/teaching';
import { ROOT } from '../../ui/address';

/** The class of this tab, through all pages of the course. */
class ClassSession extends Told {
  now: Teaching | Attending | null = null;
  #stop = () => {};

  begin(next: Teaching | Attending | null): void {
    this.#stop();
    this.now = next;
    this.#stop = next?.subscribe(() => this.changed()) ?? (() => {});
    this.changed();
  }
}

const session = new ClassSession();

addEventListener('pagehide', () => session.now instanceof Teaching && session.now.keepMembers());

/** The class of this tab, or null; renders again with each change in it. A reload takes it up again. */
export function useClass(): Teaching | Attending | null {
  useSyncExternalStore(session.subscribe, () => session.revision);
  return session.now;
}

/** Opens a new class, unless the tab is in one. */
export function openClass(): void {
  if (session.now === null || session.now.state.kind === 'over') {
    session.begin(new Teaching({ root: ROOT, store: storeOf('sessionStorage') }));
  }
}

/** Joins a class by its code. */
export function joinClass(code: string, nickname: string): void {
  session.begin(
    new Attending({
      root: ROOT,
      store: storeOf('sessionStorage'),
      browser: storeOf('localStorage'),
      code,
      nickname,
    }),
  );
}

/** Takes up the class that the tab was in before a reload. */
export function resumeClass(): void {
  if (session.now !== null) return;
  const store = storeOf('sessionStorage');
  const kept = readKept(store);
  if (kept?.role === 'teacher') session.begin(new Teaching({ root: ROOT, store }));
  else if (kept) session.begin(new Attending({ root: ROOT, store, browser: storeOf('localStorage') }));
}

/** Forgets a class that is over. */
export function forgetClass(): void {
  session.begin(null);
}

/** Null where it is switched off. */
function storeOf(name: 'sessionStorage' | 'localStorage'): ClassStore | null {
  try {
    return window[name];
  } catch {
    return null;
  }
}
