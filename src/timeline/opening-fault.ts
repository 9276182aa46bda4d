import type { Decoder } from '../protocol/decoder';
import type { Fault } from '../protocol/unit';

/**
 * Why the opening handshake of a connection came to nothing: the rule that its 101 breaks, if the client has sent nothing
 * since, or the refusal. Null when there is no such answer.
 */
export function openingFaultOf(decoder: Decoder, connection: number): Fault | null {
  const state = decoder.connection(connection);
  if (state === undefined) return null;
  const { switchedAt, bytes } = state;
  if (switchedAt !== null && bytes.client > switchedAt.client) return null;
  const end = switchedAt?.server ?? bytes.server;
  const answer = decoder.unitsAt(connection, 'server', end - 1).find((unit) => decoder.headOf(unit) !== null);
  const fault = answer?.fault ?? null;
  // A notice beside a switch ends nothing.
  return switchedAt !== null && fault?.kind !== undefined ? null : fault;
}
