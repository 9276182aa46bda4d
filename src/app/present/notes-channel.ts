import type { SpeakerNotes } from '../../lessons/define';
import type { PresenterAction } from './keys';

/** What the notes window shows. It has no lab, feed or lesson. */
export interface NotesState {
  readonly lesson: string;
  /** Minutes planned for each step. */
  readonly minutes: readonly number[];
  /** Index of the step; the number of steps at the recap. */
  readonly place: number;
  /** Null at the recap, and without a lesson. */
  readonly step: { readonly title: string; readonly notes: SpeakerNotes } | null;
  readonly next: string | null;
  readonly isPaused: boolean;
  readonly isBlank: boolean;
  /** When presenting and this step began, Unix time in milliseconds. */
  readonly beganAt: number;
  readonly stepAt: number;
}

/** Commands from the notes window. */
export type Steering = Extract<PresenterAction, 'next' | 'back' | 'blank' | 'text'> | 'toggle';

export type NotesMessage =
  /** Asks for the current state. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'steer'; readonly action: Steering }
  | { readonly kind: 'state'; readonly state: NotesState }
  /** The presentation has ended. */
  | { readonly kind: 'gone' };

export const NOTES_PATH = '/notes';

/** Each presentation has its own channel, since there may be several. */
export function openChannel(id: string): BroadcastChannel {
  return new BroadcastChannel(`wire101.notes.${id}`);
}

/** The address of the notes of the presentation `id`. */
export const notesAddress = (id: string) => `${NOTES_PATH}?of=${id}`;
