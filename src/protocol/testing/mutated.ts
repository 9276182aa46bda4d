import { createDecoder } from '../create-decoder';
import type { Decoder } from '../decoder';
import { layerOf } from '../layers';
import { pass, type RuleCase, type Step } from '../rules/rule-case';
import type { Unit } from '../unit';
import { mutatedStream } from './mutated-streams';
import { below, pick, type Random, randomOf } from './random';

/** Of the units of a long stream, so many are asked: the first, the last and some between. */
const MAX_ASKED = 150;
/** Questions with a range or an offset that are asked of each. */
const PLACES = 4;

/** What a stream may take, of CPU: to be decoded, and to be asked about. Far above what it takes, far below what hangs. */
const PUSH_MS = 40;
const PUSH_NS_PER_BYTE = 5_000;
const ASK_MS = 60;
const ASK_US_PER_UNIT = 400;
/** All questions of one unit, for each byte of the stream. */
const ASK_NS_PER_BYTE = 1_500;

/** What a run did, and the first stream that threw or took too long. */
export interface MutatedRun {
  readonly streams: number;
  readonly bytes: number;
  /** The most of its allowance that a stream took: below 1. */
  readonly slowest: number;
  readonly failure: string | null;
}

/**
 * Decodes mutated streams and asks every question of their units until `isOver`. The same seed gives the same streams.
 * `cpuMs` is how much CPU this process has taken.
 */
export function runMutated(
  seed: number,
  cases: readonly RuleCase[],
  isOver: () => boolean,
  cpuMs: () => number,
): MutatedRun {
  let streams = 0;
  let bytes = 0;
  let slowest = 0;
  for (; !isOver(); streams++) {
    const steps = mutatedStream(randomOf(seed + streams), cases);
    for (const step of steps) if ('bytes' in step) bytes += step.bytes.length;
    const name = `stream ${streams} of seed ${seed}`;
    try {
      // What is slow by chance is not slow three times: compilation, garbage.
      let share = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3 && share > 0.5; attempt++)
        share = Math.min(share, shareOf(steps, seed + streams, cpuMs));
      slowest = Math.max(slowest, share);
      if (share > 1)
        return { streams, bytes, slowest, failure: `${name} took ${share.toFixed(1)} × its time` };
    } catch (error) {
      return { streams, bytes, slowest, failure: `${name}: ${error instanceof Error ? error.stack : error}` };
    }
  }
  return { streams, bytes, slowest, failure: null };
}

/** How much of its allowance a stream takes. */
function shareOf(steps: readonly Step[], seed: number, cpuMs: () => number): number {
  const random = randomOf(seed);
  const decoder = createDecoder();
  let size = 0;
  const start = cpuMs();
  for (const step of steps) {
    if (!('bytes' in step)) {
      pass(decoder, step);
      continue;
    }
    const { connection = 1, sender, bytes } = step;
    size += bytes.length;
    for (const piece of pieces(bytes, random)) decoder.push(connection, sender, piece, 0);
  }
  if (decoder.heldUp !== null) throw new RangeError('a part of the decoders has not been fetched');
  const pushed = cpuMs();
  const asked = someOf(decoder.units, random);
  for (const unit of asked) ask(decoder, unit, random);
  const done = cpuMs();
  const pushMs = PUSH_MS + (size * PUSH_NS_PER_BYTE) / 1e6;
  const askMs = ASK_MS + (asked.length * (ASK_US_PER_UNIT + (size * ASK_NS_PER_BYTE) / 1000)) / 1000;
  return Math.max((pushed - start) / pushMs, (done - pushed) / askMs);
}

function someOf(units: readonly Unit[], random: Random): readonly Unit[] {
  if (units.length <= MAX_ASKED) return units;
  return Array.from({ length: MAX_ASKED }, (_, index) => {
    if (index < MAX_ASKED / 4) return units[index]!;
    if (index < MAX_ASKED / 2) return units[units.length - 1 - index]!;
    return pick(random, units);
  });
}

/** Every question of `Decoder`, and those of the layer. */
function ask(decoder: Decoder, unit: Unit, random: Random): void {
  const size = decoder.sizeOf(unit);
  decoder.bytesOf(unit);
  decoder.contentOf(unit);
  const fields = decoder.fieldsOf(unit);
  decoder.headOf(unit);
  decoder.labelOf(unit);
  decoder.sentenceOf(unit);
  decoder.carriersOf(unit);
  decoder.contentsOf(unit);
  decoder.partnerOf(unit);
  const layer = layerOf(unit.layer);
  for (const question of ['code', 'kindNoun', 'expectedSize', 'maskedBytes'] as const)
    layer[question]?.(unit as never);
  layer.properName?.(unit as never, 'Your');
  layer.hiddenByTools?.unit?.(unit as never);
  layer.session?.inUnit(unit as never);
  const { ranges } = decoder.toWire(unit);
  decoder.fromWire(unit, ranges.slice(0, PLACES));
  for (let place = 0; place < PLACES; place++) {
    const field = fields.length > 0 ? pick(random, fields) : { start: 0, end: size };
    decoder.fromWire(unit, decoder.toWire(unit, field).ranges.slice(0, PLACES));
    decoder.bytesOf(unit, field);
    decoder.unitsAt(unit.connection, unit.sender, unit.start + below(random, unit.end - unit.start + 1));
  }
}

/** The bytes whole, in a few pieces, or in very small ones. */
function pieces(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const size = pick(random, [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    1400,
    64,
    bytes.length < 3000 ? 1 : 500,
  ]);
  if (bytes.length <= size) return [bytes];
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
