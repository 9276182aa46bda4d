import { type LabAddresses, pathAtServer } from '../../lab/session';

/** The key that RFC 6455 §1.3 prints as its example. */
export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** What may differ from a valid opening handshake. Null leaves the field out. */
export interface HandshakeOptions {
  readonly key?: string | null;
  readonly version?: string;
  readonly origin?: string | null;
  /** Offers permessage-deflate (RFC 7692), to an echo that agrees to it. */
  readonly deflate?: boolean;
}

/** An opening handshake for this lab's echo as text, one field per line, an empty line at its end. */
export function handshakeText(addresses: LabAddresses, options: HandshakeOptions = {}): string {
  const { key = SAMPLE_KEY, version = '13', origin = null, deflate = false } = options;
  const { host } = new URL(addresses.ws);
  const lines = [
    `GET ${pathAtServer(addresses)}/ws${deflate ? '?deflate=1' : ''} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    ...(origin === null ? [] : [`Origin: ${origin}`]),
    `Sec-WebSocket-Version: ${version}`,
    ...(key === null ? [] : [`Sec-WebSocket-Key: ${key}`]),
    ...(deflate ? ['Sec-WebSocket-Extensions: permessage-deflate'] : []),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** Text as bytes for the wire: UTF-8, with CR LF after each line, as HTTP requires (RFC 9112 §2.1). */
export function wireBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text.replace(/\r?\n/g, '\r\n'));
}

/** Whether a key has the form that RFC 6455 §4.1 requires: 16 bytes in base64. */
export function isWellFormedKey(key: string): boolean {
  return /^[+/0-9A-Za-z]{22}==$/.test(key);
}
