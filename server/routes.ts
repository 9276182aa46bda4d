import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { feedQuery } from '../src/protocol/messages/queries';
import { answerJson, answerText } from './answer';
import { leaveToHand } from './by-hand';
import { isClassTarget } from './class/target';
import {
  addressOf,
  answerByHand,
  answerOrder,
  answerRaw,
  type ControlContext,
  describeLab,
  makeLab,
  ORDERS,
} from './control';
import type { FeedEndpoint } from './feed-endpoint';
import { answerFrame, isFrame, placeAsked, shareWithFrame } from './frames/answer-frame';
import { faultOfCrowd, type Guard, noSuchLab } from './guard';
import { admitGuest } from './guests/answer-guest';
import { isGuestTarget } from './guests/ticket';
import { faultOfHandshake, type Refusal, refuseUpgrade } from './handshake';
import { answerLabRequest } from './http-endpoints';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { share } from './sharing';
import type { Site } from './site';
import { isControl, type LabTarget, parseLabTarget } from './target';
import type { WebSocketEcho } from './websocket-echo';

/** Everything that handles requests. */
export interface RouteContext extends ControlContext {
  readonly guard: Guard;
  readonly site: Site;
  readonly echo: WebSocketEcho;
  readonly feed: FeedEndpoint;
  /** The lab's own Socket.IO server; emit `request` and `upgrade` on it. */
  readonly socketio: (lab: Lab) => HttpServer;
  /** The server of all classes; emit `upgrade` on it. */
  readonly classes: () => HttpServer;
  /** The lab whose raw client opened this connection. */
  readonly rawOwner: (socket: Socket) => Lab | null;
  /** From here on all bytes of this connection are the lab's. */
  readonly giveTo: (socket: Socket, lab: Lab) => void;
  /** The number of this connection in a lab. */
  readonly numberOf: (socket: Socket, lab: Lab) => number | undefined;
  /** Ends a connection because its client is silent. */
  readonly giveUp: (socket: Socket) => void;
}

/** A raw connection cannot reach the lab itself: a feed on it would show itself without end. */
const NOT_FROM_RAW: Refusal = {
  status: 403,
  sentence:
    'A raw connection reaches ws, echo, page, object/<n>, news and socket.io/, not the feed or the lab itself.',
};

const UPGRADES_REFUSED: Refusal = {
  status: 503,
  sentence: 'This lab has been told to refuse upgrades at the moment: the connection stays HTTP.',
};

/** After a real server process has ended nobody would answer; here the lab still does. */
const PROGRAM_OVER: Refusal = {
  status: 503,
  sentence: 'The program of this lab’s Socket.IO server has ended: run it again.',
};

const CLASS_IS_WEBSOCKET: Refusal = {
  status: 426,
  sentence: 'A class is spoken to by Socket.IO over WebSocket alone.',
  headers: { Upgrade: 'websocket' },
};

/** Answers an ordinary request. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: RouteContext,
): Promise<void> {
  const url = request.url ?? '/';
  if (isGuestTarget(url)) return answerGuest(request, response, context);
  const target = parseLabTarget(url);
  const isLabMaking = /^\/lab\/?(?:\?|$)/.test(url);
  const isAboutLab = isLabMaking || (target !== null && isControl(target.path));
  const lab = target ? context.labs.find(target.id) : undefined;
  const isNullAllowed = target !== null && (!isAboutLab || isFrame(target.path));
  const isShared = lab !== undefined && lab.sharing !== 'refuse' && !isAboutLab && !isSocketio(lab, request);
  const refusal =
    context.guard.check(request, isShared ? 'any' : isNullAllowed ? 'null' : 'none') ??
    (isAboutLab && context.rawOwner(request.socket) ? NOT_FROM_RAW : null) ??
    (target && !lab ? noSuchLab(target.id) : null) ??
    (lab && !isAboutLab ? faultOfCrowd(lab, context.limits) : null);

  if (refusal) refuse(response, refusal, isAboutLab);
  else if (lab && target) await answerInLab(lab, target, request, response, context);
  else if (isClassTarget(url)) refuse(response, CLASS_IS_WEBSOCKET, false);
  else if (!isLabMaking) await context.site.answer(request, response);
  else if (request.method === 'POST') await makeLab(request, response, context);
  else refuse(response, { status: 405, sentence: 'Make a lab with POST.', headers: { Allow: 'POST' } }, true);
}

/** A guest's address reaches the program of a lab, and nothing else of it. */
function answerGuest(request: IncomingMessage, response: ServerResponse, context: RouteContext): void {
  const admitted = admitGuest(request, guestContext(context), false);
  if ('serve' in admitted) admitted.serve.request(request, response);
  else refuse(response, admitted, false);
}

/** A raw connection's bytes are its own lab's, so the lab that it would reach could not show them. */
const guestContext = ({ doors, limits, guard, rawOwner }: RouteContext) => ({
  doors,
  limits,
  faultOf: (request: IncomingMessage) =>
    guard.check(request, 'none') ?? (rawOwner(request.socket) ? NOT_FROM_RAW : null),
});

async function answerInLab(
  lab: Lab,
  target: LabTarget,
  request: IncomingMessage,
  response: ServerResponse,
  context: RouteContext,
): Promise<void> {
  // A request to the lab itself leaves no trace in it, so a page can end a connection that its browser keeps open.
  if (target.query.get('connection') === 'close') response.setHeader('Connection', 'close');
  if (target.path === '') describeLab(lab, request, response, context);
  else if (isFrame(target.path)) {
    const at = placeAsked(target.query.get('at'), lab.id) ?? addressOf(lab, request, context);
    await answerFrame(target.path, at, request, response);
  } else if (target.path === 'feed') {
    refuse(
      response,
      { status: 426, sentence: 'The feed is a WebSocket.', headers: { Upgrade: 'websocket' } },
      true,
    );
  } else if (Object.hasOwn(ORDERS, target.path)) {
    await answerOrder(lab, target.path as keyof typeof ORDERS, request, response, context);
  } else if (target.path === 'answer') await answerByHand(lab, target, request, response, context);
  else if (isControl(target.path)) await answerRaw(lab, target, request, response, context);
  else if (isSocketio(lab, request) && shareWithFrame(request, response)) return;
  else if (isSocketio(lab, request) && lab.program?.isOver) refuse(response, PROGRAM_OVER, false);
  else if (isSocketio(lab, request)) context.socketio(lab).emit('request', request, response);
  else if (share(lab.sharing, request, response)) return;
  else await answerLabRequest(lab, request, response, target, context.limits);
}

/** Answers a refused request with one sentence, and ends the connection. */
export function refuse(
  response: ServerResponse,
  { status, sentence, headers = {} }: Refusal,
  asJson: boolean,
): void {
  // The connection ends, since the rest of a refused request is not wanted.
  for (const [name, value] of Object.entries({ Connection: 'close', ...headers }))
    response.setHeader(name, value);
  if (asJson) answerJson(response, status, { error: sentence });
  else answerText(response, status, sentence);
}

/** The path at which the student answers. */
const BY_HAND = 'by-hand';

/** Engine.IO compares the path exactly as it stands in the request line. */
const isSocketio = (lab: Lab, request: IncomingMessage): boolean =>
  request.url?.startsWith(`/lab/${lab.id}/socket.io/`) ?? false;

/** Answers a request to change the protocol. Accepted or refused, the connection carries no HTTP after it. */
export function answerUpgrade(
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  context: RouteContext,
): void {
  if (isClassTarget(request.url)) {
    upgradeToClass(request, socket, head, context);
    return;
  }
  if (isGuestTarget(request.url)) {
    const admitted = admitGuest(request, guestContext(context), true);
    if ('serve' in admitted) admitted.serve.upgrade(request, socket, head);
    else refuseUpgrade(socket, admitted, context.limits.closeTimeoutMs);
    return;
  }
  const target = parseLabTarget(request.url ?? '/');
  const lab = target ? context.labs.find(target.id) : undefined;
  const refusal = faultOfUpgrade(request, socket, target, lab, context);
  if (refusal || !lab || !target) {
    refuseUpgrade(socket, refusal ?? noSuchLab(target?.id ?? ''), context.limits.closeTimeoutMs);
  } else if (target.path === 'feed') {
    const { after } = v.parse(feedQuery, Object.fromEntries(target.query));
    context.feed.accept(lab, request, socket, head, after);
  } else if (isSocketio(lab, request)) {
    context.socketio(lab).emit('upgrade', request, socket, head);
  } else if (target.path === BY_HAND) {
    context.giveTo(socket, lab);
    leaveToHand(lab, socket, context.numberOf(socket, lab)!, context.limits);
  } else {
    context.echo.accept(lab, request, socket, head, {
      withDeflate: target.query.get('deflate') === '1',
      isSilent: target.query.get('echo') === '0',
      hasNews: target.query.get('news') === '1',
      heartbeatMs: heartbeatIn(target.query, context.limits),
      number: context.numberOf(socket, lab),
    });
  }
}

/** A class is no lab's: a raw connection, whose bytes are a lab's, does not reach it. */
function upgradeToClass(request: IncomingMessage, socket: Socket, head: Buffer, context: RouteContext): void {
  const refusal =
    context.guard.check(request, 'none') ??
    (context.rawOwner(socket) ? NOT_FROM_RAW : null) ??
    faultOfHandshake(request);
  if (refusal) refuseUpgrade(socket, refusal, context.limits.closeTimeoutMs);
  else context.classes().emit('upgrade', request, socket, head);
}

/** How often the client wants to be pinged; null for the default. */
function heartbeatIn(query: URLSearchParams, { shortestHeartbeatMs, heartbeatMs }: Limits): number | null {
  const asked = Number(query.get('heartbeatMs') ?? Number.NaN);
  return asked >= shortestHeartbeatMs && asked <= heartbeatMs ? asked : null;
}

function faultOfUpgrade(
  request: IncomingMessage,
  socket: Socket,
  target: LabTarget | null,
  lab: Lab | undefined,
  context: RouteContext,
): Refusal | null {
  if (!target) {
    const sentence =
      'Nothing at this path speaks WebSocket; a lab does, at /lab/<id>/ws: make one with POST /lab.';
    return { status: 404, sentence };
  }
  if (!lab) return noSuchLab(target.id);
  const isFeed = target.path === 'feed';
  const isOther = !isFeed && target.path !== 'ws' && target.path !== BY_HAND && !isSocketio(lab, request);
  return (
    context.guard.check(request, isFeed ? 'none' : 'null') ??
    (isFeed && context.rawOwner(socket) ? NOT_FROM_RAW : null) ??
    (isOther
      ? { status: 404, sentence: `"${target.path}" speaks no WebSocket; ws and socket.io/ do.` }
      : null) ??
    faultOfHandshake(request) ??
    (!isFeed && lab.refusesUpgrades ? UPGRADES_REFUSED : null) ??
    (!isFeed && lab.program?.isOver && isSocketio(lab, request) ? PROGRAM_OVER : null) ??
    (isFeed ? faultOfAudience(lab, context) : faultOfCrowd(lab, context.limits))
  );
}

function faultOfAudience(lab: Lab, { limits }: RouteContext): Refusal | null {
  if (lab.viewers < limits.viewersPerLab) return null;
  const sentence = `${limits.viewersPerLab} pages watch this lab already, the most that may: close one first.`;
  return { status: 503, sentence };
}
