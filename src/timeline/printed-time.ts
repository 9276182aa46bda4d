import type { Timetable } from './timetable';

/**
 * The instant from which the ladder and the consoles count, microseconds: when the first unit left. Null while there is
 * none.
 */
export const zeroOf = ({ startAt }: Timetable): number | null => startAt;

/** Milliseconds with one decimal and grouped thousands: "0.0", "813.0", "9 204.7"; before the zero, "−12.5". */
export function formatMs(micros: number): string {
  const [whole, tenth] = (Math.abs(micros) / 1000).toFixed(1).split('.') as [string, string];
  const sign = micros <= -50 ? '\u2212' : '';
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')}.${tenth}`;
}
