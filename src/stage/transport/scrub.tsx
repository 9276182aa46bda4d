import { memo, useRef } from 'react';
import type { Capture } from '../../capture/capture';
import { type Playback, stepFrom, type Timetable } from '../../timeline';
import { Overview } from './overview';
import { ScrubLine } from './scrub-line';
import { spokenPlace } from './spoken';
import { useOverview } from './use-overview';
import { useShownTime } from './use-shown-time';
import { useWidthOf } from './use-width';

interface Props {
  readonly capture: Capture;
  readonly playback: Playback;
}

/** Page up and down go this many units. */
const LEAP = 10;

/**
 * All that has happened, in one line: to scale while something happens, silence folded and named. A slider: arrows go from
 * unit to unit.
 */
export const Scrub = memo(function Scrub({ capture, playback }: Props) {
  const line = useRef<HTMLDivElement>(null);
  const width = useWidthOf(line);
  const overview = useOverview(capture, width);
  const { axis, timetable } = overview;
  const first = timetable.moments.at[0] ?? 0;
  const now = useShownTime(playback);
  return (
    <ScrubLine
      now={playback.now}
      axis={axis}
      line={line}
      width={width}
      label="Playhead"
      value={{
        most: (timetable.endAt - first) / 1000,
        now: (now - first) / 1000,
        text: spokenPlace(capture.decoder, timetable, now),
      }}
      onSeek={(at) => playback.seek(at)}
      keyMove={(key) => keyMove(key, playback)}
    >
      <Overview {...overview} width={width} />
    </ScrubLine>
  );
});

function keyMove(key: string, playback: Playback): (() => void) | null {
  const { timetable } = playback;
  if (key === 'ArrowRight' || key === 'ArrowUp') return () => playback.step(1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return () => playback.step(-1);
  if (key === 'Home') return () => playback.seek(timetable.moments.at[0] ?? 0);
  if (key === 'End') return () => playback.seek(timetable.endAt);
  if (key === 'PageUp') return () => playback.seek(leap(timetable, playback.now.get(), 1));
  if (key === 'PageDown') return () => playback.seek(leap(timetable, playback.now.get(), -1));
  return null;
}

function leap(timetable: Timetable, from: number, direction: 1 | -1): number {
  let at = from;
  for (let i = 0; i < LEAP; i++) at = stepFrom(timetable, at, direction)?.at ?? at;
  return at;
}
