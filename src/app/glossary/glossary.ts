import { documentOf } from '../../protocol/documents';
import { LAYERS, wireLayer } from '../../protocol/layers';
import { allTerms, type Term } from '../../protocol/terms';

/** A term and its key in links. */
export interface GlossaryEntry extends Term {
  readonly key: string;
}

/** The terms that one protocol defines. */
interface GlossaryGroup {
  readonly title: string;
  readonly entries: readonly GlossaryEntry[];
}

/** Terms that are so many that they have a group of their own. */
const LISTS: readonly { readonly title: string; readonly keys: RegExp }[] = [
  { title: 'HTTP header fields', keys: /^header-(?!field)/ },
  { title: 'HTTP status codes', keys: /^status-(?!code)/ },
];

const PROTOCOLS = LAYERS.filter(({ joins }) => joins === undefined);

const SHOWN = [...PROTOCOLS.map(({ name }) => name), ...LISTS.map(({ title }) => title)];

/** What tells terms of the same name apart. */
const QUALIFIERS: readonly (readonly [RegExp, string])[] = [
  [/^header-/, 'header field'],
  [/^tcp-/, 'TCP'],
  [/^engine-/, 'Engine.IO'],
  [/^mqtt-/, 'MQTT'],
  [/^socket-(type|unknown|data)/, 'Socket.IO'],
  [/^socket-/, 'field of a packet'],
  [/^close-code$/, 'of a Close frame'],
];

const names = Object.values(allTerms()).map(({ name }) => name.toLowerCase());
const isShared = (name: string) => names.filter((other) => other === name.toLowerCase()).length > 1;

/** The name of a term, with what it belongs to where another term has the same name. */
function nameOf(key: string, { name }: Term): string {
  if (!isShared(name)) return name;
  const qualifier = QUALIFIERS.find(([keys]) => keys.test(key))?.[1];
  return qualifier === undefined ? name : `${name} (${qualifier})`;
}

/** All terms, sorted by name. Layers that are fetched must have been fetched before. */
export const entries: readonly GlossaryEntry[] = Object.entries(allTerms())
  .map(([key, term]) => ({ key, ...term, name: nameOf(key, term) }))
  .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));

/** The terms that have all these words in their name, text or section, by protocol; no empty groups. */
export function glossaryGroups(filter = ''): readonly GlossaryGroup[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ name, text, spec, also = [] }: Term) => {
    const all = [name, text, spec, ...also].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const found = entries.filter(isFound);
  return SHOWN.map((title) => ({ title, entries: found.filter((entry) => groupOf(entry) === title) })).filter(
    (group) => group.entries.length > 0,
  );
}

/** The protocol that a term belongs to; HTTP has what no layer's documents define. */
export function groupOf({ key, spec }: GlossaryEntry): string {
  const list = LISTS.find(({ keys }) => keys.test(key));
  const layer = PROTOCOLS.find(({ documents }) => documentOf(documents, spec)) ?? wireLayer('turns');
  return list?.title ?? layer.name;
}
