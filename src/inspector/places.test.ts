import { describe, expect, it } from 'vitest';
import { createDecoder } from '../protocol';
import type { WritableDecoder } from '../protocol/decoder';
import { encodeFrame } from '../protocol/encode';
import { handshake, openedDecoder } from '../protocol/testing/units';
import type { Unit } from '../protocol/unit';
import { nounOf, placeOf } from './places';

/** A seeded generator: failures are reproducible. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function anyFrame(pick: (below: number) => number, isMasked: boolean): Uint8Array {
  const kind = (['text', 'binary', 'ping', 'pong'] as const)[pick(4)]!;
  const payload = Uint8Array.from({ length: pick(5) }, () => 97 + pick(26));
  return encodeFrame(kind, payload, { isMasked });
}

function open(decoder: WritableDecoder, connection: number): void {
  const { client, server } = handshake();
  decoder.push(connection, 'client', client, 0);
  decoder.push(connection, 'server', server, 0);
}

/** Slow, but obviously correct. */
function countedPlace(units: readonly Unit[], unit: Unit): number {
  return units.filter(
    (other) =>
      other.id <= unit.id &&
      other.connection === unit.connection &&
      other.sender === unit.sender &&
      other.layer === unit.layer &&
      nounOf(other) === nounOf(unit),
  ).length;
}

describe('the place of a unit among its like', () => {
  for (const seed of [1, 2, 3]) {
    it(`is what counting gives, for any traffic and while more of it comes (seed ${seed})`, () => {
      const pick = random(seed);
      const decoder = createDecoder();
      for (const connection of [1, 2, 3]) open(decoder, connection);
      for (let step = 0; step < 300; step++) {
        const sender = pick(2) === 0 ? 'client' : 'server';
        const bytes = anyFrame(pick, sender === 'client');
        const cut = pick(bytes.length + 1);
        const connection = 1 + pick(3);
        decoder.push(connection, sender, bytes.subarray(0, cut), step);
        if (pick(3) === 0) {
          const unit = decoder.units[pick(decoder.units.length)]!;
          expect(placeOf(decoder, unit)).toBe(countedPlace(decoder.units, unit));
        }
        decoder.push(connection, sender, bytes.subarray(cut), step);
      }
      for (const unit of decoder.units) {
        expect(placeOf(decoder, unit)).toBe(countedPlace(decoder.units, unit));
      }
    });
  }

  it('is found for 100,000 units by reading each once', () => {
    const decoder = openedDecoder();
    let reads = 0;
    const counting: typeof decoder = Object.create(decoder, {
      units: {
        value: new Proxy(decoder.units, {
          get(units, key) {
            if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
            return Reflect.get(units, key);
          },
        }),
      },
    });
    for (let i = 0; i < 33_333; i++) decoder.push(1, 'server', Uint8Array.from([0x81, 1, 97]), i);
    for (const unit of decoder.units) placeOf(counting, unit);
    expect(decoder.units.length).toBeGreaterThan(99_000);
    expect(reads).toBe(decoder.units.length);
  });
});
