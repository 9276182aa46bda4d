import { describe, expect, it } from 'vitest';
import { hexBytes, openedDecoder, unitsOf } from '../../protocol/testing/units';
import type { Unit } from '../../protocol/unit';
import { touches } from './touches';

const whole = (unit: Unit) => ({ unit, range: null });
const part = (unit: Unit, start: number, end: number) => ({ unit, range: { start, end } });

describe('two things that are pointed at', () => {
  const decoder = openedDecoder();
  decoder.push(1, 'client', hexBytes('81 85 37 fa 21 3d 7f 9f 4d 51 58'), 1);
  decoder.push(1, 'server', hexBytes('01 01 61 80 01 62'), 2);
  const [frame, first, second] = unitsOf(decoder, 'websocket') as [Unit, Unit, Unit];
  const [message, joined] = unitsOf(decoder, 'message') as [Unit, Unit];
  const read = decoder.carriersOf(frame)[0]!;

  it('are the same when their bytes on the wire are, masked or not', () => {
    expect(touches(decoder, part(frame, 6, 7), part(message, 0, 1))).toBe(true);
    expect(touches(decoder, part(message, 0, 1), part(read, 6, 7))).toBe(true);
    expect(touches(decoder, part(frame, 2, 6), part(message, 0, 5))).toBe(false);
  });

  it('are the same as a whole when one carries only the other', () => {
    for (const [a, b] of [
      [frame, message],
      [message, frame],
      [read, message],
      [frame, frame],
    ] as const) {
      expect(touches(decoder, whole(a), whole(b))).toBe(true);
    }
  });

  it('are not the same as a whole when one of them carries more', () => {
    expect(touches(decoder, whole(first), whole(joined))).toBe(false);
    expect(touches(decoder, whole(first), whole(second))).toBe(false);
    expect(touches(decoder, whole(frame), part(message, 0, 1))).toBe(false);
    expect(touches(decoder, whole(frame), null)).toBe(false);
  });
});
