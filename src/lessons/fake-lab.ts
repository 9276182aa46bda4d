import type { WritableCapture } from '../capture/create-capture';
import { Recording } from '../capture/recording/recording';
import { sizesOf } from '../lab/clients';
import {
  type LabAddresses,
  type LabEvents,
  type LabSession,
  type LabSocket,
  type LabState,
  type RawConnection,
  type RawOptions,
  UNKNOWN_LIMITS,
} from '../lab/session';
import { encodeRequest, encodeResponse } from '../protocol/encode';
import { acceptSteps } from '../protocol/handshake';

/** A lab without a network, for lesson tests: its capture is real, and its server answers handshakes like the real one. */
export class FakeLab implements LabSession {
  readonly state: LabState = { kind: 'ready' };
  readonly addresses: LabAddresses = {
    id: 'a1',
    feed: 'ws://localhost:8101/lab/a1/feed',
    http: 'http://localhost:8101/lab/a1',
    ws: 'ws://localhost:8101/lab/a1/ws',
    socketio: 'http://localhost:8101/lab/a1/socket.io/',
    expiresInMs: 1000,
  };
  readonly limits = UNKNOWN_LIMITS;
  /** How clients ended connections, by the opener's number: "close 1", "end 2". */
  readonly ended: string[] = [];
  /** Fields that something on the way removes from the browser's handshakes. */
  stripped: readonly string[] = [];
  /** The sizes of the reads in which the server of plain connections gets the bytes; null for all at once. */
  reads: readonly number[] | null = null;
  readonly #recording = new Recording();
  readonly capture: WritableCapture = this.#recording.capture;
  #micros = 0;
  #connections = 0;

  subscribe = () => () => {};
  nowMicros = () => ({ at: this.#micros, uncertaintyMicros: 0 });
  async impair(): Promise<void> {}
  async end(): Promise<void> {}
  async say(): Promise<void> {}
  async answerByHand(): Promise<void> {}
  async makeNews(): Promise<void> {}
  retry(): void {}
  dispose(): void {}
  async openSocketIo(): Promise<never> {
    throw new Error('a lab without a network has no Socket.IO');
  }
  prepareClients() {}
  async runClient(): Promise<never> {
    throw new Error('a lab without a network runs no programs');
  }
  async runServer(): Promise<never> {
    throw new Error('a lab without a network runs no programs');
  }

  openWebSocket(): LabSocket {
    const opener = this.#call('new WebSocket');
    const key = btoa(String.fromCharCode(...Array.from({ length: 16 }, (_, i) => (i * 37 + opener) % 256)));
    const fields = [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
    ];
    const kept = fields.filter((field) => !this.stripped.includes(field.split(':')[0]!));
    this.exchange(encodeRequest(`GET /lab/a1/ws?call=${opener}`, kept));
    const socket = {} as WebSocket;
    return { socket, opener, send() {}, close: () => this.ended.push(`close ${opener}`), attempt() {} };
  }

  async fetch(path: string): Promise<Response> {
    const opener = this.#call('fetch');
    this.exchange(encodeRequest(`GET /lab/a1/${path}?call=${opener}`));
    return new Response();
  }

  openEvents(): LabEvents {
    const opener = this.#call('EventSource');
    return { source: {} as EventSource, opener, close: () => this.ended.push(`close ${opener}`) };
  }

  async openRaw(bytes: Uint8Array, { to, pieces }: RawOptions = {}): Promise<RawConnection> {
    const opener = this.#call('raw', sizesOf(bytes.length, pieces));
    const connection =
      to === 'bytes' ? this.#echoBytes(bytes) : this.exchange(new TextDecoder().decode(bytes), 'raw');
    this.capture.assignRaw(50_000 + connection, opener);
    const end = async () => void this.ended.push(`end ${opener}`);
    return { opener, port: 50_000 + connection, connectMicros: 100, async write() {}, end };
  }

  /** A request on a connection of its own (or the given one), and the server's answer. */
  exchange(request: string, via: 'direct' | 'raw' = 'direct', id = ++this.#connections): number {
    const connection = this.#recording.on(id);
    if (this.capture.connection(id) === undefined) connection.open(++this.#micros, id, { via });
    connection.client(++this.#micros, request);
    if (request.includes('\r\n\r\n')) connection.server(++this.#micros, answerTo(request));
    return id;
  }

  /** A plain connection whose server reads these bytes as `reads` says, and sends each read back. */
  #echoBytes(bytes: Uint8Array): number {
    const id = ++this.#connections;
    const server = { address: '127.0.0.1', port: 40_000 };
    const connection = this.#recording.open(++this.#micros, id, { via: 'raw', isPlain: true, server });
    let from = 0;
    for (const size of this.reads ?? [bytes.length]) {
      const read = bytes.slice(from, from + size);
      if (read.length > 0) connection.client(++this.#micros, read).server(++this.#micros, read);
      from += size;
    }
    return id;
  }

  #call(kind: 'new WebSocket' | 'fetch' | 'EventSource' | 'raw', writes?: readonly number[]): number {
    const opener = this.capture.calls.length + 1;
    const call = { id: opener, opener, at: ++this.#micros, end: 'client', kind, detail: '' } as const;
    this.capture.addCall({ ...call, ...(writes && { writes }) });
    return opener;
  }
}

function answerTo(request: string): string {
  const field = (name: string) => new RegExp(`^${name}: *(.*?)\r$`, 'im').exec(request)?.[1];
  const plain = (status: string, fields: readonly string[] = []) => encodeResponse(status, 'no\n', fields);
  if (field('Upgrade') === undefined) return plain('200 OK');
  if (field('Origin')?.includes('elsewhere')) return plain('403 Forbidden');
  if (field('Sec-WebSocket-Version') !== '13') {
    return plain('426 Upgrade Required', ['Sec-WebSocket-Version: 13']);
  }
  const key = field('Sec-WebSocket-Key') ?? '';
  if (!/^[+/0-9A-Za-z]{22}==$/.test(key)) return plain('400 Bad Request');
  return encodeResponse('101 Switching Protocols', null, [
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptSteps(key).accept}`,
  ]);
}
