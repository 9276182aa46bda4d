import type { Unit } from '../protocol/unit';

/**
 * One unit's way over the wire, in capture time (microseconds). The tap sees only the server's end; the browser's
 * end comes from the page's own call (clock offset estimated) or, without one, from the estimated one-way time: both
 * are marked `inferred`.
 */
export interface Flight {
  readonly unit: Unit;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly inferred: 'sent' | 'received';
}
