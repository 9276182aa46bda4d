import type { CapturedConnection } from '../../capture/capture';
import type { Unit } from '../../protocol/unit';
import type { Selection } from '../../timeline/pointing';
import { pointAt, type Traffic } from '../traffic';

/** A connection that carries bytes and no protocol, and what went over it towards the server. */
interface PlainTry {
  readonly connection: CapturedConnection;
  /** The sizes of the client's writes, in order. */
  readonly writes: readonly number[];
  /** The reads of the server's socket. */
  readonly reads: readonly Unit[];
  /** Whether the server has read all that was written. */
  readonly isWhole: boolean;
}

/** The connections of this traffic, silent ones too, in the order in which they were opened. */
export function connectionsOf({ capture, calls }: Traffic): readonly CapturedConnection[] {
  const openers = new Set(calls.map(({ opener }) => opener));
  return capture.connections.filter(({ openedBy }) => openedBy !== null && openers.has(openedBy));
}

/** The plain connections of this traffic, each with its writes and reads. */
export function triesOf(traffic: Traffic): readonly PlainTry[] {
  return connectionsOf(traffic)
    .filter(({ isPlain }) => isPlain)
    .map((connection) => {
      const calls = traffic.calls.filter(({ opener }) => opener === connection.openedBy);
      const writes = calls.flatMap((call) => call.writes ?? []);
      const reads = traffic.units.filter(
        (unit) => unit.connection === connection.id && unit.sender === 'client' && unit.kind === 'bytes',
      );
      const isWhole = writes.length > 0 && sizeOf(reads) === sum(writes);
      return { connection, writes, reads, isWhole };
    });
}

/** The newest try whose bytes the server has all read. */
export function wholeTryOf(traffic: Traffic): PlainTry | null {
  return triesOf(traffic).findLast(({ isWhole }) => isWhole) ?? null;
}

/** How many bytes these reads hold. */
export function sizeOf(reads: readonly Unit[]): number {
  return sum(reads.map(({ start, end }) => end - start));
}

/** The last read, to look at: everything else came before it. */
export function lastReadOf(traffic: Traffic): Selection | null {
  const last = wholeTryOf(traffic)?.reads.at(-1);
  return last ? pointAt(traffic.capture, last) : null;
}

/** What is awaited: bytes that the server has read in part, or not at all. */
export function whatIsOnItsWay(traffic: Traffic): string | null {
  const last = triesOf(traffic).at(-1);
  if (!last || last.isWhole || last.writes.length === 0) return null;
  return `The server’s socket has read ${sizeOf(last.reads)} of ${sum(last.writes)} bytes so far.`;
}

/** Null once three writes came in one read. */
export function missingOneRead(traffic: Traffic): string | null {
  const tries = triesOf(traffic).filter(({ isWhole }) => isWhole);
  if (tries.some(({ writes, reads }) => writes.length >= 3 && reads.length === 1)) return null;
  const last = tries.at(-1);
  if (!last) return whatIsOnItsWay(traffic) ?? 'The server has read nothing of yours yet.';
  const { writes, reads } = last;
  if (writes.length < 3) return `That was ${writesText(writes.length)}; the goal is three in one read.`;
  return `Your ${writesText(writes.length)} arrived in ${readsText(reads.length)}, not in one.`;
}

/** Null once one write came in two reads or more. */
export function missingManyReads(traffic: Traffic): string | null {
  const tries = triesOf(traffic).filter(({ isWhole }) => isWhole);
  if (tries.some(({ writes, reads }) => writes.length === 1 && reads.length > 1)) return null;
  const last = tries.at(-1);
  if (!last) return whatIsOnItsWay(traffic) ?? 'The server has read nothing of yours yet.';
  const { writes, reads } = last;
  if (writes.length > 1)
    return `That was ${writesText(writes.length)}; the goal is one write in two reads or more.`;
  const size = sizeOf(reads);
  return `Your write of ${size} ${size === 1 ? 'byte' : 'bytes'} arrived in one read.`;
}

/** The bytes of the newest try that was read in full: fewer is better. */
export function bytesOfTry(traffic: Traffic): number {
  const last = wholeTryOf(traffic);
  return last ? sum(last.writes) : 0;
}

/** "1 read", "3 reads". */
export const readsText = (count: number) => `${count} ${count === 1 ? 'read' : 'reads'}`;
/** "1 write", "3 writes". */
export const writesText = (count: number) => `${count} ${count === 1 ? 'write' : 'writes'}`;

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
