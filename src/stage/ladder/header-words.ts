import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';

/** What a frame's header says of its payload, where that is worth a word: “masked”, “masked · compressed”; null for nothing. */
export function headerWords(decoder: Decoder, unit: Unit): string | null {
  if (layerOf(unit.layer).wire !== 'duplex' || unit.kind === 'undecoded') return null;
  const fields = decoder.fieldsOf(unit);
  const bitOf = (name: string) => fields.find(({ term }) => term === name)?.value.charAt(0);
  const mask = bitOf('mask');
  const words: string[] = [];
  if (mask === '1') words.push('masked');
  // A server's frames are not (RFC 6455 §5.1).
  else if (mask === '0' && unit.sender === 'client') words.push('not masked');
  // A control frame with RSV1 breaks a rule, and so does any where compression was not agreed: then that is said instead.
  if (bitOf('rsv1') === '1') words.push('compressed');
  return words.length === 0 ? null : words.join(' · ');
}
