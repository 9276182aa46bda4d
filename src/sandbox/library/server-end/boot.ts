import './tracing';
import './listening';
import { makeEnd } from '../end';
import { type Cause, core, setCause } from '../inside';
import * as timers from '../timers';
import { dropped } from '../uncaught';
import {
  active,
  isStopped,
  LabConnection,
  type LabEngine,
  LabRequest,
  type RequestFacts,
} from './lab-engine';
import { importing } from './modules';
import { io } from './server';

/** What the host tells the server's program: see `server/programs/engine-host.ts`. */
export type ServerNews =
  | {
      readonly kind: 'open';
      readonly session: string;
      readonly transport: string;
      readonly protocol: number;
      readonly request: RequestFacts;
    }
  /** A message of a client: `text`, or bytes beside it. `ordinal` is the place of the Socket.IO packet that it is, or belongs to. */
  | {
      readonly kind: 'data';
      readonly session: string;
      readonly text: string | null;
      readonly ordinal: number;
      readonly type: string;
    }
  | { readonly kind: 'upgrade'; readonly session: string; readonly transport: string }
  /** An event of a connection that is followed, with its packet. */
  | {
      readonly kind: 'event';
      readonly session: string;
      readonly name: string;
      readonly packet: { readonly type: string; readonly data?: string } | null;
    }
  | {
      readonly kind: 'close';
      readonly session: string;
      readonly reason: string;
      readonly description: string | null;
    }
  /** A client asks for a session, and the program decides. */
  | { readonly kind: 'request'; readonly ask: number; readonly request: RequestFacts }
  | {
      readonly kind: 'connection_error';
      readonly request: RequestFacts;
      readonly code: number;
      readonly message: string;
      readonly context: unknown;
    }
  | { readonly kind: 'timer'; readonly id: number };

function open(engine: LabEngine, news: ServerNews & { kind: 'open' }): void {
  const request = new LabRequest(news.request);
  engine.opened(new LabConnection(engine, news.session, news.protocol, news.transport, request));
}

function close(connection: LabConnection, { reason, description }: ServerNews & { kind: 'close' }): void {
  // An error, as the transport gives it.
  connection.closed(
    reason,
    description === null ? undefined : Object.assign(new Error(description), { type: 'TransportError' }),
  );
}

function decide(engine: LabEngine, { ask, request }: ServerNews & { kind: 'request' }): void {
  const { allowRequest } = engine.opts as { allowRequest?: (...args: unknown[]) => unknown };
  const answer = (message: unknown, isAllowed: unknown) =>
    void core.tell({
      op: 'decided',
      ask,
      message: typeof message === 'string' ? message : null,
      isAllowed: isAllowed === true,
    });
  if (typeof allowRequest !== 'function') answer(null, true);
  else dropped(allowRequest(new LabRequest(request), answer));
}

function hear(news: ServerNews, parts: readonly ArrayBuffer[]): void {
  setCause(null);
  const engine = active();
  if (news.kind === 'timer') timers.fire(news.id);
  else if (engine) hearOf(engine, news, parts);
}

function hearOf(
  engine: LabEngine,
  news: Exclude<ServerNews, { kind: 'timer' }>,
  parts: readonly ArrayBuffer[],
): void {
  if (news.kind === 'open') open(engine, news);
  else if (news.kind === 'request') decide(engine, news);
  else if (news.kind === 'connection_error') {
    const { code, message, context } = news;
    engine.emit('connection_error', { req: new LabRequest(news.request), code, message, context });
  } else {
    // Its own: a session may be named like something that all objects have.
    const connection = Object.hasOwn(engine.clients, news.session) && engine.clients[news.session];
    if (connection) hearFrom(connection, news, parts);
  }
}

/** News of one connection. */
type SessionNews = Extract<ServerNews, { kind: 'data' | 'upgrade' | 'event' | 'close' }>;

function hearFrom(connection: LabConnection, news: SessionNews, parts: readonly ArrayBuffer[]): void {
  if (news.kind === 'data') {
    const packet = { sid: news.session, sender: 'client', ordinal: news.ordinal } as const;
    const cause: Cause = { packet, type: news.type };
    connection.came(news.text ?? parts[0] ?? new ArrayBuffer(0), cause);
  } else if (news.kind === 'upgrade') connection.changedTransport(news.transport);
  else if (news.kind === 'event') connection.reported(news.name, news.packet);
  else close(connection, news);
}

/** Node runs while it is listening or waits for a timer. */
function noteEnd(): void {
  if (isStopped() && !timers.isWaiting()) core.tell({ op: 'close' });
}

export const { names, take, tick, dispatch, start } = makeEnd<ServerNews>({
  file: 'server.js',
  globals: { io },
  importing,
  hear,
  atEnd: noteEnd,
});
