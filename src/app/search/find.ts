import type { LessonAbout } from '../../lessons';
import { entries } from '../glossary/glossary';

/** A search result and its address. */
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

/**
 * What contains all the words: matches in titles first, lessons before terms. Without a word, all lessons and pages.
 */
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

/**
 * 0: the title starts with the query. 1: its words start with the words. 2: it contains them. 3: only the text does.
 */
function rankOf({ title, text }: Hit, words: readonly string[]): number {
  const name = title.toLowerCase();
  if (name.startsWith(words.join(' '))) return 0;
  const parts = name.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  const all = `${name} ${text.toLowerCase()}`;
  return words.every((word) => all.includes(word)) ? 3 : Number.POSITIVE_INFINITY;
}
