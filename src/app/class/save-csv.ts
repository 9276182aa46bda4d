import type { Teaching } from '../../lab/class/teaching';
import { lessonAbout } from '../course';
import { csvOf, lessonsOf } from './csv';

/** A browser has begun to save by then. */
const KEPT_MS = 60_000;

/** Has the browser save the votes and goals of a class, in the words of its lessons. A spreadsheet knows UTF-8 by the mark at its beginning. */
export async function saveCsv({ members }: Teaching): Promise<void> {
  const all = [...members.values()];
  const entries = lessonsOf(all).flatMap((id) => lessonAbout(id) ?? []);
  const lessons = await Promise.all(entries.map((entry) => entry.load()));
  const url = URL.createObjectURL(new Blob([`\ufeff${csvOf(all, lessons)}`], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `wire101-class-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
