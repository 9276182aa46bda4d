import type { ClassSaid } from '../../protocol/messages/class';
import { MAX_TASKS } from '../../protocol/messages/class-parts';

/** What a student has predicted and done in a class. */
export type Done = Pick<ClassSaid, 'votes' | 'goals'>;

/** The votes and goals of both: nothing that was once said is lost. The later vote counts. */
export function withDone(earlier: Done | undefined, later: Done): Done {
  const votes = { ...earlier?.votes, ...later.votes };
  const goals = [...new Set([...(earlier?.goals ?? []), ...(later.goals ?? [])])];
  // No course has so many tasks: whoever invents names gathers no more than one message holds.
  return Math.max(Object.keys(votes).length, goals.length) > MAX_TASKS ? later : { votes, goals };
}
