import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';

/** The method or the status code of the HTTP message that carries what a row is about; null if nothing such carries it. */
export function carrierOf(decoder: Decoder, unit: Unit, top: Unit): string | null {
  if (top === unit || layerOf(unit.layer).wire !== 'turns') return null;
  return decoder.labelOf(unit).split(' ', 1)[0]!;
}

/** Whether a request asks to switch the protocol (RFC 9110 §7.8): its target alone may be that of other requests. */
export function asksToSwitch(decoder: Decoder, unit: Unit): boolean {
  if (unit.kind !== 'request' || layerOf(unit.layer).wire !== 'turns') return false;
  return decoder.fieldsOf(unit).some(({ term }) => term === 'header-upgrade');
}
