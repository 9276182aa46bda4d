import type { Cable } from '../../timeline';
import { count } from '../format';

/** What has been on it: "1 handshake, 6 frames". */
export function countsText({ requests, handshakes, frames, turn }: Cable): string {
  const answers = turn?.answers ?? requests;
  const answered = answers < requests ? `, ${answers} answered` : '';
  const parts = [
    requests > 0 && `${count(requests, 'request')}${answered}`,
    handshakes > 0 && count(handshakes, 'handshake'),
    frames > 0 && count(frames, 'frame'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? ` · ${parts.join(', ')}` : '';
}

/** Who holds its client end, when that is not the student's browser or others are there: "another client at 10.0.0.7 · ". */
export function clientText({ client, connection }: Cable, isAmongOthers = false): string {
  if (client === 'raw') return 'raw client · ';
  if (client === 'page') return isAmongOthers ? 'this page · ' : '';
  return `another client at ${connection.client.address} · `;
}
