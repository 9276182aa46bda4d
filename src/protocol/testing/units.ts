import { expect } from 'vitest';
import { createDecoder } from '../create-decoder';
import type { Decoder, WritableDecoder } from '../decoder';
import { encodeHandshake } from '../encode';
import { termOf } from '../terms';
import type { Field, Peer, Unit } from '../unit';
import { concat, hexBytes, latin, utf8 } from './bytes';

export { concat, hexBytes, latin, utf8 };

export interface OpenOptions {
  readonly target?: string;
  readonly extensions?: string;
  readonly subprotocol?: string;
  /** Most bytes of inflated data that the decoder keeps. */
  readonly keptBytes?: number;
}

/** The opening handshake of RFC 6455 §1.3. */
export function handshake(options: OpenOptions = {}): Record<Peer, Uint8Array> {
  const { target = '/chat', extensions, subprotocol } = options;
  const { client, server } = encodeHandshake({ target, extensions, subprotocol });
  return { client: latin(client), server: latin(server) };
}

/** A decoder whose connection 1 has done its opening handshake. */
export function openedDecoder(options: OpenOptions = {}): WritableDecoder {
  const { keptBytes } = options;
  const decoder = createDecoder(keptBytes === undefined ? {} : { keptBytes });
  const bytes = handshake(options);
  decoder.push(1, 'client', bytes.client, 0);
  decoder.push(1, 'server', bytes.server, 0);
  return decoder;
}

/** The decoded units without what depends on how the bytes were split: reads, their times and numbers. */
export function shapeOf(decoder: Decoder): readonly string[] {
  return decoder.units
    .filter((unit) => unit.layer !== 'tcp')
    .map((unit) => {
      const { layer, sender, kind, start, end, partial, isAfterFailure, fault } = unit;
      const fields = decoder
        .fieldsOf(unit)
        .map((field) => `${field.name}@${field.start}-${field.end}=${field.value}`);
      const state = `${partial ? ' partial' : ''}${isAfterFailure ? ' after failure' : ''}`;
      const place = `${layer} ${sender} ${kind} ${start}-${end}${state}`;
      return `${place} ${JSON.stringify(fault)} ${decoder.labelOf(unit)} | ${fields.join(' ')}`;
    });
}

/** Expects fields to tile their unit, bits their bytes, every term to be explained and `fromWire` to invert `toWire`. */
export function expectTiling(decoder: Decoder): void {
  for (const unit of decoder.units) {
    const size = decoder.bytesOf(unit).length;
    let bit = 0;
    for (const field of decoder.fieldsOf(unit)) {
      const from = field.start * 8 + (field.bits?.start ?? 0);
      const to = field.bits === undefined ? field.end * 8 : field.start * 8 + field.bits.end;
      if (from !== bit || to <= from)
        throw new Error(`${decoder.labelOf(unit)}: ${field.name} at bit ${from}, not ${bit}`);
      bit = to;
      termOf(field.term);
      expectWayBack(decoder, unit, field);
    }
    expect(bit, `${unit.layer} ${unit.kind} ${decoder.labelOf(unit)}`).toBe(size * 8);
    expect(decoder.sentenceOf(unit)).toMatch(/\.$/);
  }
}

/** Expects the wire bytes of a field to lead back to it alone, or to everything that was decompressed with it. */
function expectWayBack(decoder: Decoder, unit: Unit, { name, start, end }: Field): void {
  const { precision, ranges } = decoder.toWire(unit, { start, end });
  const back = decoder.fromWire(unit, ranges);
  const place = `${unit.layer} ${unit.kind} ${name}`;
  if (precision !== 'whole') expect(back, place).toEqual([{ start, end }]);
  else expect(back[0]!.start <= start && back.at(-1)!.end >= end, place).toBe(true);
}

export function unitsOf(decoder: Decoder, layer: Unit['layer']): Unit[] {
  return decoder.units.filter((unit) => unit.layer === layer);
}

/** The bytes that `toWire` points at, in order, as they are on the wire. */
export function wireBytes(decoder: Decoder, unit: Unit, range?: { start: number; end: number }): Uint8Array {
  const parts = decoder.toWire(unit, range).ranges.map(({ connection, sender, start, end }) => {
    const reads = decoder.units.filter(
      (read) => read.layer === 'tcp' && read.connection === connection && read.sender === sender,
    );
    const stream = concat(...reads.map((read) => decoder.bytesOf(read)));
    return stream.subarray(start, end);
  });
  return concat(...parts);
}

/** The pieces of `bytes` between the cuts. */
export function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const cut of [...sorted, bytes.length]) {
    if (cut > from) pieces.push(bytes.subarray(from, cut));
    from = Math.max(from, cut);
  }
  return pieces;
}
