/** What the page has the lab do. Fetched with the first order: a lesson begins without one. */

import type { ImpairmentChange } from '../protocol/feed';
import type { NewsOrder } from '../protocol/messages/orders';
import type { SyntaxFault } from '../sandbox/trace-lines';
import { accepted, below, type LabContext, posted, request } from './clients';
import type { Saying, ServerEnd } from './session';

/** Has the lab impair a connection. Rejects with the server's error message. */
export async function impair(
  context: LabContext,
  connection: number | 'next' | 'all',
  change: ImpairmentChange,
): Promise<void> {
  await ordered(context, 'impairment', 'PUT', { connection, ...change });
}

/** Has the server end a connection. Rejects with the server's error message. */
export async function endFromServer(context: LabContext, connection: number, end: ServerEnd): Promise<void> {
  await ordered(context, 'end', 'POST', { connection, ...end });
}

/** Has the echo send first. Rejects with the server's error message. */
export async function sayFromServer(context: LabContext, connection: number, saying: Saying): Promise<void> {
  await ordered(context, 'say', 'POST', { connection, ...saying });
}

/** Has the server's end write these bytes, where the student is the server. Rejects with the server's error message. */
export async function answerByHand(
  context: LabContext,
  connection: number,
  bytes: Uint8Array,
): Promise<void> {
  await accepted(context, `answer?connection=${connection}`, posted(bytes));
}

/** Makes news happen. Rejects with the server's error message. */
export async function makeNews(context: LabContext, news: NewsOrder): Promise<void> {
  await ordered(context, 'newsroom', 'PUT', news);
}

/** Runs the server's program. Returns a fault when it does not parse; rejects with the server's error message. */
export async function runServerProgram(
  context: LabContext,
  code: string | null,
  options: object = {},
): Promise<{ readonly run: number } | { readonly fault: SyntaxFault }> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ code, options });
  const response = await request(context, below(context, 'code'), { method: 'PUT', body, headers });
  const answer = (await response.json().catch(() => ({}))) as Partial<SyntaxFault> & {
    error?: string;
    run?: number;
  };
  if (response.ok) return { run: answer.run ?? 0 };
  const { line, column, error = 'The server gave no reason.' } = answer;
  if (line === undefined || column === undefined) throw new Error(error);
  return { fault: { line, column, message: error.replace(/ \(line \d+\)\.$/, '') } };
}

async function ordered(context: LabContext, path: string, method: string, order: unknown): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await accepted(context, path, { method, body: JSON.stringify(order), headers });
}
