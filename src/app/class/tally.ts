import type { ClassMember } from '../../protocol/messages/class';

/** The votes of a class on one question. */
export interface Tally {
  /** Members who have locked an answer in, those who have left included. */
  readonly voted: number;
  /** By the answer's key. */
  readonly counts: Readonly<Record<string, number>>;
  /** How many of them their own wire has answered, and how many of these it agreed with. */
  readonly answered: number;
  readonly right: number;
}

type Members = Iterable<Pick<ClassMember, 'votes' | 'goals'>>;

/** The name of a task in votes and goals. */
export const taskKey = (lesson: string, task: string) => `${lesson}/${task}`;

/** Counts the votes on a question. A vote with a key that is none of its answers is left out. */
export function tallyOf(members: Members, key: string, answers: readonly string[]): Tally {
  const counts = Object.fromEntries(answers.map((answer) => [answer, 0]));
  let [voted, answered, right] = [0, 0, 0];
  for (const { votes } of members) {
    const vote = votes && Object.hasOwn(votes, key) ? votes[key] : undefined;
    if (!vote || !Object.hasOwn(counts, vote.answer)) continue;
    voted++;
    counts[vote.answer]!++;
    if (vote.wire !== null) answered++;
    if (vote.wire === vote.answer) right++;
  }
  return { voted, counts, answered, right };
}

/** How many have done a task. */
export function countDone(members: Members, key: string): number {
  let done = 0;
  for (const { goals } of members) if (goals?.includes(key)) done++;
  return done;
}

/** More than half of the class has done it: who has not is behind. */
const MOST = 0.5;

/** The tasks that most of those who are here have done and this member has not. */
export function behindIn(
  member: ClassMember,
  here: readonly ClassMember[],
  keys: readonly string[],
): readonly string[] {
  if (!member.isHere || here.length < 2) return [];
  return keys.filter((key) => !member.goals?.includes(key) && countDone(here, key) > here.length * MOST);
}
