import type { SpeakerNotes } from '../../lessons/define';
import type { Move } from '../../lessons/remote';
import { hrefOf } from '../../ui/address';
import type { Answering, PresenterAction } from './keys';

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
  /** What "next" does now, and how its button says it. */
  readonly move: Move;
  readonly words: string;
  /** The question that the room answers, with what is chosen, locked in, and said by the wire. */
  readonly question: NotesQuestion | null;
  readonly isPaused: boolean;
  readonly isBlank: boolean;
  /** When presenting and this step began, Unix time in milliseconds. */
  readonly beganAt: number;
  readonly stepAt: number;
}

/** A prediction, as the notes show it. */
export interface NotesQuestion {
  readonly text: string;
  readonly isOpen: boolean;
  readonly answers: readonly {
    readonly text: string;
    readonly isChosen: boolean;
    readonly isWire: boolean;
  }[];
}

/** Commands from the notes window. */
export type Steering = Extract<PresenterAction, Answering | 'next' | 'back' | 'blank' | 'text'> | 'toggle';

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
export const notesAddress = (id: string) => hrefOf(`${NOTES_PATH}?of=${id}`);
