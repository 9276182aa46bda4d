import type { Cable } from '../../timeline';
import { count } from '../format';

/** What has been on it: "1 handshake, 6 frames". */
export function countsText({ requests, handshakes, frames }: Cable): string {
  const parts = [
    requests > 0 && count(requests, 'request'),
    handshakes > 0 && count(handshakes, 'handshake'),
    frames > 0 && count(frames, 'frame'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? ` · ${parts.join(', ')}` : '';
}

/** Who holds its client end, when that is not the student's browser: "another client at 10.0.0.7 · ". */
export function clientText({ client, connection }: Cable): string {
  if (client === 'raw') return 'raw client · ';
  return client === 'another' ? `another client at ${connection.client.address} · ` : '';
}
