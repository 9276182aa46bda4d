import * as v from 'valibot';
import { count } from '../../../protocol/text';
import type { Peer } from '../../../protocol/unit';
import type { EmitEvent, Endpoint } from '../event';
import { closeBytes, frameBytes, isWebSocket, requestBytes, responseBytes } from './har-bytes';
import { closeSchema, entrySchema, type HarEntry, type HarMessage, harSchema } from './har-types';

const NOTE =
  'This is a browser’s record (HAR), which holds no bytes: the messages are as recorded, and the bytes around them are made to carry them. Each entry is shown on a connection of its own, without masking keys, fragments and compression.';

/** Whether a value is an HTTP archive. */
export const isHar = (value: unknown): boolean => v.is(harSchema, value);

/** Gives the entries of an HTTP archive (HAR 1.2), with the messages of WebSockets (`_webSocketMessages`). */
export function emitHar(value: unknown, emit: EmitEvent): void {
  const { log } = v.parse(harSchema, value);
  emit({ kind: 'note', what: 'browser-record', text: NOTE });
  let broken = 0;
  const entries: HarEntry[] = [];
  for (const unread of log.entries) {
    const result = v.safeParse(entrySchema, unread);
    if (result.success) entries.push(result.output);
    else broken++;
  }
  entries.sort((a, b) => startOf(a) - startOf(b));
  for (const [index, entry] of entries.entries()) emitEntry(entry, index + 1, emit);
  if (broken > 0) {
    emit({
      kind: 'note',
      what: 'broken-file',
      text: `${count(broken, 'entry').replace(/entrys$/, 'entries')} of the record cannot be read.`,
    });
  }
  if (entries.length === 0) emit({ kind: 'note', what: 'nothing-found', text: 'The record holds no entry.' });
}

function emitEntry(entry: HarEntry, connection: number, emit: EmitEvent): void {
  const { response, request, time, _webSocketMessages: messages, _webSocketClose: close } = entry;
  const atMicros = startOf(entry);
  const isSocket = isWebSocket(entry);
  const isOpened = isSocket && (response.status === 101 || (messages?.length ?? 0) > 0);
  emit({ kind: 'open', connection, ...endsOf(entry), atMicros, start: 'given' });
  const say = (sender: Peer, bytes: Uint8Array, at: number) =>
    emit({ kind: 'chunk', connection, sender, bytes, atMicros: at });
  say('client', requestBytes(entry, isSocket), atMicros);
  if (response.status === 0 && !isOpened) {
    emit({
      kind: 'note',
      what: 'browser-record',
      connection,
      text: `The browser recorded no response to ${request.method} ${request.url}.`,
    });
    return;
  }
  const firstMessage = microsOf(messages?.[0]?.time);
  const answered = atMicros + Math.max(0, isOpened ? 0 : (time ?? 0)) * 1000;
  const answer =
    isOpened && response.status !== 101
      ? { ...entry, response: { ...response, status: 101, statusText: 'Switching Protocols' } }
      : entry;
  say(
    'server',
    responseBytes(answer, isOpened),
    firstMessage === null ? answered : Math.min(answered, firstMessage),
  );
  let last = answered;
  for (const message of messages ?? []) {
    // Whatever else a browser records, such as an error, was no message.
    const sender = SENDERS[message.type];
    if (sender === undefined) continue;
    last = Math.max(last, microsOf(message.time) ?? last);
    say(sender, frameBytes(message, sender), last);
  }
  if (isOpened && v.is(closeSchema, close)) {
    // Who closed is not recorded.
    say('server', closeBytes(close.code, close.reason ?? '', 'server'), last);
  }
}

const SENDERS: Readonly<Record<string, Peer>> = {
  send: 'client',
  sent: 'client',
  receive: 'server',
  received: 'server',
};
/** Seconds since the Unix epoch stay below this for three thousand years, and milliseconds are above it. */
const LEAST_MS = 1e11;

/** Microseconds since the Unix epoch, of seconds, milliseconds or a date; null where there is no time. */
function microsOf(time: HarMessage['time']): number | null {
  const ms =
    typeof time === 'string'
      ? Date.parse(time)
      : time == null
        ? Number.NaN
        : time < LEAST_MS
          ? time * 1000
          : time;
  return Number.isFinite(ms) ? Math.round(ms * 1000) : null;
}

function startOf({ startedDateTime }: HarEntry): number {
  const ms = Date.parse(startedDateTime);
  return Number.isNaN(ms) ? 0 : ms * 1000;
}

function endsOf({ request, serverIPAddress }: HarEntry): { client: Endpoint; server: Endpoint } {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const isSecure = url?.protocol === 'https:' || url?.protocol === 'wss:';
  const port = Number(url?.port || (isSecure ? 443 : 80));
  const address = serverIPAddress || url?.hostname || 'unknown';
  return {
    client: { address: 'browser', port: 0 },
    server: { address: address.replace(/^\[|\]$/g, ''), port },
  };
}
