import type { Peer } from './unit';

// Encodes what clients and servers write: the inverse of the decoders, for recordings, tests and benchmarks. Nothing is
// checked, so that a caller can break the rules.

/** Opcodes by the names of their units (RFC 6455 §5.2). */
const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame's kind, or the number of its opcode. */
export type FrameKind = keyof typeof OPCODES | number;

export interface FrameOptions {
  /** FIN; true by default. */
  readonly isFinal?: boolean;
  /** RSV1: the payload is compressed (RFC 7692 §6). */
  readonly isCompressed?: boolean;
  readonly isMasked: boolean;
  /** Four bytes. */
  readonly maskingKey?: ArrayLike<number>;
}

const MASKING_KEY = [0x37, 0xfa, 0x21, 0x3d];
const utf8 = new TextEncoder();

/** One frame (RFC 6455 §5.2); a text payload is UTF-8. */
export function encodeFrame(
  kind: FrameKind,
  payload: string | Uint8Array,
  options: FrameOptions,
): Uint8Array {
  const { isFinal = true, isCompressed = false, isMasked, maskingKey = MASKING_KEY } = options;
  const content = typeof payload === 'string' ? utf8.encode(payload) : payload;
  const { length } = content;
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const start = 2 + lengthBytes + (isMasked ? 4 : 0);
  const bytes = new Uint8Array(start + length);
  const view = new DataView(bytes.buffer);
  const opcode = typeof kind === 'number' ? kind : OPCODES[kind];
  bytes[0] = (isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode;
  bytes[1] = (isMasked ? 0x80 : 0) | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) view.setUint16(2, length);
  if (lengthBytes === 8) view.setBigUint64(2, BigInt(length));
  bytes.set(content, start);
  if (isMasked) {
    bytes.set(maskingKey, start - 4);
    for (let i = 0; i < length; i++) bytes[start + i] = content[i]! ^ maskingKey[i & 3]!;
  }
  return bytes;
}

/** The payload of a Close frame (RFC 6455 §5.5.1). */
export function encodeClose(code: number, reason = ''): Uint8Array {
  return Uint8Array.of(code >> 8, code & 0xff, ...utf8.encode(reason));
}

export interface HandshakeOptions {
  readonly target?: string;
  /** What both sides say in Sec-WebSocket-Extensions. */
  readonly extensions?: string;
  /** What both sides say in Sec-WebSocket-Protocol. */
  readonly subprotocol?: string;
  /** Further header fields of the request, such as `Origin: http://localhost:8101`. */
  readonly fields?: readonly string[];
}

/** The request and the 101 response of an opening handshake, with the key and accept value of RFC 6455 §1.3. */
export function encodeHandshake(options: HandshakeOptions = {}): Readonly<Record<Peer, string>> {
  const { target = '/ws', extensions = '', subprotocol = '', fields = [] } = options;
  const agreed = [
    ...(subprotocol === '' ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
    ...(extensions === '' ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
  ];
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket'];
  const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  const accept = 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
  return {
    client: encodeRequest(`GET ${target}`, [...upgrade, ...fields, ...key, ...agreed]),
    server: encodeResponse('101 Switching Protocols', null, [...upgrade, accept, ...agreed]),
  };
}

/** A request: `GET /page`, further header fields, and a body with its Content-Length. */
export function encodeRequest(
  methodAndTarget: string,
  fields: readonly string[] = [],
  body: string | null = null,
): string {
  return encodeMessage(`${methodAndTarget} HTTP/1.1`, ['Host: localhost:8101', ...fields], body);
}

/** A response: `200 OK`, a body with its Content-Length (null for none), further header fields. */
export function encodeResponse(
  status: string,
  body: string | null = null,
  fields: readonly string[] = [],
): string {
  return encodeMessage(`HTTP/1.1 ${status}`, fields, body);
}

function encodeMessage(startLine: string, fields: readonly string[], body: string | null): string {
  const length = body === null ? [] : [`Content-Length: ${utf8.encode(body).length}`];
  return `${[startLine, ...fields, ...length].join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** An Engine.IO OPEN packet as text (its protocol, "Handshake"): the server's first, which names the session. */
export function encodeEngineOpen(sid: string, upgrades: readonly string[] = []): string {
  const timing = { pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1_000_000 };
  return `0${JSON.stringify({ sid, upgrades, ...timing })}`;
}
