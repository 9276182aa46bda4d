import { headerOf } from './http-head';
import { dataOf, headOf } from './http1-content';
import { UnitRecord } from './records';
import type { Unit } from './unit';
import { MAX_HEADER_BYTES, readHeader } from './websocket-frame-header';

/**
 * How many bytes a unit on the wire will have when it has come whole, as its own header says; null while nothing says
 * it, and for what ends otherwise (chunks, the end of the connection).
 */
export function expectedSizeOf(unit: Unit): number | null {
  if (!(unit instanceof UnitRecord)) return null;
  if (unit.layer === 'websocket' && unit.kind !== 'undecoded') {
    const header = readHeader(
      unit.stream.slice(unit.start, Math.min(unit.end, unit.start + MAX_HEADER_BYTES)),
    );
    return header && header.size + header.length;
  }
  const data = unit.layer === 'http' ? dataOf(unit) : null;
  const head = data && headOf(unit);
  if (!data || !head || data.isChunked) return null;
  const length = headerOf(head, 'Content-Length');
  return length !== null && /^\d{1,15}$/.test(length) ? data.headLength + Number(length) : null;
}
