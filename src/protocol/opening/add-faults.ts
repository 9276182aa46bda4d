import type { Fault } from '../layer-unit';
import type { UnitRecord } from '../records';

/** Adds broken rules to a unit: the first that is one comes first, the others follow in the order of their bytes. */
export function addFaults(unit: UnitRecord, found: readonly Fault[]): void {
  const { fault } = unit;
  const all = fault === null ? [...found] : [fault, ...(fault.others ?? []), ...found];
  const [first] = all.splice(
    Math.max(
      0,
      all.findIndex(({ kind }) => kind === undefined),
    ),
    1,
  );
  if (first === undefined) return;
  const others = all.sort((a, b) => a.range.start - b.range.start);
  const { others: _, ...alone } = first;
  unit.fault = others.length > 0 ? { ...alone, others } : alone;
}
