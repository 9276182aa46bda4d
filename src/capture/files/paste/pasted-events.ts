import type { Peer } from '../../../protocol/unit';
import { frameAt, framesIn, looksOf } from '../decode/looks';
import { openingOf, requestFor } from '../decode/opening';
import type { EmitEvent, OpenEvent } from '../event';
import { joinBytes } from '../join-bytes';
import { FORM_NAMES, type Pasted, type PastedPart } from './pasted';

type Sent = Exclude<PastedPart, { sender: null }> & { readonly sender: Peer };

const NOWHERE = { address: 'unknown', port: 0 };

/**
 * Gives pasted bytes as one connection. Where it does not say who sent them, their first bytes do; where they begin in
 * the middle of a WebSocket, an opening handshake is put before them.
 */
export function emitPasted({ form, parts, remark }: Pasted, emit: EmitEvent): void {
  const sent = parts.flatMap(sentParts);
  const first: Partial<Record<Peer, Uint8Array>> = {};
  for (const sender of ['client', 'server'] as const) {
    const bytes = sent.flatMap((part) => (part.sender === sender && 'bytes' in part ? [part.bytes] : []));
    if (bytes.length > 0) first[sender] = joinBytes(bytes);
  }
  const before = beforeOf(first, form === 'marked');
  const said = [
    `It was read as ${FORM_NAMES[form]}.`,
    remark,
    before === undefined ? '' : before.length === 1 ? REQUEST_ADDED : HANDSHAKE_ADDED,
    parts.some(({ sender }) => sender === null) ? senderSaid(first) : '',
    NO_TIMES,
  ];
  emit({ kind: 'note', what: 'pasted', text: said.filter(Boolean).join(' ') });
  const more = before === undefined ? {} : { before };
  emit({
    kind: 'open',
    connection: 1,
    client: NOWHERE,
    server: NOWHERE,
    atMicros: 0,
    start: 'given',
    ...more,
  });
  for (const part of sent) {
    if ('end' in part) emit({ kind: 'end', connection: 1, by: part.sender, how: part.end, atMicros: 0 });
    else emit({ kind: 'chunk', connection: 1, sender: part.sender, bytes: part.bytes, atMicros: 0 });
  }
}

const NO_TIMES = 'It has no times: those that are shown only keep the order.';
const REQUEST_ADDED =
  'The request that was answered is not among it: another one was put before it, and is not part of it.';
const HANDSHAKE_ADDED =
  'It begins after the opening handshake: one was put before it, and is not part of it. What was agreed and said before is not known.';

function senderSaid(first: Partial<Record<Peer, Uint8Array>>): string {
  if (first.client !== undefined && first.server !== undefined) {
    return 'Masked frames are read as the client’s, and others as the server’s.';
  }
  const [sender, bytes] = first.client !== undefined ? ['client', first.client] : ['server', first.server!];
  const looks = looksOf(bytes as Uint8Array);
  if (looks === 'request' || looks === 'response') return '';
  const why = sender === 'client' ? 'since its frames are masked' : 'since its frames are not masked';
  return `It is read as sent by the ${sender as string}, ${why}.`;
}

/** Who sent bytes that do not say so: by the start line, else by the mask bit of each frame (RFC 6455 §5.1). */
function sentParts(part: PastedPart): Sent[] {
  if (part.sender !== null) return [part as Sent];
  const { bytes } = part as { bytes: Uint8Array };
  const looks = looksOf(bytes);
  if (looks === 'response') return [{ sender: 'server', bytes }];
  if (looks === 'request') return [{ sender: 'client', bytes }];
  const sent: { sender: Peer; bytes: Uint8Array }[] = [];
  let start = 0;
  let sender = senderOfFrame(bytes, 0);
  for (let at = 0; at < bytes.length; ) {
    const frame = frameAt(bytes, at);
    // What is no frame belongs to whoever sent the last one.
    if (frame === null) break;
    const its = senderOfFrame(bytes, at);
    if (its !== sender) {
      sent.push({ sender, bytes: bytes.subarray(start, at) });
      start = at;
      sender = its;
    }
    at = frame.end;
  }
  sent.push({ sender, bytes: bytes.subarray(start) });
  return sent;
}

const senderOfFrame = (bytes: Uint8Array, at: number): Peer =>
  (bytes[at + 1] ?? 0) & 0x80 ? 'client' : 'server';

function beforeOf(first: Partial<Record<Peer, Uint8Array>>, isMarked: boolean): OpenEvent['before'] {
  const { client, server } = first;
  if (client !== undefined && looksOf(client) === 'request') return undefined;
  if (client === undefined && server !== undefined && looksOf(server) === 'response')
    return requestFor(server);
  const areFrames = (['client', 'server'] as const).every(
    (sender) => first[sender] === undefined || framesIn(first[sender], null) !== null,
  );
  // Marked bytes are taken as they are: what is wrong with their first byte is what people ask about.
  return areFrames || !isMarked ? openingOf(first) : undefined;
}
