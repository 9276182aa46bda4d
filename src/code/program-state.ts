import type { CodeEvent } from '../capture/capture';
import { type CodeDesk, type ProgramNumber, type ProgramStatus, SERVER } from './desk';

/** The state of a program's newest run: `over` when it ended by itself or was stopped. */
type ProgramState = 'idle' | 'running' | 'over' | 'refused';

/** The state of a program, from its status and the events of its newest run. */
export function stateOf({ state }: ProgramStatus, events: readonly CodeEvent[]): ProgramState {
  if (state === 'refused') return 'refused';
  if (state === 'idle') return 'idle';
  const last = events.findLast(({ kind }) => kind === 'ended' || kind === 'stopped' || kind === 'started');
  return last && last.kind !== 'started' ? 'over' : 'running';
}

/** The state in words. */
export function stateWords(
  desk: CodeDesk,
  program: ProgramNumber,
  status: ProgramStatus,
  events: readonly CodeEvent[],
): string {
  const state = stateOf(status, events);
  if (status.state === 'starting') return 'starting …';
  if (state === 'refused')
    return status.fault ? `line ${status.fault.line}: ${status.fault.message}` : 'did not run';
  if (state === 'idle') return 'not run yet';
  if (state === 'over') return events.some(({ kind }) => kind === 'stopped') ? 'was ended' : 'has ended';
  const changed = status.isChanged ? '; edited since' : '';
  if (program === SERVER) return `running${changed}`;
  const open = desk.connections(program).filter(({ isConnected }) => isConnected);
  const transports = [...new Set(open.map(({ transport }) => transport))].join(', ');
  return `${open.length > 0 ? `on ${transports}` : 'not connected'}${changed}`;
}
