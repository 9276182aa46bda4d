import type { Playback } from '../timeline/playback';
import type { Traffic } from './traffic';

/**
 * Calls `tell` once the playhead has passed all that this traffic holds now, so that no text precedes the wire: each of
 * its units has landed, and the ends of its connections and what its code did have been passed. What was shown once
 * stays shown, wherever the playhead goes. The result cancels the wait.
 */
export function whenShown(playback: Playback, traffic: Traffic, tell: () => void): () => void {
  const landing = landingOf(playback, traffic);
  const mark = markOf(playback);
  const look = () => {
    if (mark.now < landing()) return;
    stop();
    tell();
  };
  const stop = mark.subscribe(look);
  look();
  return stop;
}

/** When the last of this traffic lands, microseconds. The units' times may still become more exact. */
function landingOf({ timetable }: Playback, { units, calls, code, capture }: Traffic): () => number {
  timetable.update();
  // In each direction, the last lands last.
  const last = new Map<string, number>();
  const connections = new Set<number>();
  for (const unit of units) {
    const flight = timetable.indexOfUnit(unit);
    const lane = `${unit.connection} ${unit.sender}`;
    if (flight !== null) last.set(lane, Math.max(flight, last.get(lane) ?? 0));
    connections.add(unit.connection);
  }
  const flights = [...last.values()];
  const ends = [...connections].flatMap((id) => capture.connection(id)?.ends ?? []);
  const doneAt = Math.max(
    ...ends.map(({ at }) => at),
    calls.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
    code.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
  );
  return () => {
    // The playhead goes no further than the last moment, which may turn out to have been earlier.
    const endedAt = Math.min(doneAt, timetable.endAt);
    return Math.max(endedAt, ...flights.map((flight) => timetable.landAt[flight]!));
  };
}

/** How far the playhead of a stage has ever been. */
class Mark {
  /** Microseconds. */
  now: number;
  readonly #listeners = new Set<() => void>();

  constructor({ now }: Playback) {
    this.now = now.get();
    now.on('change', (reached) => {
      if (reached <= this.now) return;
      this.now = reached;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

const marks = new WeakMap<Playback, Mark>();

function markOf(playback: Playback): Mark {
  let mark = marks.get(playback);
  if (!mark) {
    mark = new Mark(playback);
    marks.set(playback, mark);
  }
  return mark;
}
