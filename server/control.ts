import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, readBody } from './answer';
import { readImpairmentOrder } from './impairment';
import type { Lab } from './lab';
import type { Labs } from './labs';
import type { Limits } from './limits';
import { openRaw } from './raw-client';

/** An order to impair is far shorter. */
const ORDER_BYTES = 1024;

/** What the control interface works on. */
export interface ControlContext {
  readonly labs: Labs;
  readonly limits: Limits;
  /** Where this server is reached from this machine. */
  readonly self: () => { readonly host: string; readonly port: number };
  readonly claim: (clientPort: number, lab: Lab) => void;
}

/** `POST /lab`: makes a lab, and says where everything is. */
export function makeLab(request: IncomingMessage, response: ServerResponse, context: ControlContext): void {
  const made = context.labs.create(request.socket.remoteAddress ?? 'unknown');
  if ('error' in made) answerJson(response, made.status, { error: made.error });
  else answerJson(response, 201, addressesOf(made, request, context));
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

function addressesOf(lab: Lab, request: IncomingMessage, { labs, self }: ControlContext) {
  const host = request.headers.host ?? `localhost:${self().port}`;
  return {
    id: lab.id,
    feed: `ws://${host}/lab/${lab.id}/feed`,
    http: `http://${host}/lab/${lab.id}`,
    ws: `ws://${host}/lab/${lab.id}/ws`,
    socketio: `http://${host}/lab/${lab.id}/socket.io/`,
    expiresInMs: Math.round(labs.expiresInMs(lab)),
  };
}

/** `POST /lab/<id>/raw`, `POST /lab/<id>/raw/<n>`, `DELETE /lab/<id>/raw/<n>`: bytes on a real TCP connection. */
export async function answerRaw(
  lab: Lab,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const { limits } = context;
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
  } else if (number === undefined) await connectRaw(lab, bytes, response, context);
  else {
    const connection = lab.raw.get(Number(number));
    if (!connection)
      answerJson(response, 404, { error: `Raw connection ${number} has ended: open a new one.` });
    else {
      if (isPost) connection.write(bytes);
      else connection.end();
      response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
    }
  }
}

/** `PUT /lab/<id>/impairment`: what the lab does on purpose to a connection from now on. */
export async function answerImpairment(
  lab: Lab,
  request: IncomingMessage,
  response: ServerResponse,
  limits: Limits,
): Promise<void> {
  if (request.method !== 'PUT') {
    response.setHeader('Allow', 'PUT');
    answerJson(response, 405, { error: 'Say with PUT what the lab shall do to a connection.' });
    return;
  }
  const body = await readBody(request, ORDER_BYTES);
  const order =
    body === null
      ? `That is longer than ${ORDER_BYTES} bytes.`
      : readImpairmentOrder(body.toString(), limits);
  if (body === null) response.setHeader('Connection', 'close');
  if (typeof order === 'string') answerJson(response, body === null ? 413 : 400, { error: order });
  else if (lab.impair(order))
    answerJson(response, 200, { connection: order.connection, ...order.impairment });
  else {
    answerJson(response, 404, {
      error: `Connection ${order.connection} is not open in this lab (any more).`,
    });
  }
}

async function connectRaw(
  lab: Lab,
  bytes: Buffer,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const { limits, self, claim } = context;
  if (lab.raw.size >= limits.rawPerLab) {
    const error = `A lab has ${limits.rawPerLab} raw connections at a time: end one first.`;
    answerJson(response, 429, { error });
    return;
  }
  try {
    answerJson(response, 201, await openRaw(lab, bytes, self(), limits, claim));
  } catch {
    answerJson(response, 503, {
      error: 'The server takes no more connections at the moment: try again soon.',
    });
  }
}
