import { looksLike } from '../../../protocol/http-faults/first-bytes';
import type { Peer } from '../../../protocol/unit';
import type { NoteEvent, OpenEvent } from '../event';
import type { Looks } from './looks';

const TLS_NOTE =
  'This connection is encrypted (TLS), so none of it can be read. Capture where it is not: between the proxy and the app, on loopback. Or save the browser’s network log as HAR, which holds the messages. Or let the browser write its keys (SSLKEYLOGFILE=keys.txt), and paste what “tshark -r FILE -o tls.keylog_file:keys.txt -q -z follow,tls,raw,STREAM” prints.';

const NOTHING = new Uint8Array(0);

/** Why nothing of a connection is decoded, by the first bytes of its sides and what they look like. */
export function whyNot(
  start: OpenEvent['start'],
  { client, server }: Readonly<Partial<Record<Peer, Looks>>>,
  first: Readonly<Partial<Record<Peer, Uint8Array>>>,
): NoteEvent {
  const note = (what: NoteEvent['what'], text: string): NoteEvent => ({ kind: 'note', what, text });
  if (client === 'tls' || server === 'tls') return note('tls', TLS_NOTE);
  if (client === 'http2') {
    return note('no-http', 'This connection speaks HTTP/2, which is not decoded here: only HTTP/1.1 is.');
  }
  if (start === 'missed') {
    return note(
      'start-missed',
      'The capture begins in the middle of this connection, and its first bytes are neither an HTTP message nor WebSocket frames: none of it is decoded.',
    );
  }
  const like = looksLike(first.client ?? NOTHING, 'client') ?? looksLike(first.server ?? NOTHING, 'server');
  const text = 'This connection carries no HTTP, so none of it is decoded.';
  return note('no-http', like === null ? text : `${text} ${like}`);
}
