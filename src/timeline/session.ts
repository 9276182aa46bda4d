import type { Decoder } from '../protocol/decoder';
import { queryOf } from '../protocol/text';
import type { Unit } from '../protocol/unit';

/**
 * The Engine.IO session that a unit names: the server's open packet does, and a request with `sid` in its target
 * (Engine.IO protocol, "Handshake"); null for others.
 */
export function sidIn(decoder: Decoder, unit: Unit): string | null {
  if (unit.kind === 'request') {
    const target = decoder.headOf(unit)?.target ?? '';
    return queryOf(target, 'EIO') === '4' ? queryOf(target, 'sid') : null;
  }
  if (unit.layer !== 'engine.io' || unit.kind !== 'open' || unit.sender !== 'server') return null;
  return sidOfSettings(new TextDecoder().decode(decoder.bytesOf(unit).subarray(1)));
}

function sidOfSettings(json: string): string | null {
  try {
    const settings: unknown = JSON.parse(json);
    const sid = typeof settings === 'object' && settings !== null && 'sid' in settings ? settings.sid : null;
    return typeof sid === 'string' ? sid : null;
  } catch {
    return null;
  }
}
