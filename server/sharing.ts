import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Sharing } from '../src/protocol/messages/orders';

/** The fields by which a lab’s answer is shared with a page of this origin (Fetch Standard §3.3.3). */
function fieldsFor(sharing: Sharing, origin: string): Readonly<Record<string, string>> {
  if (sharing === 'any') return { 'Access-Control-Allow-Origin': '*' };
  if (sharing !== 'origin' && sharing !== 'credentials') return {};
  const named = { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' };
  return sharing === 'origin' ? named : { ...named, 'Access-Control-Allow-Credentials': 'true' };
}

/**
 * Shares a lab’s answer with pages of other origins as the student has chosen. True when the request was a preflight, which is
 * answered with that.
 */
export function share(sharing: Sharing, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  if (origin === undefined || sharing === 'refuse') return false;
  const fields = fieldsFor(sharing, origin);
  for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
  const method = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || method === undefined) return false;
  const asked = request.headers['access-control-request-headers'];
  if (sharing !== 'none') {
    response.setHeader('Access-Control-Allow-Methods', method);
    if (asked !== undefined) response.setHeader('Access-Control-Allow-Headers', asked);
  }
  response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
  return true;
}
