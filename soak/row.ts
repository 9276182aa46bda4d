import type { Attack } from './attack';
import type { StandSettings } from './stand';

/**
 * What may stay, in MiB, of attacks that fill memory with many buffers side by side: the system's allocator gives back no page on
 * which one of them is still used.
 */
export const HOLES_MIB = 64;

/** One attack, and what the server owes meanwhile and afterwards. */
export interface Row {
  readonly name: string;
  /** What somebody does to the server here, in a few words. */
  readonly what: string;
  /** Part of the short form. */
  readonly isShort?: true;
  /** Rows of the same settings share a server, one after the other. */
  readonly stand?: StandSettings;
  /** Where what is allowed takes more than `PEAK_MIB`: so much, in MiB. */
  readonly peakMiB?: number;
  /** Where it is right that something stays, such as the logs of labs: so much, in MiB. */
  readonly leftMiB?: number;
  /** It ends after this, done or not. */
  readonly mostSeconds?: number;
  attack(attack: Attack): Promise<void>;
}

/** How a row went. */
export interface Result {
  readonly name: string;
  readonly isPassed: boolean;
  /** Why not, in sentences. */
  readonly faults: readonly string[];
  /** Resident memory above the start: at most, and at the end. NaN where the system does not tell. */
  readonly peakMiB: number;
  readonly leftMiB: number;
  /** Of the healthy echo. */
  readonly p99Ms: number;
  readonly longestMs: number;
  readonly lost: number;
  readonly seconds: number;
  /** How late the healthy clients' own clock was: it is not held against the server. */
  readonly lateMs: number;
}
