import { createCapture, type WritableCapture } from '../capture/create-capture';
import { sizesOf } from '../lab/clients';
import type {
  LabAddresses,
  LabEvents,
  LabSession,
  LabSocket,
  LabState,
  RawConnection,
  RawOptions,
} from '../lab/session';
import type { FeedRecord } from '../protocol/feed';
import { acceptSteps } from '../protocol/handshake';

type Log = Extract<FeedRecord, { seq: number }>;
type NewLog = Log extends infer One ? (One extends Log ? Omit<One, 'seq'> : never) : never;

/** A lab without a network, for tests of lessons: its capture is real, and its server answers handshakes as the real one does. */
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
  readonly capture: WritableCapture = createCapture();
  /** What the clients were told to do to their connections: "close 1", "end 2". */
  readonly ended: string[] = [];
  /** Fields of the browser's handshakes that something on the way takes out. */
  stripped: readonly string[] = [];
  /** The sizes of the reads in which the server of plain connections gets what comes; null for all at once. */
  reads: readonly number[] | null = null;
  #seq = 0;
  #micros = 0;
  #connections = 0;

  subscribe = () => () => {};
  nowMicros = () => ({ at: this.#micros, uncertaintyMicros: 0 });
  async impair(): Promise<void> {}
  async end(): Promise<void> {}
  async say(): Promise<void> {}
  async makeNews(): Promise<void> {}
  retry(): void {}
  dispose(): void {}
  async openSocketIo(): Promise<never> {
    throw new Error('a lab without a network has no Socket.IO');
  }
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
    this.exchange(
      `GET /lab/a1/ws?call=${opener} HTTP/1.1\r\nHost: localhost:8101\r\n${kept.join('\r\n')}\r\n\r\n`,
    );
    const socket = {} as WebSocket;
    return { socket, opener, send() {}, close: () => this.ended.push(`close ${opener}`) };
  }

  async fetch(path: string): Promise<Response> {
    const opener = this.#call('fetch');
    this.exchange(`GET /lab/a1/${path}?call=${opener} HTTP/1.1\r\nHost: localhost:8101\r\n\r\n`);
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
  exchange(request: string, via: 'direct' | 'raw' = 'direct', connection = ++this.#connections): number {
    const client = { address: '127.0.0.1', port: 50_000 + connection };
    const server = { address: '127.0.0.1', port: 8101 };
    const atMicros = ++this.#micros;
    const isNew = this.capture.connection(connection) === undefined;
    if (isNew) this.#log({ type: 'open', connection, atMicros, client, server, via });
    this.#chunk(connection, 'client', request);
    const answer = request.includes('\r\n\r\n') ? answerTo(request) : null;
    if (answer !== null) this.#chunk(connection, 'server', answer);
    return connection;
  }

  /** A plain connection, whose server reads these bytes as `reads` has it, and sends each read back. */
  #echoBytes(bytes: Uint8Array): number {
    const connection = ++this.#connections;
    const client = { address: '127.0.0.1', port: 50_000 + connection };
    const server = { address: '127.0.0.1', port: 40_000 };
    this.#log({
      type: 'open',
      connection,
      atMicros: ++this.#micros,
      client,
      server,
      via: 'raw',
      isPlain: true,
    });
    const text = new TextDecoder().decode(bytes);
    let from = 0;
    for (const size of this.reads ?? [text.length]) {
      const read = text.slice(from, from + size);
      if (read === '') continue;
      this.#chunk(connection, 'client', read);
      this.#chunk(connection, 'server', read);
      from += size;
    }
    return connection;
  }

  #chunk(connection: number, sender: 'client' | 'server', text: string): void {
    const offset = this.capture.decoder.connection(connection)?.bytes[sender] ?? 0;
    const bytes = new TextEncoder().encode(text);
    const atMicros = ++this.#micros;
    this.#log({ type: 'chunk', connection, sender, atMicros, offset, heldMicros: 0, bytes });
  }

  #log(record: NewLog): void {
    this.capture.apply([{ ...record, seq: ++this.#seq } as Log]);
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
  const plain = (status: string, more = '') => `HTTP/1.1 ${status}\r\n${more}Content-Length: 3\r\n\r\nno\n`;
  if (field('Upgrade') === undefined) return plain('200 OK');
  if (field('Origin')?.includes('elsewhere')) return plain('403 Forbidden');
  if (field('Sec-WebSocket-Version') !== '13') {
    return plain('426 Upgrade Required', 'Sec-WebSocket-Version: 13\r\n');
  }
  const key = field('Sec-WebSocket-Key') ?? '';
  if (!/^[+/0-9A-Za-z]{22}==$/.test(key)) return plain('400 Bad Request');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptSteps(key).accept}\r\n\r\n`;
}
