import type { ClassMember, ClassSteering } from '../../protocol/messages/class';
import type { Done } from './done';

/** What a tab keeps of its class, so that a reload does not end it. */
export type KeptClass =
  | {
      readonly role: 'teacher';
      readonly token: string;
      readonly steering: ClassSteering;
      readonly removed: readonly string[];
      /** Everybody who was in the class, while the page is being left. */
      readonly members?: readonly ClassMember[];
    }
  | {
      readonly role: 'student';
      readonly code: string;
      readonly key: string;
      readonly seal: string;
      readonly nickname: string;
      /** Of all lessons: after a reload the page knows those of the lesson that is open. */
      readonly done: Done;
    };

/** Also in `src/app/class/in-class.ts`, which comes with every page. */
const KEY = 'wire101:class';

/** Where a tab keeps it: `sessionStorage`, or a stand-in. */
export type ClassStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function readKept(store: ClassStore | null): KeptClass | null {
  try {
    const kept = JSON.parse(store?.getItem(KEY) ?? 'null') as KeptClass | null;
    return kept?.role === 'teacher' || kept?.role === 'student' ? kept : null;
  } catch {
    return null;
  }
}

/** A browser that keeps nothing loses the class with a reload, and nothing else. */
export function keep(store: ClassStore | null, kept: KeptClass | null): void {
  try {
    if (kept) store?.setItem(KEY, JSON.stringify(kept));
    else store?.removeItem(KEY);
  } catch {
    // Full, or switched off.
  }
}
