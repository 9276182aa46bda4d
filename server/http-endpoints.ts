import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, answerText, readBody } from './answer';
import { isSecret } from './blank';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { answerNews } from './newsroom';
import type { LabTarget } from './target';

/** Media types that the echo keeps; every other body comes back as text/plain, so that none can become a page. */
const ECHOED_TYPES = new Set(['application/json', 'application/octet-stream', 'text/csv', 'application/xml']);
const PLAIN = 'text/plain; charset=utf-8';
/** A lab's responses run nothing and load nothing from elsewhere, even when one is opened as a document. */
const DOCUMENT_POLICY = {
  'Content-Security-Policy':
    "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; sandbox",
};
const OBJECT_BYTES = 512;

/**
 * The HTTP endpoints of a lab: `echo`, `page`, `object/<n>`, `news`, and `ws` for requests that do not ask for WebSocket.
 * A POST to `echo?echo=0` is taken and answered with 204. `connection=close` ends the connection after the answer (`routes.ts`), `keepAliveMs` when it has been idle for that long; `afterMs` delays the answer.
 */
export async function answerLabRequest(
  lab: Lab,
  request: IncomingMessage,
  response: ServerResponse,
  target: LabTarget,
  limits: Limits,
): Promise<void> {
  if (target.query.get('connection') !== 'close')
    keepAlive(request, response, Number(target.query.get('keepAliveMs') ?? Number.NaN), limits);
  if (!(await isDue(response, Number(target.query.get('afterMs') ?? 0), limits))) return;
  const object = /^object\/(\d{1,6})$/.exec(target.path)?.[1];
  if (target.path === 'echo') await echo(request, response, target.query.get('echo') === '0', limits);
  else if (target.path === 'page') page(response, target, limits);
  else if (object !== undefined)
    answer(response, 200, 'image/svg+xml', objectBody(Number(object)), DOCUMENT_POLICY);
  else if (target.path === 'news') answerNews(lab, target.query, request, response, limits);
  else if (target.path === 'ws') {
    const sentence =
      'This URL speaks WebSocket if you ask with "Upgrade: websocket" and "Connection: Upgrade"; this was an ordinary HTTP request, so here is an ordinary HTTP answer.';
    answerText(response, 200, sentence);
  } else {
    const sentence = `There is nothing at "${target.path}"; a lab has ws, echo, page, object/<n>, news and socket.io/.`;
    answerText(response, 404, sentence);
  }
}

/** Ends the connection when it has been idle for `keepAliveMs` instead of the server's usual time. */
function keepAlive(
  { socket }: IncomingMessage,
  response: ServerResponse,
  idleMs: number,
  { keepAliveMs }: Limits,
): void {
  if (!Number.isInteger(idleMs) || idleMs < 200 || idleMs > keepAliveMs) return;
  // The field counts whole seconds, so it is not sent for less.
  if (idleMs % 1000 === 0) response.setHeader('Keep-Alive', `timeout=${idleMs / 1000}`);
  response.setHeader('Connection', 'keep-alive');
  // Node sets its own timeout when the response is done.
  response.on('finish', () => setImmediate(() => socket.setTimeout(idleMs)));
}

/** Waits as long as the request asks; false when the client has gone meanwhile. */
function isDue(response: ServerResponse, afterMs: number, { answerAfterMs }: Limits): Promise<boolean> {
  if (!(afterMs > 0)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), Math.min(afterMs, answerAfterMs));
    response.on('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

/** Answers with the request's body; with the request itself, without its secrets, when it cannot have a body. */
async function echo(
  request: IncomingMessage,
  response: ServerResponse,
  isSilent: boolean,
  limits: Limits,
): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
    for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
      const [name, value] = [request.rawHeaders[at]!, request.rawHeaders[at + 1]!];
      lines.push(`${name}: ${isSecret(name) ? '*'.repeat(value.length) : value}`);
    }
    answer(response, 200, PLAIN, `${lines.join('\n')}\n`);
    return;
  }
  const body = await readBody(request, limits.bodyBytes);
  if (body === null) {
    const sentence = `The echo takes bodies of ${limits.bodyBytes} bytes at most.`;
    answerText(response, 413, sentence, { Connection: 'close' });
    return;
  }
  if (isSilent) {
    // RFC 9110 §8.6: a 204 response has no Content-Length.
    response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
    return;
  }
  const type = request.headers['content-type'] ?? '';
  const isEchoed = ECHOED_TYPES.has(type.split(';')[0]!.trim().toLowerCase());
  answer(response, 200, isEchoed ? type : PLAIN, body, DOCUMENT_POLICY);
}

/** A page whose objects are each a request of their own, which shows what HTTP/1.0 and 1.1 do with connections. */
function page(response: ServerResponse, target: LabTarget, limits: Limits): void {
  const asked = Number(target.query.get('objects') ?? 3);
  const objects = Number.isInteger(asked) ? Math.max(0, Math.min(asked, limits.objectsPerPage)) : 3;
  const suffix = target.query.get('connection') === 'close' ? '?connection=close' : '';
  const images = Array.from(
    { length: objects },
    (_, n) => `  <img src="object/${n + 1}${suffix}" alt="object ${n + 1}">`,
  );
  const html = [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><title>A page and its objects</title></head>',
    '<body>',
    `  <p>This page names ${objects} objects; the browser fetches each with a request of its own.</p>`,
    ...images,
    '</body>',
    '</html>',
    '',
  ];
  answer(response, 200, 'text/html; charset=utf-8', html.join('\n'), DOCUMENT_POLICY);
}

/** A picture of the object's number; all have the same size. */
function objectBody(n: number): string {
  const start = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><rect width="96" height="48" fill="#dde7f3"/><text x="48" y="30" text-anchor="middle" font-family="monospace">object ${n}</text>`;
  return `${start.padEnd(OBJECT_BYTES - '</svg>\n'.length)}</svg>\n`;
}
