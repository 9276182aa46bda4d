import { useMemo } from 'react';
import type { Capture } from '../capture/capture';
import { ROWS } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { Playback } from '../timeline/playback';
import { type Pointing, useSelected } from '../timeline/pointing';
import type { ProgramNumber, ProgramStatus } from './desk';
import { linkedLines, litLines, problemOf } from './lines';
import { shownUntil, useNow } from './use-desk';

/** An editor's marks for a program's newest run. Equal marks keep their identity. */
export function useLineMarks(
  capture: Capture,
  playback: Playback,
  pointing: Pointing,
  program: ProgramNumber,
  status: ProgramStatus,
) {
  const { programs } = capture;
  useRevision(capture, { of: () => [programs.revisionOf(program)], pace: ROWS });
  // Also lights what the code has done since the last update.
  const now = Math.max(useNow(playback), shownUntil(playback));
  const selected = useSelected(pointing)?.unit ?? null;
  const { run } = status;
  return {
    problem: useProblem(status, capture, program),
    lit: useSame(litLines(capture, program, run, now, selected)),
    linked: linkedLines(programs.run(program, run)),
  };
}

/** A syntax error, or an error of the last run while the text is unchanged. */
function useProblem({ fault, run, isChanged }: ProgramStatus, { programs }: Capture, program: ProgramNumber) {
  const shown = fault ?? (isChanged ? null : problemOf(programs.run(program, run)));
  const [line, message] = [shown?.line ?? 0, shown?.message ?? ''];
  return useMemo(() => (line > 0 ? { line, message } : null), [line, message]);
}

function useSame<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all of the value
  return useMemo(() => value, [key]);
}
