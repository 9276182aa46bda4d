import type { Call } from '../capture/capture';
import type { WritableCapture } from '../capture/create-capture';
import type { RawOpened } from '../protocol/messages/answers';
import { closeDetail, detailOf, fetchDetail } from './detail';
import type { LabEnvironment } from './environment';
import { refusalOf } from './server';
import type {
  LabAddresses,
  LabEvents,
  LabSocket,
  Pieces,
  RawConnection,
  RawOptions,
  SocketOptions,
} from './session';

/** What the clients of one lab share: its addresses, the capture that records its calls, and its clock. */
export interface LabContext {
  readonly environment: LabEnvironment;
  readonly addresses: LabAddresses;
  readonly capture: WritableCapture;
  readonly nowMicros: () => number;
  /** Converts the page's clock (`performance.now()`) to the lab's. */
  readonly microsAt: (pageMs: number) => number;
}

/** Opens a real WebSocket and records what the page's code does with it and hears from it. */
export function openWebSocket(context: LabContext, options: SocketOptions = {}): LabSocket {
  const opener = nextNumber(context.capture);
  const address = options.path === undefined ? context.addresses.ws : besideEcho(context, options.path);
  const url = tagged(`${address}${queryOf(options)}`, opener);
  const note = noteAbout(context, opener);
  note('new WebSocket', [url, ...[options.protocols ?? []].flat()].map(argumentText).join(', '), opener);
  const socket = newWebSocket(context, url, options.protocols, note);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => note('open', socket.protocol && detailOf(socket.protocol)));
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => note('message', detailOf(data)));
  socket.addEventListener('error', () => note('error', ''));
  socket.addEventListener('close', ({ code, reason }) => note('close', closeDetail(code, reason)));
  return {
    socket,
    opener,
    send(data) {
      const at = context.nowMicros();
      // Throws while connecting; when closed, the browser drops the data and nothing is sent.
      const isOpen = socket.readyState <= context.environment.WebSocket.OPEN;
      socket.send(typeof data === 'string' ? data : new Uint8Array(data));
      if (isOpen) note('send', detailOf(data), undefined, at);
    },
    close(code, reason) {
      const at = context.nowMicros();
      socket.close(code, reason);
      note('close()', closeDetail(code, reason), undefined, at);
    },
    attempt(code) {
      try {
        code(socket);
      } catch (error) {
        // A build shortens variable names; lessons call it `socket`.
        note('error', String(error).replace(/\S+(?=\.\w+ is not a function)/, 'socket'));
      }
    },
  };
}

/** Passes the arguments on unchanged. What the browser throws for them is recorded. */
function newWebSocket(
  { environment }: LabContext,
  url: string,
  protocols: SocketOptions['protocols'],
  note: ReturnType<typeof noteAbout>,
): WebSocket {
  try {
    return new environment.WebSocket(url, protocols as string[] | undefined);
  } catch (error) {
    note('error', String(error));
    throw error;
  }
}

const argumentText = (argument: string | object): string =>
  typeof argument === 'string' ? detailOf(argument) : JSON.stringify(argument);

/** A real fetch of a path below the lab. Rejects with a sentence when nothing answers. */
export async function fetchInLab(context: LabContext, path: string, init?: RequestInit): Promise<Response> {
  const opener = nextNumber(context.capture);
  const note = noteAbout(context, opener);
  note('fetch', fetchDetail(path, init), opener);
  const response = await request(context, tagged(below(context, path), opener), init).catch((error) => {
    note('error', String(error));
    throw error;
  });
  note('fetched', `${response.status} ${response.statusText}`);
  return response;
}

/** A real EventSource on a path below the lab; records what comes. The browser reconnects it. */
export function openEvents(context: LabContext, path: string): LabEvents {
  const opener = nextNumber(context.capture);
  const note = noteAbout(context, opener);
  note('EventSource', detailOf(path), opener);
  const source = new context.environment.EventSource(tagged(below(context, path), opener));
  source.addEventListener('open', () => note('open', ''));
  source.addEventListener('message', ({ data }: MessageEvent<unknown>) => note('message', detailOf(data)));
  source.addEventListener('error', () => note('error', ''));
  return {
    source,
    opener,
    close() {
      source.close();
      note('close()', '');
    },
  };
}

/** Has the server write these bytes on a new TCP connection to itself. Rejects with the server's error message. */
export async function openRaw(
  context: LabContext,
  bytes: Uint8Array,
  { to = 'http', pieces }: RawOptions = {},
): Promise<RawConnection> {
  const opener = nextNumber(context.capture);
  const note = noteAbout(context, opener);
  note('raw', detailOf(bytes), opener, undefined, sizesOf(bytes.length, pieces));
  const query = new URLSearchParams({ to, ...piecesQuery(pieces) });
  const response = await accepted(context, `raw?${query}`, posted(bytes));
  const { raw, port, connectMicros } = (await response.json()) as RawOpened;
  context.capture.assignRaw(port, opener);
  return {
    opener,
    port,
    connectMicros,
    async write(more, cut) {
      note('raw', detailOf(more), undefined, undefined, sizesOf(more.length, cut));
      const cutQuery = new URLSearchParams(piecesQuery(cut)).toString();
      await accepted(context, `raw/${raw}${cutQuery && `?${cutQuery}`}`, posted(more));
    },
    async end() {
      note('close()', '');
      await accepted(context, `raw/${raw}`, { method: 'DELETE' });
    },
  };
}

function queryOf({ deflate, isSilent, heartbeatMs }: SocketOptions): string {
  const query = new URLSearchParams({
    ...(deflate ? { deflate: '1' } : {}),
    ...(isSilent ? { echo: '0' } : {}),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs: String(heartbeatMs) }),
  }).toString();
  return query && `?${query}`;
}

function piecesQuery(pieces: Pieces | undefined): Record<string, string> {
  if (!pieces) return {};
  return { pieces: pieces.sizes.join(','), gapMs: String(pieces.gapMs ?? 0) };
}

/** The sizes of the writes for `total` bytes: those asked for, and one for the rest. */
export function sizesOf(total: number, pieces?: Pieces): readonly number[] {
  const sizes: number[] = [];
  let left = total;
  for (const size of [...(pieces?.sizes ?? []), total]) {
    if (left > 0) sizes.push(Math.min(size, left));
    left -= size;
  }
  return sizes;
}

/** The id of the next call that opens something. */
export const nextNumber = (capture: WritableCapture): number => capture.reserveCalls(1)[0]!;

/** Records calls about what one call opened. */
export function noteAbout({ capture, nowMicros }: LabContext, opener: number) {
  return (kind: Call['kind'], detail: string, id?: number, at = nowMicros(), writes?: readonly number[]) => {
    const call = { at, end: 'client', opener, kind, detail, ...(writes && { writes }) } as const;
    capture.addCall(id === undefined ? call : { ...call, id });
  };
}

export function below({ addresses }: LabContext, path: string): string {
  return `${addresses.http}/${path}`;
}

const besideEcho = ({ addresses }: LabContext, path: string) => addresses.ws.replace(/ws$/, path);

function tagged(url: string, call: number): string {
  return `${url}${url.includes('?') ? '&' : '?'}call=${call}`;
}

/** The response of a server that did as asked. */
export async function accepted(context: LabContext, path: string, init: RequestInit): Promise<Response> {
  const response = await request(context, below(context, path), init);
  if (!response.ok) throw new Error(await refusalOf(response));
  return response;
}

export function posted(bytes: Uint8Array): RequestInit {
  const headers = { 'Content-Type': 'application/octet-stream' };
  return { method: 'POST', body: new Uint8Array(bytes), headers };
}

export async function request(
  { environment }: LabContext,
  url: string,
  init?: RequestInit,
): Promise<Response> {
  try {
    return await environment.fetch(url, { cache: 'no-store', ...init });
  } catch (cause) {
    // The caller aborted; this error already says so.
    if (init?.signal?.aborted) throw cause;
    throw new Error(
      'Nothing answered: the server may have stopped. Check that it is still running, then try again.',
      {
        cause,
      },
    );
  }
}
