/** What a run of the model is made of. Times are model milliseconds; nothing here was ever on a wire. */

/** The first byte's sequence number, counted from the SYN, which is number 0 (RFC 9293 §3.4). */
export const FIRST_SEQ = 1;

/** What is simulated: one direction of an open connection. */
export interface ModelSetting {
  /** The segments that are sent, one character per byte. */
  readonly segments: readonly string[];
  /** How likely it is that a segment or an acknowledgement is lost: 0 to 0.5. */
  readonly loss: number;
  /** How likely it is that one is late, so that what was sent after it overtakes it: 0 to 1. */
  readonly reorder: number;
  /** The same seed gives the same run. */
  readonly seed: number;
  /** Segments, counted from 1, whose first transmission is always lost. */
  readonly lost?: readonly number[];
  /** Segments, counted from 1, whose first transmission is always late. */
  readonly late?: readonly number[];
}

interface OnTheWay {
  readonly id: number;
  readonly sentAt: number;
  /** When it arrives; null when lost. */
  readonly arrivesAt: number | null;
  /** When it is lost, halfway; null when it arrives. */
  readonly lostAt: number | null;
  /** It takes longer than others. */
  readonly isLate: boolean;
}

/** A segment with data, from the sender to the receiver. */
export interface DataSegment extends OnTheWay {
  readonly kind: 'data';
  /** Which one, counted from 1. */
  readonly number: number;
  /** The sequence number of its first byte. */
  readonly seq: number;
  readonly text: string;
  /** Why it is sent. */
  readonly why: Sending;
}

/** `partial`: an acknowledgement while losses are repaired, which does not cover all that was sent before (RFC 6582 §3.2). */
export type Sending = 'first' | 'timeout' | 'fast' | 'partial';

/** A cumulative acknowledgement, from the receiver to the sender: the next byte that is expected (RFC 9293 §3.4). */
export interface Acknowledgement extends OnTheWay {
  readonly kind: 'ack';
  readonly ack: number;
}

export type Packet = DataSegment | Acknowledgement;

export type ModelEvent =
  | { readonly kind: 'sent'; readonly at: number; readonly packet: Packet }
  | { readonly kind: 'lost'; readonly at: number; readonly packet: Packet }
  | {
      readonly kind: 'segment arrived';
      readonly at: number;
      readonly packet: DataSegment;
      /** `held`: bytes before it are missing. `duplicate`: its bytes were there already. */
      readonly effect: 'in order' | 'held' | 'duplicate';
    }
  | { readonly kind: 'read'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'ack arrived';
      readonly at: number;
      readonly packet: Acknowledgement;
      readonly effect: 'new' | 'duplicate' | 'old';
      /** Which duplicate in a row, from 1; 0 when it is none. */
      readonly duplicates: number;
    }
  | {
      readonly kind: 'timeout';
      readonly at: number;
      readonly number: number;
      readonly waitedMs: number;
    };

/** Both ends at one instant. */
export interface ModelState {
  /** The oldest sequence number that is not acknowledged (SND.UNA). */
  readonly una: number;
  /** The next one to be sent (SND.NXT). */
  readonly next: number;
  /** The next one that the receiver expects (RCV.NXT). */
  readonly expected: number;
  /** What arrived out of order and waits in the receive buffer, by sequence number. */
  readonly held: readonly { readonly seq: number; readonly text: string }[];
  /** All that the receiving application has read. */
  readonly read: string;
}

/** One run, from the first segment to the last acknowledgement. */
export interface ModelRun {
  readonly setting: ModelSetting;
  /** In order of time; within an instant, in causal order. */
  readonly events: readonly ModelEvent[];
  /** The state after each of them. */
  readonly states: readonly ModelState[];
  readonly endsAt: number;
}

/** Both ends before anything was sent. */
export const AT_FIRST: ModelState = {
  una: FIRST_SEQ,
  next: FIRST_SEQ,
  expected: FIRST_SEQ,
  held: [],
  read: '',
};

/** Both ends at an instant, after all that happened at it. */
export function stateAt(run: ModelRun, atMs: number): ModelState {
  const after = run.events.findIndex(({ at }) => at > atMs);
  const count = after === -1 ? run.events.length : after;
  return run.states[count - 1] ?? AT_FIRST;
}

/** What the application had read when the first segment was sent again; null in a run without one. */
export function readBeforeRepair(run: ModelRun): { readonly at: number; readonly read: string } | null {
  const place = run.events.findIndex(
    (event) => event.kind === 'sent' && event.packet.kind === 'data' && event.packet.why !== 'first',
  );
  const event = run.events[place];
  return event ? { at: event.at, read: (run.states[place - 1] ?? AT_FIRST).read } : null;
}
