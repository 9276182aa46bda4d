import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** Why an opening handshake is refused, in terms of HTTP. */
export interface Refusal {
  readonly status: number;
  /** One sentence that tells people what to change. */
  readonly sentence: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 16 bytes in base64: 22 characters and two `=`. */
const KEY = /^[+/0-9A-Za-z]{22}==$/;

/** What is wrong with a client's opening handshake, checked in the order of RFC 6455 §4.2.1; null when it is valid. */
export function faultOfHandshake(request: IncomingMessage): Refusal | null {
  if (request.httpVersionMajor < 1 || (request.httpVersionMajor === 1 && request.httpVersionMinor < 1)) {
    const sentence = `An opening handshake is an HTTP/1.1 request, not HTTP/${request.httpVersion} (RFC 6455 §4.2.1).`;
    return { status: 400, sentence };
  }
  // Node looks for it only where nobody asks to switch.
  if (request.headers.host === undefined) {
    return { status: 400, sentence: 'There is no Host; every HTTP/1.1 request has one (RFC 9112 §3.2).' };
  }
  const upgrade = request.headers.upgrade?.toLowerCase();
  if (upgrade !== 'websocket') {
    const sentence = `This server can only switch to WebSocket: ask with "Upgrade: websocket", not "${upgrade ?? ''}" (RFC 6455 §4.2.1).`;
    return { status: 400, sentence };
  }
  if (request.method !== 'GET') {
    const sentence = `An opening handshake is a GET request, not ${request.method} (RFC 6455 §4.2.1).`;
    return { status: 405, sentence, headers: { Allow: 'GET' } };
  }
  return faultOfVersion(request) ?? faultOfKey(request);
}

function faultOfVersion(request: IncomingMessage): Refusal | null {
  const version = request.headers['sec-websocket-version'];
  if (version === '13') return null;
  const asked = version === undefined ? 'You gave no version' : `You asked for version ${version}`;
  const sentence = `${asked}; this server speaks version 13 of the WebSocket protocol (RFC 6455 §4.4): send "Sec-WebSocket-Version: 13".`;
  return { status: 426, sentence, headers: { 'Sec-WebSocket-Version': '13', Upgrade: 'websocket' } };
}

function faultOfKey(request: IncomingMessage): Refusal | null {
  const key = request.headers['sec-websocket-key'];
  if (key !== undefined && KEY.test(key)) return null;
  const found = key === undefined ? 'There is no Sec-WebSocket-Key' : `Sec-WebSocket-Key is "${key}"`;
  const sentence = `${found}; it must be 16 random bytes in base64: 24 characters that end with "==" (RFC 6455 §4.1).`;
  return { status: 400, sentence };
}

/**
 * Answers a refused or invalid request with plain text and ends the connection: at once if the client ends it, too, otherwise
 * after `closeTimeoutMs`.
 */
export function refuseUpgrade(
  socket: Socket,
  { status, sentence, headers = {} }: Refusal,
  closeTimeoutMs: number,
): void {
  const body = Buffer.from(`${sentence}\n`);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    `Date: ${new Date().toUTCString()}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
    // RFC 9110 §7.8: a 426 response names the protocol in Upgrade, and Connection lists that field.
    `Connection: ${'Upgrade' in headers ? 'Upgrade, close' : 'close'}`,
  ];
  socket.on('error', () => socket.destroy());
  socket.setTimeout(closeTimeoutMs, () => socket.destroy());
  // Read and drop what the client still sends: unread bytes would turn the end into a reset.
  socket.resume();
  socket.end(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]));
}
