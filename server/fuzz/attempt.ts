/** The lab of a batch in which something is tried. */
export type Role = 'calm' | 'impaired' | 'program' | 'ending' | 'forged';

/** A step of a client. Strings are bytes (latin1), with names in braces that are filled in: `{lab}`. */
export type Step =
  /** `cuts`: offsets at which the write is cut; between two pieces the server gets a turn. */
  | { readonly send: string; readonly cuts?: readonly number[] }
  /** Waits until it has received this, but not for long. */
  | { readonly until: string }
  | { readonly waitMs: number }
  /** Stops reading until the end of the batch. */
  | { readonly deaf: true }
  /** `stay`: sends no more and waits for the server to end it. */
  | { readonly end: 'stay' | 'fin' | 'reset' };

/** One TCP connection to the server, and everything that is sent on it. */
export interface ClientAttempt {
  readonly entry: string;
  readonly role: Role;
  readonly steps: readonly Step[];
}

/** A report that a sandbox could write at the end of a turn: any text. */
export interface ForgedAttempt {
  readonly entry: 'report';
  readonly report: string;
  readonly buffers: number;
}

/** One thing that is tried against the server. It can be printed as JSON. */
export type Attempt = ClientAttempt | ForgedAttempt;
