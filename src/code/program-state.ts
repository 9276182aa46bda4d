import type { ProgramRun } from '../capture/run-log';
import { type CodeDesk, type ProgramNumber, type ProgramStatus, SERVER } from './desk';

/** The states of a program's newest run; `over` when it has ended, whoever ended it. */
export const STATES = ['idle', 'running', 'over', 'refused'] as const;
type ProgramState = (typeof STATES)[number];

/** How a run had ended by this instant; null when it had not. */
const endingOf = (log: ProgramRun | undefined, untilMicros: number) =>
  log?.ended && log.ended.at <= untilMicros ? log.ended : null;

/** The state of a program, from its status and its newest run as far as it is shown. */
export function stateOf(
  { state }: ProgramStatus,
  log: ProgramRun | undefined,
  untilMicros: number,
): ProgramState {
  if (state === 'refused' || state === 'idle') return state;
  return state === 'stopped' || endingOf(log, untilMicros) ? 'over' : 'running';
}

/** The state in words. */
export function stateWords(
  desk: CodeDesk,
  program: ProgramNumber,
  status: ProgramStatus,
  log: ProgramRun | undefined,
  untilMicros: number,
): string {
  if (status.state === 'starting') return 'starting …';
  if (status.state === 'refused')
    return status.fault ? `line ${status.fault.line}: ${status.fault.message}` : 'did not run';
  if (status.state === 'idle') return 'not run yet';
  if (status.state === 'stopped') return 'has ended: you stopped it';
  const ending = endingOf(log, untilMicros);
  if (ending) return ending.kind === 'stopped' ? 'has ended: the lab stopped it' : 'has ended';
  const changed = status.isChanged ? '; edited since' : '';
  if (program === SERVER) return `running${changed}`;
  const open =
    desk
      .connections(program)
      ?.at(untilMicros)
      .filter(({ isConnected }) => isConnected) ?? [];
  const transports = [...new Set(open.map(({ transport }) => transport))].join(', ');
  return `${open.length > 0 ? `on ${transports}` : 'not connected'}${changed}`;
}
