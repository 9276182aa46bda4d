import type { IncomingMessage } from 'node:http';
import type { RequestFacts } from '../../src/sandbox/library/server-end/lab-engine';
import { isSecret } from '../blank';

/** What a program learns of a request: of what the feed blanks, it gets the length only. */
export function factsOf(request: IncomingMessage): RequestFacts {
  const { method = 'GET', url = '/', headers, socket } = request;
  const query = (request as IncomingMessage & { readonly _query?: Readonly<Record<string, string>> })._query;
  return {
    method,
    url,
    headers: withoutSecrets(headers),
    query: { ...query },
    address: socket.remoteAddress ?? '',
    port: socket.remotePort ?? 0,
  };
}

function withoutSecrets(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const blank = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(blank) : '*'.repeat(String(value).length);
  return Object.fromEntries(
    Object.entries(headers).map(([field, value]) => [field, isSecret(field) ? blank(value) : value]),
  );
}
