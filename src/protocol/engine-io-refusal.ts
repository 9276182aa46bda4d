import { codeOfReason, refusal } from './engine-io-rules';
import type { EngineSession } from './engine-io-session';
import { headOf } from './http1-content';
import { checkJson } from './json';
import type { Payload } from './layer';
import type { Fault } from './layer-unit';
import type { UnitRecord } from './records';
import { textOf } from './text';

/** Longer bodies are none of Engine.IO's. */
const MAX_BYTES = 1024;

/**
 * What the body of a response with status 4xx says: `{"code":1,"message":"Session ID unknown"}`, or only the message when
 * a WebSocket was asked for. Null when it is the body of another message. `session` is that of the request.
 */
export function readRefusal(
  carrier: UnitRecord,
  { bytes, start, end }: Payload,
  session: EngineSession | null,
): { readonly isKnown: boolean; readonly fault: Fault | null } | null {
  if (carrier.sender === 'client' || (headOf(carrier)?.status ?? 0) < 400) return null;
  // A server that refuses the closing itself had no such session before it.
  if (session !== null && session.leftWith === carrier.partner) session.leftWith = null;
  const isLeft = session !== null && session.leftWith !== null;
  if (end - start > MAX_BYTES) return { isKnown: false, fault: null };
  const text = textOf(bytes.subarray(start, end));
  const said: unknown = checkJson(bytes, start, end) < 0 ? JSON.parse(text) : { code: codeOfReason(text) };
  const { code, message } = { code: null, message: '', ...(typeof said === 'object' ? said : {}) } as Record<
    string,
    unknown
  >;
  const fault =
    typeof code === 'number' ? refusal(code, typeof message === 'string' ? message : '', isLeft) : null;
  return { isKnown: fault !== null, fault };
}
