import type { Decoder, Unit } from '../../../src/protocol';
import { count } from '../../../src/protocol/text';

// A file does not say in which reads and writes of a server’s socket its bytes passed, which is what these units are of a
// live connection.

export const labelIn = (decoder: Decoder, unit: Unit): string =>
  unit.layer === 'tcp' ? count(unit.end - unit.start, 'byte') : decoder.labelOf(unit);

export const sentenceIn = (decoder: Decoder, unit: Unit): string =>
  unit.layer === 'tcp'
    ? `The ${unit.sender} sent ${count(unit.end - unit.start, 'byte')}.`
    : decoder.sentenceOf(unit);
