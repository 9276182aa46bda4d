import net from 'node:net';

/** How much of what a bare client receives is kept. */
const KEPT_BYTES = 4 * 1024 * 1024;

/** A TCP client that can send what no well-behaved one would. */
export interface BareClient {
  readonly socket: net.Socket;
  /** The beginning of what it has received, one character per byte. */
  readonly received: string;
  /** Size of everything that it has received, kept or not. */
  readonly receivedBytes: number;
  readonly isClosed: boolean;
  /** Resolves when the bytes are written or the connection has ended. */
  send(bytes: string | Buffer): Promise<void>;
  /** Sends in writes of this size, `gapMicros` apart; without a gap the system joins many of them into one read. */
  dribble(bytes: string | Buffer, size?: number, gapMicros?: number): Promise<void>;
  /** Whether it receives this in time. */
  until(pattern: RegExp, withinMs?: number): Promise<boolean>;
  /** Whether the connection ends in time, no matter who ends it. */
  closed(withinMs?: number): Promise<boolean>;
}

const WAIT_MS = 10_000;
/** Writes between two turns of the event loop. */
const BURST = 64;

/** Connects, from and to any loopback address. @throws Error when the connection is refused. */
export function connectBare(port: number, ends: { address?: string; to?: string } = {}): Promise<BareClient> {
  const socket = net.connect({
    host: ends.to ?? '127.0.0.1',
    port,
    localAddress: ends.address,
    allowHalfOpen: true,
  });
  socket.setNoDelay(true);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.on('error', () => socket.destroy());
      resolve(bareClient(socket));
    });
  });
}

function bareClient(socket: net.Socket): BareClient {
  // Each pending write listens for the end.
  socket.setMaxListeners(0);
  const parts: Buffer[] = [];
  let bytes = 0;
  let text: string | null = '';
  socket.on('data', (part) => {
    if (bytes < KEPT_BYTES) parts.push(part);
    bytes += part.length;
    text = null;
  });
  const send = (data: string | Buffer) =>
    new Promise<void>((resolve) => {
      if (socket.destroyed || !socket.writable) return resolve();
      const stop = () => resolve();
      socket.once('close', stop);
      socket.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data, () => {
        socket.off('close', stop);
        resolve();
      });
    });
  const client: BareClient = {
    socket,
    get received() {
      text ??= Buffer.concat(parts).toString('latin1');
      return text;
    },
    get receivedBytes() {
      return bytes;
    },
    get isClosed() {
      return socket.destroyed || socket.readableEnded;
    },
    send,
    async dribble(data, size = 1, gapMicros = 0) {
      const whole = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
      for (let at = 0, n = 1; at < whole.length && !socket.destroyed && socket.writable; at += size, n++) {
        socket.write(whole.subarray(at, at + size));
        // Timers only have a resolution of milliseconds.
        const untilMs = performance.now() + gapMicros / 1000;
        while (performance.now() < untilMs);
        if (gapMicros > 0 || n % BURST === 0) await new Promise(setImmediate);
      }
      await send('');
    },
    until: (pattern, withinMs = WAIT_MS) =>
      waitFor(
        () => pattern.test(client.received),
        withinMs,
        () => client.isClosed,
      ),
    closed: (withinMs = WAIT_MS) => waitFor(() => client.isClosed, withinMs),
  };
  return client;
}

/** Whether the condition becomes true in time; `isHopeless` ends the wait. */
export async function waitFor(
  isTrue: () => boolean,
  withinMs = WAIT_MS,
  isHopeless: () => boolean = () => false,
): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  while (!isTrue()) {
    if (isHopeless() || performance.now() > untilMs) return isTrue();
    await pause(10);
  }
  return true;
}

/** Resolves after `ms` milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The key of RFC 6455 §1.2. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** A request with these fields, unchanged, and Host before them unless they include one. */
export function requestText(line: string, fields: readonly string[] = [], body = ''): string {
  const hasHost = fields.some((field) => /^host[\t ]*:/i.test(field));
  return [line, ...(hasHost ? [] : ['Host: localhost']), ...fields, '', body].join('\r\n');
}

/** An opening handshake; `fields` replace those of the same name. */
export function handshakeText(path: string, fields: readonly string[] = [], version = 'HTTP/1.1'): string {
  const usual = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${KEY}`,
    'Sec-WebSocket-Version: 13',
  ];
  const named = new Set(fields.map((field) => field.split(':')[0]!.toLowerCase()));
  const kept = usual.filter((field) => !named.has(field.split(':')[0]!.toLowerCase()));
  return requestText(`GET ${path} ${version}`, [...kept, ...fields]);
}

/** A masked frame of any length (RFC 6455 §5.2); `head` is its first byte: FIN, RSV and opcode. */
export function frame(head: number, payload: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(payload);
  const mask = [1, 2, 3, 4];
  const length = Buffer.alloc(bytes.length < 126 ? 1 : bytes.length < 65_536 ? 3 : 9);
  if (length.length === 1) length[0] = bytes.length;
  else if (length.length === 3) length.writeUInt16BE(bytes.length, 1);
  else length.writeBigUInt64BE(BigInt(bytes.length), 1);
  if (length.length > 1) length[0] = length.length === 3 ? 126 : 127;
  length[0]! |= 0x80;
  const masked = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at++) masked[at] = bytes[at]! ^ mask[at & 3]!;
  return Buffer.concat([Buffer.from([head]), length, Buffer.from(mask), masked]);
}

/** First bytes of frames that are whole messages. */
export const TEXT = 0x81;
export const BINARY = 0x82;
export const CLOSE = 0x88;
export const PING = 0x89;
