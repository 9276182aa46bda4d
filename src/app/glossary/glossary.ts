import { TERMS, type Term } from '../../protocol/terms';

/** A term and its key in links. */
export interface GlossaryEntry extends Term {
  readonly key: string;
}

/** The terms that one protocol defines. */
interface GlossaryGroup {
  readonly title: string;
  readonly entries: readonly GlossaryEntry[];
}

/** Groups in course order; a term goes to the first group that its section matches. */
const GROUPS: readonly { readonly title: string; readonly isOf: (key: string, spec: string) => boolean }[] = [
  { title: 'HTTP header fields', isOf: (key) => /^header-(?!field)/.test(key) },
  { title: 'HTTP status codes', isOf: (key) => /^status-(?!code)/.test(key) },
  { title: 'Socket.IO', isOf: (_key, spec) => spec.startsWith('Socket.IO') },
  { title: 'Engine.IO', isOf: (_key, spec) => spec.startsWith('Engine.IO') },
  { title: 'WebSocket', isOf: (_key, spec) => /^(RFC (6455|7692|8441)|WebSockets)/.test(spec) },
  { title: 'TCP', isOf: (_key, spec) => /^RFC (9293|6298|5681|793|1122|7413|896)\b/.test(spec) },
  { title: 'HTTP', isOf: () => true },
];

const SHOWN = [
  'TCP',
  'HTTP',
  'WebSocket',
  'Engine.IO',
  'Socket.IO',
  'HTTP header fields',
  'HTTP status codes',
];

/** All terms, sorted by name. */
export const entries: readonly GlossaryEntry[] = Object.entries(TERMS)
  .map(([key, term]) => ({ key, ...term }))
  .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));

/** The terms that have all these words in their name, text or section, by protocol; no empty groups. */
export function glossaryGroups(filter = ''): readonly GlossaryGroup[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ name, text, spec }: Term) => {
    const all = `${name} ${text} ${spec}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const found = entries.filter(isFound);
  return SHOWN.map((title) => ({ title, entries: found.filter((entry) => groupOf(entry) === title) })).filter(
    (group) => group.entries.length > 0,
  );
}

/** The protocol that a term belongs to. */
export function groupOf({ key, spec }: GlossaryEntry): string {
  return GROUPS.find(({ isOf }) => isOf(key, spec))!.title;
}

const DOCUMENTS: readonly (readonly [RegExp, string])[] = [
  [/^Engine\.IO protocol/, 'https://socket.io/docs/v4/engine-io-protocol/'],
  [/^Socket\.IO protocol/, 'https://socket.io/docs/v4/socket-io-protocol/'],
  [/^Fetch Standard/, 'https://fetch.spec.whatwg.org/'],
  [/^Fetch Metadata/, 'https://www.w3.org/TR/fetch-metadata/'],
  [/^User-Agent Client Hints/, 'https://wicg.github.io/ua-client-hints/'],
  [/^WebSockets Standard/, 'https://websockets.spec.whatwg.org/'],
  [/^HTML Standard/, 'https://html.spec.whatwg.org/multipage/'],
];

/** The URL of a section; null when its name does not tell. */
export function addressOf(spec: string): string | null {
  const [, rfc, section] = /^RFC (\d+)(?: §([\d.]+))?/.exec(spec) ?? [];
  if (rfc) return `https://www.rfc-editor.org/rfc/rfc${rfc}${section ? `#section-${section}` : ''}`;
  return DOCUMENTS.find(([name]) => name.test(spec))?.[1] ?? null;
}
