import type { Capture } from '../capture/capture';
import { useRevision } from '../capture/use-capture';
import type { Playback } from '../timeline/playback';
import type { CodeDesk, ProgramNumber } from './desk';
import { STATES, stateOf, stateWords } from './program-state';
import { allShownUntil } from './use-desk';

interface Shown {
  readonly desk: CodeDesk;
  readonly capture: Capture;
  readonly playback: Playback;
}

/** The states of the newest runs of these programs, in one word and in a line, as far as they are shown. */
export function useProgramState({ desk, capture, playback }: Shown, programs: readonly ProgramNumber[]) {
  const logOf = (program: ProgramNumber) => capture.programs.run(program, desk.statusOf(program).run);
  const find = (program: ProgramNumber) =>
    stateOf(desk.statusOf(program), logOf(program), allShownUntil(playback));
  const of = () =>
    programs.flatMap((program) => [
      STATES.indexOf(find(program)),
      desk.connections(program)?.countUpTo(allShownUntil(playback)) ?? 0,
    ]);
  useRevision(capture, { of, playback });
  const states = programs.map(find);
  const words = programs.map((program) =>
    stateWords(desk, program, desk.statusOf(program), logOf(program), allShownUntil(playback)),
  );
  return {
    state:
      STATES.find(
        (state) => states.includes(state) && (state === 'running' || !states.includes('running')),
      ) ?? 'idle',
    words: [...new Set(words)].join(' · '),
  };
}
