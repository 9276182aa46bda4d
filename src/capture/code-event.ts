import type { CodeKind, PacketRef } from '../protocol/feed';
import type { Peer } from '../protocol/unit';

/** A line that ran in a student's own program, at either end of Socket.IO. Matched to packets by position, never by content. */
export interface CodeEvent {
  /** Counts from 0, in the order in which events were recorded here. */
  readonly id: number;
  /** On the capture's clock, microseconds; at the client's end converted from the page's clock, so inferred. */
  readonly at: number;
  readonly end: Peer;
  /** Which client's program, from 1; 0 for the server's. */
  readonly client: number;
  /** Which run of it, from 1. */
  readonly run: number;
  readonly kind: CodeKind;
  /** In its text, from 1; 0 for none. */
  readonly line: number;
  /** The event's name, or what was said. */
  readonly text: string;
  readonly packets: readonly PacketRef[];
  /** Why an emit made no packet at once, where its client tells: it keeps the event until it is connected, or drops it. */
  readonly unsent?: 'kept' | 'dropped';
}

/** A program: 0 for the server, clients count from 1. */
export type ProgramNumber = number;
export const SERVER: ProgramNumber = 0;

/** The program that ran this line. */
export const programOf = ({ end, client }: Pick<CodeEvent, 'end' | 'client'>): ProgramNumber =>
  end === 'server' ? SERVER : client;
