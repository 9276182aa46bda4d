import type { Timetable } from './timetable';

/** Where one step leads: the playhead, and the unit that has just landed there (none before the first). */
export interface Step {
  readonly at: number;
  readonly flight: number | null;
}

/** The next or previous landing from `nowMicros`, or null when there is none. */
export function stepFrom(timetable: Timetable, nowMicros: number, direction: 1 | -1): Step | null {
  const { moments } = timetable;
  const passed = moments.countUpTo(nowMicros);
  if (direction === 1) {
    for (let i = passed; i < moments.at.length; i++)
      if (isLanding(moments.ref[i]!)) return landing(timetable, i);
    return null;
  }
  for (let i = passed - 1; i >= 0; i--) {
    if (moments.at[i]! < nowMicros && isLanding(moments.ref[i]!)) return landing(timetable, i);
  }
  const first = moments.at[0];
  return first === undefined || nowMicros < first ? null : { at: first - 1, flight: null };
}

function isLanding(ref: number): boolean {
  return ref >= 0 && ref % 2 === 1;
}

function landing({ moments }: Timetable, index: number): Step {
  return { at: moments.at[index]!, flight: (moments.ref[index]! - 1) / 2 };
}
