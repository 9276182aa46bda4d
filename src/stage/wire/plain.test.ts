import { describe, expect, it } from 'vitest';
import { Recording } from '../../capture/recording/recording';
import { nameOfUnit } from '../../inspector/names';
import { createWarp, sceneAt, timetableOf } from '../../timeline';
import { countsText } from './cable-text';
import { bunchNoun, capsuleText, SCALES } from './capsule-text';

/** A plain connection: the server reads AB, then CD and EF at once, and sends each read back. */
function plain() {
  const recording = new Recording()
    .open(1_000, 1, { via: 'raw', isPlain: true })
    .exchange(2_000, 'AB', 'AB', 100)
    .exchange(3_000, 'CDEF', 'CDEF', 100);
  const { capture } = recording;
  const cableAt = (now: number) => {
    const timetable = timetableOf(capture);
    return sceneAt(timetable, createWarp('real', timetable), now).cables[0]!;
  };
  return { recording, capture, cableAt };
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
    const texts = capsules.map((one) => capsuleText(capture.decoder, one, one.unit, SCALES.wide).label);
    expect(texts).toContain('read “CDEF”');
    expect(capture.decoder.units.map(bunchNoun)).toEqual(['read', 'write', 'read', 'write']);
  });

  it('shows its first bytes under the label where the cable is large', () => {
    const { recording, capture, cableAt } = plain();
    recording.client(4_000, 'ABCDEFGHIJ');
    const textOf = (label: string) =>
      cableAt(4_100)
        .capsules.map((one) => capsuleText(capture.decoder, one, one.unit, SCALES.large))
        .find((text) => text.label.includes(label));
    expect(textOf('ABCDEFGHIJ')?.bytes).toBe('41 42 43 44 45 46 47 48 … 10 B');
    expect(textOf('CDEF”')?.bytes).toBe('43 44 45 46');
  });

  it('says how much it is where it is more than a few letters', () => {
    const { recording, capture } = plain();
    recording.client(4_000, 'A'.repeat(65_536));
    expect(capture.decoder.labelOf(capture.decoder.units.at(-1)!)).toBe('read 65,536 B');
  });

  it('names them by their place', () => {
    const { capture } = plain();
    expect(capture.decoder.units.map((unit) => nameOfUnit(capture, unit))).toEqual([
      'The server’s first read',
      'The server’s first write',
      'The server’s second read',
      'The server’s second write',
    ]);
  });
});
