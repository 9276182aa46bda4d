import { codeOfReason, refusal } from './engine-io-rules';
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
 * a WebSocket was asked for. Null when it is the body of another message.
 */
export function readRefusal(
  carrier: UnitRecord,
  { bytes, start, end }: Payload,
): { readonly isKnown: boolean; readonly fault: Fault | null } | null {
  if (carrier.sender === 'client' || (headOf(carrier)?.status ?? 0) < 400) return null;
  if (end - start > MAX_BYTES) return { isKnown: false, fault: null };
  const text = textOf(bytes.subarray(start, end));
  const said: unknown = checkJson(bytes, start, end) < 0 ? JSON.parse(text) : { code: codeOfReason(text) };
  const { code, message } = { code: null, message: '', ...(typeof said === 'object' ? said : {}) } as Record<
    string,
    unknown
  >;
  const fault = typeof code === 'number' ? refusal(code, typeof message === 'string' ? message : '') : null;
  return { isKnown: fault !== null, fault };
}
