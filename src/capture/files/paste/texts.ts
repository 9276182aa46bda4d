import { encodeFrame } from '../../../protocol/encode';
import type { Peer } from '../../../protocol/unit';
import type { PastedPart } from './pasted';

const utf8 = new TextEncoder();
const MESSAGE = /^(?:[A-Z]{3,16} \S+ HTTP\/\d|HTTP\/\d\.\d \d{3})/;

/** HTTP as text. What a clipboard does to it is undone in the head: line ends and the empty line after it. */
export function readHttpText(text: string): { bytes: Uint8Array; remark: string } | null {
  if (!MESSAGE.test(text)) return null;
  if (text.includes('\r\n\r\n')) return { bytes: utf8.encode(text), remark: '' };
  const lines = text.replaceAll('\r\n', '\n');
  const end = lines.indexOf('\n\n');
  const head = (end < 0 ? lines.replace(/\n+$/, '') : lines.slice(0, end)).replaceAll('\n', '\r\n');
  const body = end < 0 ? '' : lines.slice(end + 2);
  return {
    bytes: utf8.encode(`${head}\r\n\r\n${/^\n*$/.test(body) ? '' : body}`),
    remark:
      'Text keeps no line ends: each line of the head is taken to end with CRLF, and the head with an empty line.',
  };
}

const ENGINE = /^(?:0\{.*\}|1|2|3|[23]probe|5|6|4[0-6](?:\d+-)?(?:\/[^,]*,?)?\d*(?:[[{"].*)?)$/s;
const SOCKET = /^(?:[0-35-6](?:\d+-)?(?:\/[^,]*,)?\d*[[{].*|4(?:\/[^,]*,)?\{.*)$/s;
const ARROW = /^(?:(C|>|↑|⬆|→|client:?)|(S|<|↓|⬇|←|server:?))\s+(?=\S)/iu;

/**
 * Text of Engine.IO and Socket.IO, one packet a line, as browsers show it: `42["a",1]`. Arrows before a line say who sent
 * it. Null when a line is none.
 */
export function readPacketTexts(text: string): { texts: { sender: Peer; text: string }[] } | null {
  const texts: { sender: Peer; text: string }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const [mark = '', client, server] = ARROW.exec(trimmed) ?? [];
    const bare = trimmed.slice(mark.length);
    const packet = packetOf(bare);
    if (packet === null) return null;
    texts.push({ sender: client ? 'client' : server ? 'server' : likelySender(packet), text: packet });
  }
  return texts.length === 0 ? null : { texts };
}

/** As Engine.IO would carry it: a bare Socket.IO packet gets the “4” of a message before it. */
function packetOf(text: string): string | null {
  const isOpen = /^0\{.*"(?:upgrades|pingInterval)"/s.test(text);
  if (isOpen) return text;
  if (SOCKET.test(text)) return `4${text}`;
  return ENGINE.test(text) ? text : null;
}

/** Who can have sent it, where only one side does. */
const likelySender = (packet: string): Peer =>
  /^(?:0|2$|3probe|6|40[^{]*\{"sid"|44)/.test(packet) ? 'server' : 'client';

/** The texts as frames. */
export const framesOf = (texts: readonly { sender: Peer; text: string }[]): PastedPart[] =>
  texts.map(({ sender, text }) => ({
    sender,
    bytes: encodeFrame('text', text, { isMasked: sender === 'client', maskingKey: [0, 0, 0, 0] }),
  }));
