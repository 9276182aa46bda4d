import { decodeBase64 } from '../../../protocol/base64';
import { encodeClose, encodeFrame } from '../../../protocol/encode';
import { acceptSteps } from '../../../protocol/handshake';
import type { Peer } from '../../../protocol/unit';
import type { HarEntry, HarMessage } from './har-types';

const utf8 = new TextEncoder();
/** The key of the example in RFC 6455 §1.3, where the record has none. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
/** How a body was carried; the record has it without that. */
const OF_TRANSFER = new Set(['content-length', 'transfer-encoding', 'content-encoding']);

type Fields = HarEntry['request']['headers'];

const has = (fields: Fields, name: string): boolean =>
  fields.some((field) => field.name.toLowerCase() === name);
const fieldValue = (fields: Fields, name: string): string | undefined =>
  fields.find((field) => field.name.toLowerCase() === name)?.value;

/** Whether an entry is the opening handshake of a WebSocket. */
export const isWebSocket = ({ request, response, _webSocketMessages }: HarEntry): boolean =>
  response.status === 101 || /^wss?:/.test(request.url) || (_webSocketMessages ?? null) !== null;

/** The request as HTTP/1.1 would carry it. */
export function requestBytes({ request }: HarEntry, isHandshake: boolean): Uint8Array {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const target = url === null ? request.url : `${url.pathname}${url.search}`;
  // Names that begin with a colon are of HTTP/2.
  const fields = request.headers.filter(
    ({ name }) => !name.startsWith(':') && !OF_TRANSFER.has(name.toLowerCase()),
  );
  if (!has(fields, 'host')) fields.unshift({ name: 'Host', value: url?.host ?? 'unknown' });
  if (isHandshake) {
    add(fields, 'Connection', 'Upgrade');
    add(fields, 'Upgrade', 'websocket');
    add(fields, 'Sec-WebSocket-Version', '13');
    add(fields, 'Sec-WebSocket-Key', KEY);
  }
  return messageBytes(`${request.method} ${target || '/'} HTTP/1.1`, fields, bodyOf(request.postData), false);
}

/** The response as HTTP/1.1 would carry it. */
export function responseBytes({ request, response }: HarEntry, isHandshake: boolean): Uint8Array {
  const fields = response.headers.filter(
    ({ name }) => !name.startsWith(':') && !OF_TRANSFER.has(name.toLowerCase()),
  );
  if (isHandshake) {
    add(fields, 'Connection', 'Upgrade');
    add(fields, 'Upgrade', 'websocket');
    add(
      fields,
      'Sec-WebSocket-Accept',
      acceptSteps(fieldValue(request.headers, 'sec-websocket-key') ?? KEY).accept,
    );
  }
  const isBare =
    isHandshake || response.status === 204 || response.status === 304 || request.method === 'HEAD';
  const body = isBare ? new Uint8Array(0) : bodyOf(response.content);
  return messageBytes(`HTTP/1.1 ${response.status} ${response.statusText}`, fields, body, !isBare);
}

/** A message as one frame. A record does not tell fragments, masking keys and compression. */
export function frameBytes({ opcode, data }: HarMessage, sender: Peer): Uint8Array {
  const isMasked = sender === 'client';
  const text = utf8.encode(data ?? '');
  const decoded = opcode === 1 ? text : decodeBase64(text);
  const payload = typeof decoded === 'number' ? text : decoded;
  return encodeFrame(opcode & 15, payload, { isMasked, maskingKey: [0, 0, 0, 0] });
}

export const closeBytes = (code: number, reason: string, sender: Peer): Uint8Array =>
  encodeFrame('close', encodeClose(code, reason), {
    isMasked: sender === 'client',
    maskingKey: [0, 0, 0, 0],
  });

function add(fields: Fields, name: string, value: string): void {
  if (!has(fields, name.toLowerCase())) fields.push({ name, value });
}

function bodyOf(body: HarEntry['response']['content']): Uint8Array {
  const text = utf8.encode(body?.text ?? '');
  const decoded = body?.encoding === 'base64' ? decodeBase64(text) : text;
  return typeof decoded === 'number' ? text : decoded;
}

function messageBytes(startLine: string, fields: Fields, body: Uint8Array, hasBody: boolean): Uint8Array {
  const length = hasBody || body.length > 0 ? [`Content-Length: ${body.length}`] : [];
  // A line break in a value would begin another field.
  const lines = fields.map(({ name, value }) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`);
  const head = utf8.encode(`${[startLine.trim(), ...lines, ...length].join('\r\n')}\r\n\r\n`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}
