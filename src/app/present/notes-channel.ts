import type { SpeakerNotes } from '../../lessons/define';
import type { PresenterAction } from './keys';

/** What the window with the speaker notes shows. It has no lab, feed or lesson of its own. */
export interface NotesState {
  readonly lesson: string;
  /** Planned for each step, in minutes. */
  readonly minutes: readonly number[];
  /** Index of the step; their number for the recap. */
  readonly place: number;
  /** Null at the recap, and where no lesson is open. */
  readonly step: { readonly title: string; readonly notes: SpeakerNotes } | null;
  readonly next: string | null;
  readonly isPaused: boolean;
  readonly isBlank: boolean;
  /** Unix times in milliseconds: when presenting began, and this step. */
  readonly beganAt: number;
  readonly stepAt: number;
}

/** What one can do to the presentation from the other window. */
export type Steering = Extract<PresenterAction, 'next' | 'back' | 'blank' | 'text'> | 'toggle';

export type NotesMessage =
  /** From the notes: tell me where you are. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'steer'; readonly action: Steering }
  | { readonly kind: 'state'; readonly state: NotesState }
  /** The presentation has been left. */
  | { readonly kind: 'gone' };

export const NOTES_PATH = '/notes';

/** Several pages may be presented at once: each has a channel of its own. */
export function openChannel(id: string): BroadcastChannel {
  return new BroadcastChannel(`wire101.notes.${id}`);
}

/** The address of the notes that belong to the presentation `id`. */
export const notesAddress = (id: string) => `${NOTES_PATH}?of=${id}`;
