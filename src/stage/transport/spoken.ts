import type { Decoder } from '../../protocol/decoder';
import { countUpTo, type Timetable } from '../../timeline';
import { formatMs } from '../../timeline/printed-time';
import { formatSpan } from '../format';
import { innermostOf } from '../innermost';

/** The newest unit sent by this instant, as an index into the flights; null before the first. */
function flightAt({ moments }: Timetable, nowMicros: number): number | null {
  for (let i = countUpTo(moments.at, nowMicros) - 1; i >= 0; i--) {
    const ref = moments.ref[i]!;
    if (ref >= 0 && ref % 2 === 0) return ref / 2;
  }
  return null;
}

/** Whether the playhead is at a moment of the browser's end, which is estimated, not measured. */
export function isInferred(timetable: Timetable, nowMicros: number): boolean {
  const { at, ref } = timetable.moments;
  const index = countUpTo(at, nowMicros) - 1;
  const what = ref[index];
  if (what === undefined || what < 0 || at[index] !== nowMicros) return false;
  return timetable.flights[what >> 1]!.inferred === (what % 2 === 0 ? 'sent' : 'received');
}

/** The time at the tap since the previous unit and until the next one: measured capture time, at any speed. */
export function deltaText(timetable: Timetable, nowMicros: number): string {
  const here = flightAt(timetable, nowMicros);
  const next = timetable.flights[here === null ? 0 : here + 1];
  if (here === null) return next ? 'before the first unit' : '';
  const at = timetable.flights[here]!.unit.at;
  const before = timetable.flights[here - 1];
  const since = before ? `Δ ${deltaOf(at - before.unit.at)}` : 'the first unit';
  return next ? `${since} · next in ${deltaOf(next.unit.at - at)}` : since;
}

/** Like `formatSpan`, but with microseconds: "140 µs". */
function deltaOf(micros: number): string {
  return micros < 1000 ? `${Math.round(micros)} µs` : formatSpan(micros);
}

/** The playhead for a screen reader: "812.4 ms, just after: text “Hello” from the client". */
export function spokenPlace(decoder: Decoder, timetable: Timetable, nowMicros: number): string {
  const first = timetable.moments.at[0];
  if (first === undefined) return 'Nothing has happened yet';
  const about = isInferred(timetable, nowMicros) ? 'about ' : '';
  const time = `${about}${formatMs(Math.max(0, nowMicros - first))} ms`;
  const here = flightAt(timetable, nowMicros);
  if (here === null) return `${time}, before the first unit`;
  const { unit } = timetable.flights[here]!;
  return `${time}, just after: ${decoder.labelOf(innermostOf(decoder, unit))} from the ${unit.sender}`;
}
