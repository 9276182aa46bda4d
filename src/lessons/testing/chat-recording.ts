import { frame, Recording } from '../../capture/recording/recording';
import { encodeEngineOpen } from '../../protocol/encode';
import { allTraffic, type Traffic } from '../traffic';

/** One second of the recording's clock. */
const SECOND = 1_000_000;

/** A chat written down, for tests: pages come, speak, are answered, are cut off. Each line is a second after the one before. */
export class ChatRecording {
  readonly #recording = new Recording();
  /** The connection of each page's newest visit. */
  readonly #visits = new Map<number, number>();
  #connections = 0;
  #serverRun = 0;
  #seconds = 0;

  get traffic(): Traffic {
    return allTraffic(this.#recording.capture);
  }

  /** A page connects; `auth` is what its CONNECT carries. */
  come(page: number, auth = ''): this {
    const connection = ++this.#connections;
    this.#visits.set(page, connection);
    const at = this.#later();
    const { capture } = this.#recording;
    capture.addCall({
      id: connection,
      opener: connection,
      at,
      end: 'client',
      kind: 'io',
      detail: '',
      client: page,
    });
    this.#recording
      .open(at, connection)
      .handshake(at, { target: '/lab/a/socket.io/?EIO=4&transport=websocket', call: connection })
      .server(at + 5_000, frame('text', encodeEngineOpen(`e${connection}`)))
      .client(at + 6_000, frame('text', `40${auth}`))
      .server(at + 7_000, frame('text', `40{"sid":"s${connection}"}`));
    return this;
  }

  /** A page sends a Socket.IO packet: `2["message","Hello"]`. */
  page(page: number, packet: string): this {
    this.#on(page).client(this.#later(), frame('text', `4${packet}`));
    return this;
  }

  /** The server sends a packet to each of these pages. */
  server(packet: string, ...pages: readonly number[]): this {
    const at = this.#later();
    for (const page of pages) this.#on(page).server(at + page, frame('text', `4${packet}`));
    return this;
  }

  /** A page's attempt to come back is refused. */
  refuse(page: number): this {
    const connection = ++this.#connections;
    const at = this.#later();
    const { capture } = this.#recording;
    capture.addCall({
      id: connection,
      opener: connection,
      at,
      end: 'client',
      kind: 'io',
      detail: '',
      client: page,
    });
    const request = `GET /lab/a/socket.io/?EIO=4&transport=websocket&call=${connection} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const response = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n';
    this.#recording.open(at, connection).exchange(at + 1, request, response);
    return this;
  }

  /** The cable of a page is cut. */
  cut(page: number): this {
    this.#on(page)
      .end(this.#later(), 'server', 'reset')
      .end(this.#seconds * SECOND + 1, 'server', 'closed');
    return this;
  }

  /** A page leaves by itself: it is closed, or loaded again. */
  leave(page: number): this {
    this.#on(page)
      .end(this.#later(), 'client', 'fin')
      .end(this.#seconds * SECOND + 1, 'client', 'closed');
    return this;
  }

  /** The listener of this page runs. */
  hears(page: number, name: string): this {
    this.#recording.code(this.#later(), { end: 'client', kind: 'listener', client: page, text: name });
    return this;
  }

  /** A line of this page emits, and makes no packet. */
  emits(page: number, name: string, unsent: 'kept' | 'dropped'): this {
    const { capture } = this.#recording;
    const at = this.#later();
    capture.addCode({
      at,
      end: 'client',
      client: page,
      run: 1,
      kind: 'emit',
      line: 1,
      text: name,
      packets: [],
      unsent,
    });
    return this;
  }

  /** The server's console says this. */
  logs(text: string): this {
    this.#recording.code(this.#later(), { end: 'server', kind: 'log', text });
    return this;
  }

  /** The server's program begins, or begins again. */
  serverStarts(): this {
    this.#serverRun += 1;
    return this.#serverDoes('started');
  }

  /** The server's program ends by an error. */
  serverEnds(): this {
    return this.#serverDoes('ended');
  }

  #serverDoes(kind: 'started' | 'ended'): this {
    this.#recording.code(this.#later(), { end: 'server', kind, run: this.#serverRun });
    return this;
  }

  #on(page: number): Recording {
    const connection = this.#visits.get(page);
    if (connection === undefined) throw new RangeError(`page ${page} has not come`);
    return this.#recording.on(connection);
  }

  #later(): number {
    return ++this.#seconds * SECOND;
  }
}

/** Three pages are connected under the names Ada, Grace and Edsger. */
export const threePages = (): ChatRecording =>
  new ChatRecording().come(1, '{"name":"Ada"}').come(2, '{"name":"Grace"}').come(3, '{"name":"Edsger"}');
