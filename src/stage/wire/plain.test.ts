import { describe, expect, it } from 'vitest';
import { createCapture } from '../../capture/create-capture';
import { nameOfUnit } from '../../inspector/names';
import { utf8 } from '../../protocol/testing/units';
import { createWarp, sceneAt, timetableOf } from '../../timeline';
import { countsText } from './cable-text';
import { bunchNoun, capsuleText } from './capsule-text';

/** A plain connection: the server reads AB, then CD and EF at once, and sends each read back. */
function plain() {
  const capture = createCapture();
  const client = { address: '127.0.0.1', port: 50_001 };
  const server = { address: '127.0.0.1', port: 40_000 };
  capture.apply([
    { type: 'open', seq: 1, connection: 1, atMicros: 1_000, client, server, via: 'raw', isPlain: true },
  ]);
  const chunks = [
    ['client', 2_000, 0, 'AB'],
    ['server', 2_100, 0, 'AB'],
    ['client', 3_000, 2, 'CDEF'],
    ['server', 3_100, 2, 'CDEF'],
  ] as const;
  for (const [index, [sender, atMicros, offset, text]] of chunks.entries()) {
    const bytes = utf8.encode(text);
    capture.apply([
      { type: 'chunk', seq: index + 2, connection: 1, sender, atMicros, offset, heldMicros: 0, bytes },
    ]);
  }
  const cableAt = (now: number) => {
    const timetable = timetableOf(capture);
    return sceneAt(timetable, createWarp('real', timetable), now).cables[0]!;
  };
  return { capture, cableAt };
}

describe('a connection that knows no protocol', () => {
  it('is TCP before its first byte and after it, and never HTTP', () => {
    const { cableAt } = plain();
    expect(cableAt(1_500)).toMatchObject({ phase: 'opening', reads: 0, writes: 0, turn: null });
    expect(cableAt(9_000_000)).toMatchObject({ phase: 'plain', reads: 2, writes: 2, frames: 0, requests: 0 });
  });

  it('counts what the server’s socket read and wrote', () => {
    const { cableAt } = plain();
    expect(countsText(cableAt(1_500))).toBe('');
    expect(countsText(cableAt(9_000_000))).toBe(' · server: 2 reads, 2 writes');
  });

  it('shows each read and write with its bytes, and counts several by what they are', () => {
    const { capture, cableAt } = plain();
    const { capsules } = cableAt(3_150);
    const texts = capsules.map((one) => capsuleText(capture.decoder, one, one.unit, 24).label);
    expect(texts).toContain('read “CDEF”');
    expect(capture.decoder.units.map(bunchNoun)).toEqual(['read', 'write', 'read', 'write']);
  });

  it('says how much it is where it is more than a few letters', () => {
    const { capture } = plain();
    const bytes = new Uint8Array(65_536).fill(65);
    const at = { connection: 1, sender: 'client', atMicros: 4_000, offset: 6, heldMicros: 0 } as const;
    capture.apply([{ type: 'chunk', seq: 6, ...at, bytes }]);
    expect(capture.decoder.labelOf(capture.decoder.units.at(-1)!)).toBe('read 65,536 B');
  });

  it('names them by their place', () => {
    const { capture } = plain();
    expect(capture.decoder.units.map((unit) => nameOfUnit(capture, unit))).toEqual([
      'The client’s first bytes in one read',
      'The server’s first bytes in one write',
      'The client’s second bytes in one read',
      'The server’s second bytes in one write',
    ]);
  });
});
