import type { Impairment } from '../../protocol/feed';
import { type AnyLayer, wireLayer } from '../../protocol/layers';
import type { Cable } from '../../timeline';
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

/** The layer that an open cable speaks now, in whose colour it is drawn. */
export function layerOfCable({ phase, after }: Cable): AnyLayer {
  if (phase === 'duplex') return wireLayer(after);
  return wireLayer(phase === 'turns' ? phase : 'bytes');
}

/** Who is at its client end, if that needs saying: "another program at 10.0.0.7 · ". */
export function clientText({ client, program, connection }: Cable, isAmongOthers = false): string {
  if (client === 'raw') return 'raw client · ';
  if (client === 'page') return isAmongOthers ? 'this page · ' : '';
  return `${program} at ${connection.client.address} · `;
}

/** What the lab does to a connection; empty for nothing. */
export function impairmentText(impairment: Impairment): string {
  const { delayMs, jitterMs, bytesPerSecond, readBytes, gatherMs, cut } = impairment;
  if (cut === 'stall') return 'the lab lets nothing pass for now';
  if (cut === 'black hole') return 'the lab swallows everything, both ways';
  const jitter = jitterMs > 0 ? ` and up to ${jitterMs} ms at random` : '';
  const parts = [
    (delayMs > 0 || jitterMs > 0) && `adds ${delayMs} ms${jitter} each way`,
    bytesPerSecond > 0 && `lets ${formatBytes(bytesPerSecond)} pass a second`,
    readBytes > 0 && `has the server read ${count(readBytes, 'byte')} at a time, or more of a long read`,
    gatherMs > 0 && `has the server read what comes in ${gatherMs} ms at once`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `the lab ${parts.join(', ')}` : '';
}
