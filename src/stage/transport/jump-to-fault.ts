import type { Capture } from '../../capture/capture';
import type { Playback, Pointing } from '../../timeline';
import { atFault, faultFrom } from '../../timeline/faults';

interface Parts {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

/** Pauses where the next (`1`) or previous (`-1`) faulty unit has landed, and selects the bytes at fault. */
export function jumpToFault({ capture, playback, pointing }: Parts, direction: 1 | -1): void {
  const { timetable } = playback;
  const found = faultFrom(capture, timetable, playback.now.get(), direction);
  if (found === null) return;
  playback.pause();
  playback.seek(timetable.landAt[found.flight]!);
  pointing.select(atFault(found.unit));
}
