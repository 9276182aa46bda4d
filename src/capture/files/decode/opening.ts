import { encodeEngineOpen, encodeFrame, encodeHandshake, encodeRequest } from '../../../protocol/encode';
import { textOf } from '../../../protocol/text';
import type { Peer } from '../../../protocol/unit';
import { type FrameHead, framesIn } from './looks';

/** Bytes that are put before what was captured, so that decoding can begin there. They are never shown. */
export type Added = readonly { readonly sender: Peer; readonly bytes: Uint8Array }[];

const utf8 = new TextEncoder();
const DEFLATE = 'permessage-deflate';
/** What Engine.IO and Socket.IO send as text: an open packet, a message with a Socket.IO packet, a probe. */
const SOCKET_IO = /^(?:0\{"sid"|4[0-6](?:\d*-)?(?:\/[^,]*,?)?\d*(?:[[{"]|$)|[23]probe$)/;
const NAMESPACE = /^4[0-6](?:\d*-)?(\/[^,]*),/;

type First = Readonly<Partial<Record<Peer, Uint8Array>>>;

const textsIn = (bytes: Uint8Array): string[] =>
  (framesIn(bytes, null) ?? []).filter(isText).map((frame) => payloadOf(bytes, frame));

/** Whether the first frames leave open what is spoken: their texts are heartbeats of Engine.IO, or only look like them. */
export function isUnclear(first: First): boolean {
  const texts = [first.client, first.server].flatMap((bytes) => (bytes === undefined ? [] : textsIn(bytes)));
  return texts.length > 0 && texts.every((text) => /^[2356]$/.test(text));
}

/** An opening handshake, and what Socket.IO says first, for bytes that begin in the middle of a WebSocket. */
export function openingOf(first: First): Added {
  const sides = (['client', 'server'] as const).map((sender) => {
    const bytes = first[sender] ?? new Uint8Array(0);
    return { sender, texts: textsIn(bytes), frames: framesIn(bytes, null) ?? [] };
  });
  const texts = sides.flatMap((side) => side.texts);
  // Whether compression was agreed is not known: with it, what is not compressed is read all the same.
  const added = [...opened(texts)];
  for (const { sender, frames } of sides) {
    // A message that began earlier: what kind it was is not known, and binary may hold any bytes.
    if (frames[0]?.opcode !== 0) continue;
    added.push({
      sender,
      bytes: encodeFrame('binary', '', { isMasked: sender === 'client', isFinal: false }),
    });
  }
  return added;
}

/** The opening handshake; for texts of Socket.IO also its session and the namespaces that they name. */
function opened(texts: readonly string[]): Added {
  const isSocketIo = texts.some((text) => SOCKET_IO.test(text));
  const target = isSocketIo ? '/socket.io/?EIO=4&transport=websocket' : '/';
  const { client, server } = encodeHandshake({ target, extensions: DEFLATE });
  const added: { sender: Peer; bytes: Uint8Array }[] = [
    { sender: 'client', bytes: utf8.encode(client) },
    { sender: 'server', bytes: utf8.encode(server) },
  ];
  if (!isSocketIo) return added;
  const say = (sender: Peer, text: string) =>
    added.push({
      sender,
      bytes: encodeFrame('text', text, { isMasked: sender === 'client' }),
    });
  if (!texts.some((text) => text.startsWith('0{'))) say('server', encodeEngineOpen('unknown'));
  for (const namespace of new Set(texts.map((text) => NAMESPACE.exec(text)?.[1] ?? ''))) {
    // Its CONNECT may be among the texts themselves.
    if (texts.some((text) => text.startsWith(`40${namespace}`))) continue;
    say('client', `40${namespace}${namespace && ','}`);
    say('server', `40${namespace}${namespace && ','}{"sid":"unknown"}`);
  }
  return added;
}

/** A request for a response whose own was not captured. */
export function requestFor(response: Uint8Array): Added {
  const head = textOf(response.subarray(0, 8192));
  const isUpgrade = /^HTTP\/1\.1 101/.test(head);
  if (!isUpgrade) return [{ sender: 'client', bytes: utf8.encode(encodeRequest('GET /')) }];
  const fieldValue = (name: string) => new RegExp(`^${name}:[ \\t]*(.*?)\\r?$`, 'im').exec(head)?.[1] ?? '';
  const extensions =
    fieldValue('Sec-WebSocket-Extensions') === '' ? '' : `${DEFLATE}; client_max_window_bits`;
  const { client } = encodeHandshake({
    target: '/',
    extensions,
    subprotocol: fieldValue('Sec-WebSocket-Protocol'),
  });
  return [{ sender: 'client', bytes: utf8.encode(client) }];
}

const isText = ({ opcode, isCompressed }: FrameHead): boolean => opcode === 1 && !isCompressed;

/** The first bytes of a payload as text, unmasked. */
function payloadOf(bytes: Uint8Array, { payloadAt, end, isMasked }: FrameHead): string {
  const payload = bytes.slice(payloadAt, Math.min(end, payloadAt + 256));
  if (isMasked) for (let at = 0; at < payload.length; at++) payload[at]! ^= bytes[payloadAt - 4 + (at & 3)]!;
  return textOf(payload);
}
