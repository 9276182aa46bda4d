import type { HttpHead } from '../http-head';
import type { ByteRange } from '../layer-unit';
import { fieldsOf, rangeOf } from './fields';
import { blemish, type Finding, NODE_READS_ON } from './finding';

/** Why a message must not have content, though it may have a body as far as its framing goes. */
export interface Barred {
  /** "A 205 response". */
  readonly what: string;
  readonly spec: string;
  readonly effect: string;
}

/** Null for a message that may have content. */
export function barredContent({ kind, status, method }: HttpHead): Barred | null {
  if (kind === 'response' && status === 205) {
    return { what: 'A 205 response', spec: 'RFC 9110 §15.3.6', effect: 'Chromium reads no body.' };
  }
  if (kind === 'request' && method === 'TRACE') {
    return { what: 'A TRACE request', spec: 'RFC 9110 §9.3.8', effect: NODE_READS_ON };
  }
  if (kind === 'request' && method === 'CONNECT') {
    const effect =
      'Node’s server does not read it as a body: if its program makes tunnels, the bytes count as those of the tunnel.';
    return { what: 'A CONNECT request', spec: 'RFC 9110 §9.3.6', effect };
  }
  return null;
}

/** `allowed` is how such a message goes on: "nothing follows its head". */
export function faultOfBarred({ what, spec, effect }: Barred, range: ByteRange, allowed: string): Finding {
  return blemish(range, spec, `${what} has no content: ${allowed}.`, { effect });
}

/** Content-Length of a message that must not have content. */
export function faultsOfBarredLength(head: HttpHead): Finding[] {
  const barred = barredContent(head);
  const [length] = fieldsOf(head, 'content-length');
  if (barred === null || length === undefined || /^0+(?: *, *0+)*$/.test(length.value)) return [];
  const allowed =
    head.kind === 'response' ? 'its Content-Length is 0' : 'its Content-Length, if it has one, is 0';
  return [faultOfBarred(barred, rangeOf(length), allowed)];
}
