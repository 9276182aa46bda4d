import type { Attack } from './attack';
import type { StandSettings } from './stand';

/**
 * Memory that may stay, in MiB, after attacks that fill it with many buffers side by side: the system's allocator does not give back a
 * page on which one of them is still in use.
 */
export const HOLES_MIB = 64;

/** One attack, and what the server may cost meanwhile and afterwards. */
export interface Row {
  readonly name: string;
  /** The attack in a few words. */
  readonly what: string;
  /** Part of the short form. */
  readonly isShort?: true;
  /** Rows with the same settings share a server, one after the other. */
  readonly stand?: StandSettings;
  /** Replaces `PEAK_MIB` where a permitted use takes more. */
  readonly peakMiB?: number;
  /** Memory that may stay, where that is right, such as the logs of labs. */
  readonly leftMiB?: number;
  /** The row ends after this, done or not. */
  readonly maxSeconds?: number;
  attack(attack: Attack): Promise<void>;
}

/** The result of a row. */
export interface Result {
  readonly name: string;
  readonly isPassed: boolean;
  /** Why not, in sentences. */
  readonly faults: readonly string[];
  /** Resident memory above the baseline, at its peak and at the end. NaN where the system does not tell. */
  readonly peakMiB: number;
  readonly leftMiB: number;
  /** The waits for the healthy echo. */
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly lost: number;
  readonly seconds: number;
  /** How late the healthy clients' own timers were, which does not count against the server. */
  readonly lateMs: number;
}
