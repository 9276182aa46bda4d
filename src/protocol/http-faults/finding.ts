import type { HttpHead } from '../http-head';
import type { ByteRange, Fault, Peer } from '../layer-unit';

/** A rule that a message breaks, and what comes of it. */
export interface Finding {
  readonly fault: Fault;
  /** Known endpoints end the connection here: they read nothing after this message. */
  readonly fails: boolean;
  /** They act on it only after the whole head, wherever it stands. */
  readonly isLate?: boolean;
}

type More = Omit<Fault, 'message' | 'spec' | 'range' | 'others'>;

/** A rule for which endpoints end the connection. */
export function failure(range: ByteRange, spec: string, message: string, more: More = {}): Finding {
  return { fault: { message, spec, range, ...more }, fails: true };
}

/** A rule in spite of which endpoints read on. */
export function blemish(range: ByteRange, spec: string, message: string, more: More = {}): Finding {
  return { fault: { message, spec, range, ...more }, fails: false };
}

/** The finding fails for requests alone: Node’s server answers 400, Chromium reads on. */
export function strictServer(
  sender: Peer,
  range: ByteRange,
  spec: string,
  message: string,
  more: More = {},
): Finding {
  const effect = sender === 'client' ? NODE_REFUSES : CHROMIUM_READS_ON;
  return { fault: { message, spec, range, effect, ...more }, fails: sender === 'client' };
}

export const NODE_REFUSES = 'Node’s server answers 400 and ends the connection.';
export const NODE_READS_ON = 'Node’s server takes it.';
export const CHROMIUM_READS_ON = 'Chromium takes it.';
export const CHROMIUM_REFUSES = 'Chromium refuses the response: ERR_INVALID_HTTP_RESPONSE.';

/**
 * What is said of a number that this page does not read, and HTTP allows: `refused` where endpoints do not read it either.
 * Node’s server reads 64 bits, Chromium 63.
 */
export function beyond(value: bigint, sender: Peer, refused: string): { kind: 'limit'; effect?: string } {
  const isRead = value < (sender === 'client' ? 1n << 64n : 1n << 63n);
  return isRead ? { kind: 'limit' } : { kind: 'limit', effect: refused };
}

/** Most findings that are told of one unit beside the first. */
const MAX_OTHERS = 20;

/** All findings of one unit as its fault: first the one that ends the connection, then the others in the order of their bytes. */
export function faultOf(findings: readonly Finding[]): Fault | null {
  const rank = ({ fails, isLate = false }: Finding): number => (fails ? 0 : 2) + (isLate ? 1 : 0);
  const inOrder = findings.toSorted((a, b) => a.fault.range.start - b.fault.range.start);
  let first = inOrder[0];
  if (first === undefined) return null;
  for (const finding of inOrder) if (rank(finding) < rank(first)) first = finding;
  const others = inOrder.filter((finding) => finding !== first).map(({ fault }) => fault);
  return others.length === 0 ? first.fault : { ...first.fault, others: others.slice(0, MAX_OTHERS) };
}

/** What is known of the request that a response answers. */
export interface Question {
  readonly head: HttpHead;
  readonly method: string;
  readonly upgrade: boolean;
}
