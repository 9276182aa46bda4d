import type { Capture } from '../../capture/capture';
import type { Hidden, Timetable } from '../../timeline';
import { type FaultFlight, isCutByPage, isFaulty } from '../../timeline/faults';

/** The units with a fault or notice, each once, in the order of time, as far as the ladder has a row for them. */
export function findingsOf(capture: Capture, timetable: Timetable, hidden: Hidden): readonly FaultFlight[] {
  const found: FaultFlight[] = [];
  for (const unit of new Set(capture.decoder.faulty)) {
    const flight = timetable.indexOfUnit(unit);
    if (flight !== null && !hidden.hides(unit) && !isCutByPage(capture, unit)) found.push({ unit, flight });
  }
  const { leaveAt } = timetable;
  return found.sort((a, b) => leaveAt[a.flight]! - leaveAt[b.flight]! || a.unit.id - b.unit.id);
}

/** How many of them are faults, as the stage counts them, and how many only notices. */
export function countsOf(findings: readonly FaultFlight[]): {
  readonly faults: number;
  readonly notices: number;
} {
  const faults = findings.filter(({ unit }) => isFaulty(unit)).length;
  return { faults, notices: findings.length - faults };
}

/** Where a reader stands among the findings. */
export interface Place {
  /** From 0; null when something else is selected, or nothing. */
  readonly at: number | null;
  readonly previous: FaultFlight | null;
  readonly next: FaultFlight | null;
}

/** The findings before and after what is selected, and which of them it is; without a selection, the last and the first. */
export function placeAmong(
  findings: readonly FaultFlight[],
  selected: FaultFlight | null,
  { leaveAt }: Timetable,
): Place {
  if (selected === null) return { at: null, previous: findings.at(-1) ?? null, next: findings[0] ?? null };
  const same = findings.findIndex(({ unit }) => unit === selected.unit);
  // Another layer of the same row.
  const at = same >= 0 ? same : findings.findIndex(({ flight }) => flight === selected.flight);
  if (at >= 0) return { at, previous: findings[at - 1] ?? null, next: findings[at + 1] ?? null };
  const after = findings.findIndex(({ flight }) => leaveAt[flight]! > leaveAt[selected.flight]!);
  const next = after < 0 ? findings.length : after;
  return { at: null, previous: findings[next - 1] ?? null, next: findings[next] ?? null };
}
