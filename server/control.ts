import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { impairmentOrder } from '../src/protocol/messages/impairment-order';
import { type LabMade, labLimits } from '../src/protocol/messages/lab-made';
import {
  codeOrder,
  endOrder,
  guestsOrder,
  newsOrder,
  sayOrder,
  sharingOrder,
} from '../src/protocol/messages/orders';
import { rawQuery } from '../src/protocol/messages/queries';
import { answerJson, readBody } from './answer';
import { noSuchLab } from './guard';
import type { Doors } from './guests/doors';
import { isLoopbackName, lanUrls } from './hosts';
import type { Lab } from './lab';
import type { Labs } from './labs';
import type { Limits } from './limits';
import { newsroomOf } from './newsroom';
import { runProgram } from './programs/lab-program';
import { type Pool, RefusedError } from './programs/pool';
import type { Proxies } from './proxies';
import { openRaw, type RawTarget } from './raw-client';
import { readMessage, readQuery } from './read-message';
import type { LabTarget } from './target';

/** An order to impair is far shorter. */
const ORDER_BYTES = 1024;

/** What the control interface works on. */
export interface ControlContext {
  readonly labs: Labs;
  readonly limits: Limits;
  /** Where this server is reached from this machine. */
  readonly self: () => { readonly host: string; readonly port: number };
  /** Where a proxy publishes this server, without a slash at its end; or null. */
  readonly publicUrl: string | null;
  readonly proxies: Proxies;
  /** Only this machine can reach the server. */
  readonly isLoopback: boolean;
  /** Where bytes without a protocol are sent back; made on first use. */
  readonly byteEcho: () => Promise<{ readonly host: string; readonly port: number }>;
  readonly claim: RawTarget['claim'];
  /** What may wait on raw connections. */
  readonly rawBudget: RawTarget['budget'];
  /** Runs students' programs. */
  readonly programs: Pool;
  readonly doors: Doors;
}

/** Longer than the name of any lab. */
const LAB_NAME_BYTES = 64;

/**
 * `POST /lab`: makes a lab, and says where everything is. A page that is loaded again names its last lab in the body, and gets a new
 * one of that name while the last one ends: a reload takes no second place, and addresses that were copied stay right.
 */
export async function makeLab(
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  // A client that has gone away needs none.
  const last = await readBody(request, LAB_NAME_BYTES);
  if (request.socket.destroyed) return;
  const made =
    context.labs.again(last?.toString() ?? '') ?? context.labs.create(context.proxies.clientOf(request));
  if ('error' in made)
    answerJson(response, made.status, { error: made.error }, { 'Retry-After': String(made.retryAfterS) });
  else answerJson(response, 201, addressesOf(made, request, context));
  context.programs.expect();
}

/** `GET /lab/<id>`: the same again. */
export function describeLab(
  lab: Lab,
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): void {
  answerJson(response, 200, addressesOf(lab, request, context));
}

/** A lab's address: where a trusted proxy or the public URL has it; else where the request itself went. */
export function addressOf(
  lab: Lab,
  request: IncomingMessage,
  { self, publicUrl, proxies }: ControlContext,
): string {
  const { headers } = request;
  const host = headers.host ?? `localhost:${self().port}`;
  const isPublic = publicUrl !== null && new URL(publicUrl).host === host;
  const root = isPublic ? publicUrl : (proxies.placeOf(request) ?? `http://${host}`);
  return `${root}/lab/${lab.id}`;
}

/** Where other machines have the server, if they can reach it and the client came by a name that is only its own. */
function sharedPlace(
  { headers }: IncomingMessage,
  { publicUrl, self, isLoopback }: ControlContext,
): Pick<LabMade, 'shared'> {
  if (!isLoopbackName(headers.host)) return {};
  const shared = publicUrl ?? (isLoopback ? undefined : lanUrls(self().port)[0]);
  return shared === undefined ? {} : { shared };
}

function addressesOf(lab: Lab, request: IncomingMessage, context: ControlContext): LabMade {
  const { labs, limits } = context;
  const http = addressOf(lab, request, context);
  const ws = http.replace(/^http/, 'ws');
  return {
    id: lab.id,
    feed: `${ws}/feed`,
    http,
    ws: `${ws}/ws`,
    socketio: `${http}/socket.io/`,
    expiresInMs: Math.round(labs.expiresInMs(lab)),
    limits: v.parse(labLimits, limits),
    ...sharedPlace(request, context),
    ...(lab.watched ? { watched: lab.watched } : {}),
  };
}

/** `POST /lab/<id>/raw`, `POST /lab/<id>/raw/<n>`, `DELETE /lab/<id>/raw/<n>`: bytes on a real TCP connection. */
export async function answerRaw(
  lab: Lab,
  { path, query }: LabTarget,
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const { limits } = context;
  const how = readQuery(rawQuery(limits), query);
  const number = /^raw\/(\d{1,9})$/.exec(path)?.[1];
  const isPost = request.method === 'POST';
  if (!(isPost || (request.method === 'DELETE' && number))) {
    response.setHeader('Allow', number ? 'POST, DELETE' : 'POST');
    answerJson(response, 405, { error: 'Send bytes with POST; end a raw connection with DELETE.' });
    return;
  }
  const bytes = await readBody(request, limits.rawBytes);
  if (bytes === null) {
    response.setHeader('Connection', 'close');
    answerJson(response, 413, {
      error: `One write on a raw connection takes ${limits.rawBytes} bytes at most.`,
    });
  } else if (hasEnded(lab, context)) answerJson(response, 404, { error: noSuchLab(lab.id).sentence });
  else if (typeof how === 'string') answerJson(response, 400, { error: how });
  else if (number === undefined) {
    await connectRaw(lab, { bytes, cut: how }, how.to, response, context);
  } else {
    const connection = lab.raw.get(Number(number));
    if (!connection)
      answerJson(response, 404, { error: `Raw connection ${number} has ended: open a new one.` });
    else {
      if (isPost && !connection.write(bytes, how)) answerJson(response, 429, tooMuchWaiting(limits));
      else {
        if (!isPost) connection.end();
        response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
      }
    }
  }
}

/**
 * `POST /lab/<id>/answer?connection=N`: bytes that the server's end of a connection writes next, where the student is the server.
 */
export async function answerByHand(
  lab: Lab,
  { query }: LabTarget,
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const { limits } = context;
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return answerJson(response, 405, { error: 'Send the bytes of the answer with POST.' });
  }
  const bytes = await readBody(request, limits.rawBytes);
  if (bytes === null) {
    response.setHeader('Connection', 'close');
    return answerJson(response, 413, { error: `One write takes ${limits.rawBytes} bytes at most.` });
  }
  if (hasEnded(lab, context)) return answerJson(response, 404, { error: noSuchLab(lab.id).sentence });
  const number = Number(query.get('connection'));
  const byHand = lab.byHand.get(number);
  if (!byHand) {
    const error = `Connection ${number} does not wait for an answer of yours (any more): open a WebSocket to by-hand.`;
    return answerJson(response, 404, { error });
  }
  if (!byHand.write(bytes)) return answerJson(response, 429, tooMuchWaiting(limits));
  response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
}

/** A body may come when the lab is no more. */
const hasEnded = (lab: Lab, { labs }: ControlContext): boolean => labs.find(lab.id) !== lab;

const tooMuchWaiting = ({ rawWaitingBytes }: Limits) => ({
  error: `What waits to be written on raw connections is bounded: ${rawWaitingBytes} bytes on one, and so many on all of this server. Let the peer read, or the pauses pass, and send it again.`,
});

/** The orders about traffic: `PUT impairment`, `POST end`, `POST say`, `PUT newsroom`, `PUT sharing`, `PUT code`. */
export const ORDERS = {
  impairment: 'PUT',
  end: 'POST',
  say: 'POST',
  newsroom: 'PUT',
  sharing: 'PUT',
  guests: 'PUT',
  code: 'PUT',
} as const;

/** Does what a lab is told to do on purpose to its own traffic. */
export async function answerOrder(
  lab: Lab,
  path: keyof typeof ORDERS,
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const { limits } = context;
  const method = ORDERS[path];
  if (request.method !== method) {
    response.setHeader('Allow', method);
    answerJson(response, 405, { error: `Say with ${method} what the lab shall do.` });
    return;
  }
  const most = ORDER_BYTES + (MORE_BYTES[path]?.(limits) ?? 0);
  const body = await readBody(request, most);
  if (body === null) {
    response.setHeader('Connection', 'close');
    answerJson(response, 413, { error: `That is longer than ${most} bytes.` });
    return;
  }
  if (hasEnded(lab, context)) return answerJson(response, 404, { error: noSuchLab(lab.id).sentence });
  if (path === 'guests') return answerGuests(lab, body.toString(), response, context);
  if (path === 'code') return answerCode(lab, body.toString(), request, response, context);
  const fault = CARRY_OUT[path](lab, body.toString(), limits);
  if (fault === null) answerJson(response, 200, {});
  else answerJson(response, fault.status, { error: fault.sentence });
}

/** How long the text in an order may be, beside `ORDER_BYTES`; JSON may write a character as six bytes. */
const MORE_BYTES: Partial<Record<keyof typeof ORDERS, (limits: Limits) => number>> = {
  say: ({ rawBytes }) => rawBytes,
  code: ({ codeBytes }) => 6 * codeBytes,
  guests: ({ guests }) => 24 * guests.removed,
};

/** `PUT guests`: opens the lab's program for the members of a class, or closes it; says where its door is. */
function answerGuests(
  lab: Lab,
  body: string,
  response: ServerResponse,
  { limits, doors }: ControlContext,
): void {
  const order = readMessage(guestsOrder({ guestsRemoved: limits.guests.removed }), body);
  if (typeof order === 'string') answerJson(response, 400, { error: order });
  else if (order.seal === null || lab.watched) {
    doors.close(lab);
    answerJson(response, 200, { door: null });
  } else {
    const door = doors.open(lab, order.seal);
    lab.guests?.remove(order.removed);
    answerJson(response, 200, { door });
  }
}

/** `PUT code`: runs it as the lab's Socket.IO server; `null` ends it, and the echo is back. */
async function answerCode(
  lab: Lab,
  body: string,
  request: IncomingMessage,
  response: ServerResponse,
  { limits, programs: pool, proxies }: ControlContext,
): Promise<void> {
  const order = readMessage(codeOrder(limits), body);
  if (typeof order === 'string') return answerJson(response, 400, { error: order });
  if (order.code === null) {
    lab.program?.end();
    lab.program = null;
    return answerJson(response, 200, {});
  }
  const address = proxies.clientOf(request);
  const started = await runProgram(lab, { ...order, code: order.code }, { pool, limits, address }).catch(
    (error: Error) => error,
  );
  if (started instanceof RefusedError) return answerJson(response, 429, { error: started.message });
  if (started instanceof Error) return answerJson(response, 503, { error: started.message });
  if (!('fault' in started)) return answerJson(response, 200, started);
  const { message, line, column } = started.fault;
  answerJson(response, 400, { error: `${message} (line ${line}).`, line, column });
}

/** Each does what it is told, or says why not. */
const CARRY_OUT: Readonly<
  Record<
    Exclude<keyof typeof ORDERS, 'code' | 'guests'>,
    (lab: Lab, body: string, limits: Limits) => OrderFault | null
  >
> = {
  impairment(lab, body, limits) {
    const order = readMessage(impairmentOrder(limits), body);
    if (typeof order === 'string') return wrong(order);
    return lab.impair(order) ? null : notOpen(Number(order.connection));
  },
  end(lab, body) {
    const order = readMessage(endOrder, body);
    if (typeof order === 'string') return wrong(order);
    if (order.how !== 'close') return lab.end(order.connection, order.how) ? null : notOpen(order.connection);
    const echo = lab.echoes.get(order.connection);
    echo?.close(order.closeCode, order.reason);
    return echo ? null : noWebSocket(order.connection);
  },
  say(lab, body, limits) {
    const order = readMessage(sayOrder(limits), body);
    if (typeof order === 'string') return wrong(order);
    const echo = lab.echoes.get(order.connection);
    if (!echo) return noWebSocket(order.connection);
    return echo.say(order) ? null : stillSaying(order.connection, limits);
  },
  newsroom(lab, body, limits) {
    const order = readMessage(newsOrder(limits), body);
    if (typeof order === 'string') return wrong(order);
    newsroomOf(lab).make(order.everyMs, order.count);
    return null;
  },
  sharing(lab, body) {
    const order = readMessage(sharingOrder, body);
    if (typeof order === 'string') return wrong(order);
    lab.sharing = order.allow;
    return null;
  },
};

interface OrderFault {
  readonly status: 400 | 404 | 429;
  readonly sentence: string;
}

const wrong = (sentence: string): OrderFault => ({ status: 400, sentence });

const notOpen = (connection: number): OrderFault => ({
  status: 404,
  sentence: `Connection ${connection} is not open in this lab (any more).`,
});

const noWebSocket = (connection: number): OrderFault => ({
  status: 404,
  sentence: `Connection ${connection} is no open WebSocket to this lab's echo (any more).`,
});

const stillSaying = (connection: number, { sayingOrders }: Limits): OrderFault => ({
  status: 429,
  sentence: `The echo still has ${sayingOrders} such orders under way on connection ${connection}, the most that may be: wait for one to end.`,
});

async function connectRaw(
  lab: Lab,
  first: Pick<RawTarget, 'bytes' | 'cut'>,
  to: 'http' | 'bytes',
  response: ServerResponse,
  { limits, self, byteEcho, claim, rawBudget: budget }: ControlContext,
): Promise<void> {
  if (lab.raw.size >= limits.rawPerLab) {
    const error = `A lab has ${limits.rawPerLab} raw connections at a time: end one first.`;
    answerJson(response, 429, { error });
    return;
  }
  try {
    const server = to === 'bytes' ? await byteEcho() : self();
    answerJson(response, 201, await openRaw(lab, { ...first, ...server, claim, budget }, limits));
  } catch {
    answerJson(response, 503, {
      error: 'The server takes no more connections at the moment: try again soon.',
    });
  }
}
