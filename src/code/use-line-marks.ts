import { useMemo } from 'react';
import type { Capture } from '../capture/capture';
import type { Unit } from '../protocol/unit';
import type { ProgramNumber, ProgramStatus } from './desk';
import { linkedLines, litLines, problemOf } from './lines';

/** An editor's marks for a program's newest run. Equal marks keep their identity. */
export function useLineMarks(
  capture: Capture,
  program: ProgramNumber,
  status: ProgramStatus,
  nowMicros: number,
  selected: Unit | null,
) {
  const { run } = status;
  return {
    problem: useProblem(status, capture, program),
    lit: useSame(litLines(capture, program, run, nowMicros, selected)),
    linked: useSame(linkedLines(capture, program, run)),
  };
}

/** A syntax error, or an error of the last run while the text is unchanged. */
function useProblem({ fault, run, isChanged }: ProgramStatus, capture: Capture, program: ProgramNumber) {
  const shown = fault ?? (isChanged ? null : problemOf(capture, program, run));
  const [line, message] = [shown?.line ?? 0, shown?.message ?? ''];
  return useMemo(() => (line > 0 ? { line, message } : null), [line, message]);
}

function useSame<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is all of the value
  return useMemo(() => value, [key]);
}
