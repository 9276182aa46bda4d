import type { LessonAbout } from '../../lessons';
import { entries } from '../glossary/glossary';

/** Something that was found, and where it is. */
export interface Hit {
  readonly kind: 'Lesson' | 'Glossary' | 'Page';
  readonly title: string;
  readonly text: string;
  readonly href: string;
}

const MAX_RESULTS = 12;

const PAGES: readonly Hit[] = [
  { kind: 'Page', title: 'Free lab', text: 'Everything, without a script', href: '/workbench' },
  { kind: 'Page', title: 'Glossary', text: 'Every term, with its section', href: '/glossary' },
  { kind: 'Page', title: 'All lessons', text: 'The course, and your progress', href: '/' },
];

/** What has all the words: in the title before in the text, lessons before terms. Without a word, all lessons and pages. */
export function find(query: string, lessons: readonly LessonAbout[]): readonly Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ofLessons = lessons.map<Hit>(({ id, title, promises }) => ({
    kind: 'Lesson',
    title,
    text: promises.join(' · '),
    href: `/lessons/${id}`,
  }));
  if (words.length === 0) return [...ofLessons, ...PAGES];
  const ofTerms = entries.map<Hit>(({ key, name, text }) => ({
    kind: 'Glossary',
    title: name,
    text,
    href: `/glossary#${key}`,
  }));
  return [...ofLessons, ...PAGES, ...ofTerms]
    .map((hit, place) => ({ hit, place, rank: rankOf(hit, words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .slice(0, MAX_RESULTS)
    .map(({ hit }) => hit);
}

/** 0: the title begins with the query. 1: its words begin with the words. 2: it has them. 3: only the text has them all. */
function rankOf({ title, text }: Hit, words: readonly string[]): number {
  const name = title.toLowerCase();
  if (name.startsWith(words.join(' '))) return 0;
  const parts = name.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  const all = `${name} ${text.toLowerCase()}`;
  return words.every((word) => all.includes(word)) ? 3 : Number.POSITIVE_INFINITY;
}
