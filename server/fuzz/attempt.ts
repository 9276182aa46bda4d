/** In which of a batch's labs something is tried. */
export type Role = 'calm' | 'impaired' | 'program' | 'ending' | 'forged';

/** What a client does, one after the other. Texts are bytes (latin1), with names in braces that are filled in: `{lab}`. */
export type Step =
  /** `cuts`: offsets at which the write is cut; between two pieces the server gets a turn. */
  | { readonly send: string; readonly cuts?: readonly number[] }
  /** Waits until this has come, but not for long. */
  | { readonly until: string }
  | { readonly waitMs: number }
  /** Stops reading what comes, until the end of the batch. */
  | { readonly deaf: true }
  /** `stay`: says no more and waits for the server to end it. */
  | { readonly end: 'stay' | 'fin' | 'reset' };

/** One TCP connection to the server, and all that is sent on it. */
export interface ClientAttempt {
  readonly entry: string;
  readonly role: Role;
  readonly steps: readonly Step[];
}

/** What a sandbox could tell at the end of a turn: a text, whatever it holds. */
export interface ForgedAttempt {
  readonly entry: 'report';
  readonly report: string;
  readonly buffers: number;
}

/** One thing that is tried against the server, small enough to be printed: JSON holds all of it. */
export type Attempt = ClientAttempt | ForgedAttempt;
