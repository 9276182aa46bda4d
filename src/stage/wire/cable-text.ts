import type { Impairment } from '../../protocol/feed';
import type { Cable } from '../../timeline';
import { isThisMachine } from '../../timeline/client-name';
import { isForeign } from '../../timeline/connection-timeline';
import { count, formatBytes } from '../format';

/** The traffic so far: "1 handshake, 6 frames"; on a plain one "server: 3 reads, 1 write". */
export function countsText({ requests, handshakes, frames, reads, writes, turn }: Cable): string {
  const answers = turn?.answers ?? requests;
  const answered = answers < requests ? `, ${answers} answered` : '';
  const parts = [
    requests > 0 && `${count(requests, 'request')}${answered}`,
    handshakes > 0 && count(handshakes, 'handshake'),
    frames > 0 && count(frames, 'frame'),
    reads + writes > 0 && `server: ${count(reads, 'read')}, ${count(writes, 'write')}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? ` · ${parts.join(', ')}` : '';
}

/**
 * Who is at its client end: "client 2", "raw client", "another program at 10.0.0.7". `number` is that of the student's
 * program that opened it. Null for the page, where nobody else is there.
 */
export function clientName(
  { client, program, connection }: Cable,
  number: number | null,
  isAmongOthers: boolean,
): string | null {
  if (client === 'raw') return 'raw client';
  if (client === 'guest') return program;
  const { address } = connection.client;
  if (isForeign(connection) && (isThisMachine(address) || address === 'unknown')) return program;
  if (client === 'another') return `${program} at ${connection.client.address}`;
  if (number !== null) return `client ${number}`;
  return isAmongOthers ? 'this page' : null;
}

/** What is done to a connection on purpose; empty for nothing. */
export function impairmentText(impairment: Impairment, by: 'the lab' | 'the relay' = 'the lab'): string {
  const { delayMs, jitterMs, bytesPerSecond, readBytes, gatherMs, cut } = impairment;
  if (cut === 'stall') return `${by} lets nothing pass for now`;
  if (cut === 'black hole') return `${by} swallows everything, both ways`;
  const jitter = jitterMs > 0 ? ` and up to ${jitterMs} ms at random` : '';
  const parts = [
    (delayMs > 0 || jitterMs > 0) && `adds ${delayMs} ms${jitter} each way`,
    bytesPerSecond > 0 && `lets ${formatBytes(bytesPerSecond)} pass a second`,
    readBytes > 0 && `has the server read ${count(readBytes, 'byte')} at a time (more if a read is long)`,
    gatherMs > 0 && `has the server read what comes in ${gatherMs} ms at once`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `${by} ${parts.join(', ')}` : '';
}
