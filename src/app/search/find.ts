import type { Lesson, LessonAbout } from '../../lessons/define';
import { PROMISES } from '../../lessons/promises';
import { entries } from '../glossary/glossary';

/** A search result and its address. */
export interface Hit {
  readonly kind: 'Lesson' | 'Step' | 'Glossary' | 'Page';
  readonly title: string;
  readonly text: string;
  readonly href: string;
  /** What people type when they look for it; not shown. */
  readonly also?: readonly string[];
}

/** A lesson, with its steps once it is loaded. */
export type SearchedLesson = LessonAbout & Partial<Pick<Lesson, 'steps'>>;

const MAX_RESULTS = 12;

const PAGES: readonly Hit[] = [
  { kind: 'Page', title: 'Free lab', text: 'Everything, without a script', href: '/workbench' },
  {
    kind: 'Page',
    title: 'Open a recording',
    text: 'Packet captures, HAR, hex dumps',
    href: '/open',
    also: ['pcap', 'pcapng', 'wireshark', 'tcpdump', 'har', 'import', 'paste'],
  },
  { kind: 'Page', title: 'Glossary', text: 'Every term, with its section', href: '/glossary' },
  { kind: 'Page', title: 'All lessons', text: 'The course, and your progress', href: '/' },
];

/**
 * What contains all the words: matches in titles first, lessons before terms before steps. Without a word, all lessons
 * and pages.
 */
export function find(query: string, lessons: readonly SearchedLesson[]): readonly Hit[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ofLessons = lessons.map<Hit>(({ id, title }) => ({
    kind: 'Lesson',
    title,
    text: (PROMISES[id] ?? []).join(' · '),
    href: `/lessons/${id}`,
  }));
  if (words.length === 0) return [...ofLessons, ...PAGES];
  const ofSteps = lessons.flatMap(({ id, title: lesson, steps = [] }) =>
    steps.map<Hit>(({ id: step, title, code }) => ({
      kind: 'Step',
      title,
      text: lesson,
      href: `/lessons/${id}?step=${step}`,
      also: code && [code.server, ...code.clients],
    })),
  );
  const ofTerms = entries.map<Hit>(({ key, name, text, also }) => ({
    kind: 'Glossary',
    title: name,
    text,
    href: `/glossary#${key}`,
    also,
  }));
  return [...ofLessons, ...PAGES, ...ofTerms, ...ofSteps]
    .map((hit, place) => ({ hit, place, rank: rankOf(hit, words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .slice(0, MAX_RESULTS)
    .map(({ hit }) => hit);
}

/**
 * 0: the title starts with the query. 1: its words start with the words. 2: it contains them, or is also called that.
 * 3: only the text does. 4: only what else belongs to it does.
 */
function rankOf({ title, text, also = [] }: Hit, words: readonly string[]): number {
  const name = title.toLowerCase();
  if (name.startsWith(words.join(' '))) return 0;
  const parts = name.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  if (words.every((word) => name.includes(word))) return 2;
  const others = also.map((other) => other.toLowerCase());
  if (others.some((other) => other.startsWith(words.join(' ')))) return 2;
  const said = `${name} ${text.toLowerCase()}`;
  if (words.every((word) => said.includes(word))) return 3;
  const all = `${said} ${others.join(' ')}`;
  return words.every((word) => all.includes(word)) ? 4 : Number.POSITIVE_INFINITY;
}
