import type { Lesson } from '../../lessons';
import type { ClassMember } from '../../protocol/messages/class';
import { nameOf } from './member-words';
import { taskKey } from './tally';

const HEAD = ['nickname', 'lesson', 'step', 'part', 'kind', 'task', 'answer', 'the wire', 'right', 'done'];

/**
 * Votes and goals of a class as CSV (RFC 4180): a line for each member and task that the member has answered or done. `lessons` are
 * those that the class was in.
 */
export function csvOf(members: Iterable<ClassMember>, lessons: readonly Lesson[]): string {
  const lines = [HEAD];
  for (const member of members) lines.push(...lessons.flatMap((lesson) => linesOf(member, lesson)));
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** The ids of the lessons that members have voted or done something in. */
export function lessonsOf(members: Iterable<ClassMember>): string[] {
  const ids = new Set<string>();
  for (const { votes, goals } of members) {
    for (const key of [...Object.keys(votes ?? {}), ...(goals ?? [])]) ids.add(key.split('/')[0]!);
  }
  return [...ids];
}

function linesOf(member: ClassMember, { id, title, steps }: Lesson) {
  const { votes, goals } = member;
  const lines: string[][] = [];
  for (const [step, task] of steps.flatMap((step) => step.tasks.map((task) => [step.title, task] as const))) {
    const key = taskKey(id, task.id);
    const vote = votes?.[key];
    const isDone = goals?.includes(key) === true;
    if (!vote && !isDone) continue;
    const text = (answer: string | null) => task.prediction?.answers[answer ?? ''] ?? '';
    lines.push([
      nameOf(member),
      title,
      step,
      // A step may ask the same of several of its parts.
      task.title ?? '',
      vote ? 'prediction' : 'goal',
      task.prediction?.question ?? (task.kind === 'challenge' ? task.goal : (task.title ?? task.id)),
      vote ? text(vote.answer) : '',
      vote ? text(vote.wire) : '',
      vote?.wire != null ? (vote.wire === vote.answer ? 'yes' : 'no') : '',
      isDone ? 'yes' : '',
    ]);
  }
  return lines;
}

/** A spreadsheet would take a nickname that begins like this for a formula, and run it; some read the full-width signs as these. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
