import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, answerText } from '../answer';
import { bootstrap } from './bootstrap';
import { libraryFile } from './library-files';

/** Whether a request is for the frame of a student's page, or for one of its scripts. */
export const isFrame = (path: string): boolean => path === 'frame' || path.startsWith('frame/');

const SCRIPT = 'text/javascript; charset=utf-8';
/** The address has the id of the lab in it, and the files change with the server only. */
const KEPT = { 'Cache-Control': 'private, max-age=600' };
/** A frame without an origin fetches them with CORS: what they throw is then told in full (HTML Standard §8.1.4.2, muted errors). */
const SHARED = { 'Access-Control-Allow-Origin': 'null', Vary: 'Origin' };

/** Fixed: the page comes later, from the page of the lab around it. */
const DOCUMENT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A client’s page</title><script src="frame/bootstrap.js" crossorigin></script></head>
</html>
`;

/** Asks the lab’s echo from an origin of its own, and tells the page around it what its browser made of the answer. */
const ASKING = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page of another origin</title><script>
const credentials = location.search === '?credentials=include' ? 'include' : 'same-origin';
const tell = (told) => parent.postMessage(told, '*');
fetch('../echo', { credentials, cache: 'no-store' }).then(
  ({ status }) => tell({ status }),
  (error) => tell({ error: String(error) }),
);
</script></head>
</html>
`;

const askingPolicyOf = (lab: string): string =>
  `default-src 'none'; script-src 'unsafe-inline'; connect-src ${lab}/echo; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts`;

/**
 * `GET frame`: the document in which a student's page runs, which may reach the scripts beside it and this lab's Socket.IO server, and
 * nothing else. `lab` is the lab's address as its browser knows it.
 */
export async function answerFrame(
  path: string,
  lab: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    answerText(response, 405, 'The frame of a page is read with GET.', { Allow: 'GET, HEAD' });
  } else if (path === 'frame') {
    answer(response, 200, 'text/html; charset=utf-8', DOCUMENT, { 'Content-Security-Policy': policyOf(lab) });
  } else if (path === 'frame/ask') {
    answer(response, 200, 'text/html; charset=utf-8', ASKING, {
      'Content-Security-Policy': askingPolicyOf(lab),
    });
  } else {
    const name = path.slice('frame/'.length);
    const text = name === 'bootstrap.js' ? await bootstrap() : libraryFile(name);
    if (text === null) answerText(response, 404, `There is nothing at "${path}".`);
    else answer(response, 200, SCRIPT, text, name === 'bootstrap.js' ? SHARED : { ...SHARED, ...KEPT });
  }
}

/** Nothing that means something in a policy (CSP Level 3 §2.2). */
const PLACE = /^https?:\/\/[\w.:[\]-]+\/[\w.~/%-]*$/;

/**
 * The lab's address as the page around the frame knows it, which asks for the frame with it: a proxy may publish the server by another
 * scheme and name, and below a path. Null when it is no address of this lab.
 */
export function placeAsked(at: string | null, id: string): string | null {
  return at !== null && PLACE.test(at) && at.endsWith(`/lab/${id}`) ? at : null;
}

function policyOf(lab: string): string {
  const socketio = `${lab}/socket.io/`;
  return [
    "default-src 'none'",
    `script-src 'unsafe-inline' ${lab}/frame/`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    `connect-src ${socketio} ${socketio.replace(/^http/, 'ws')}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts allow-forms',
  ].join('; ');
}

/**
 * Lets a frame without an origin read the answers of the lab's Socket.IO server. True when the request only asked whether it may (CORS,
 * Fetch Standard §3.3).
 */
export function shareWithFrame(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.headers.origin !== 'null') return false;
  for (const [name, value] of Object.entries(SHARED)) response.setHeader(name, value);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  const fields = request.headers['access-control-request-headers'];
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
    return false;
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  if (fields !== undefined) response.setHeader('Access-Control-Allow-Headers', fields);
  response.writeHead(204).end();
  return true;
}
