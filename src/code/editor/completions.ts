import { type Completion, type End, type Kind, MEMBERS, WORDS } from './members';

/** The options that replace from `from`. */
interface Completions {
  /** Where the completed word starts, in the text before the cursor. */
  readonly from: number;
  /** Event names are completed inside strings, all else outside. */
  readonly are: 'events' | 'members' | 'words';
  readonly options: readonly Completion[];
}

/** What a chained member returns, by end. Other members end the completion. */
const GIVES: Readonly<Record<End, Readonly<Partial<Record<Kind, Readonly<Record<string, Kind>>>>>>> = {
  client: {
    socket: { io: 'manager', volatile: 'flagged socket', timeout: 'flagged socket' },
    'flagged socket': { volatile: 'flagged socket', timeout: 'flagged socket' },
  },
  server: {
    socket: { nsp: 'namespace', ...choosing(), volatile: 'flagged socket', timeout: 'flagged socket' },
    'flagged socket': { ...choosing(), volatile: 'flagged socket', timeout: 'flagged socket' },
    io: { of: 'namespace', engine: 'engine', ...choosing(), timeout: 'broadcast with a timeout' },
    namespace: { ...choosing(), timeout: 'broadcast with a timeout' },
    broadcast: { ...choosing(), volatile: 'broadcast', timeout: 'broadcast with a timeout' },
  },
};

/** The library's own events. */
const OWN_EVENTS: Readonly<Partial<Record<Kind, Readonly<Record<End, readonly string[]>>>>> = {
  socket: {
    client: ['connect', 'disconnect', 'connect_error'],
    server: ['disconnect', 'disconnecting'],
  },
  io: { client: [], server: ['connection'] },
  namespace: { client: [], server: ['connection'] },
  manager: {
    client: ['reconnect_attempt', 'reconnect', 'reconnect_error', 'reconnect_failed', 'error', 'ping'],
    server: [],
  },
};
/** Names to listen to only: emitting them is an error, or means something else. */
const NEVER_EMITTED = new Set(['connect', 'disconnect', 'disconnecting', 'connect_error', 'connection']);

/** A name with its members and calls, over any number of lines, up to the dot before the cursor. */
const CHAIN = /([\w$]+)((?:\s*\.\s*\w+(?:\([^()]*\))?)*)\s*\.\s*$/;
const NAME_BEGUN = /\.\s*(on|once|off|emit|emitWithAck)\(\s*(['"`])([^'"`\n]*)$/;
const NAME = /\.\s*(?:on|once|off|emit|emitWithAck)\(\s*(['"`])([^'"`\n]+)\1/g;
/** After these comes a new name. */
const DECLARES = /\b(?:const|let|var|function|class)\s+$/;

/**
 * The completions at the end of `before`, the start of the program `text`; null when there are none. Where no word has
 * begun, only an explicit request gets words.
 */
export function completionsAt(before: string, text: string, end: End, hasAsked = false): Completions | null {
  const name = NAME_BEGUN.exec(before);
  if (name) {
    const [call, method, , begun] = name as unknown as readonly [string, string, string, string];
    const from = before.length - begun.length;
    const target = kindBefore(before.slice(0, before.length - call.length + 1), end) ?? 'socket';
    return some({ from, are: 'events', options: eventsAt(text, from, end, target, method) });
  }
  const word = /[\w$]*$/.exec(before)![0];
  const from = before.length - word.length;
  const ahead = before.slice(0, from);
  const kind = kindBefore(ahead, end);
  if (kind) return some({ from, are: 'members', options: MEMBERS[end][kind] ?? [] });
  if (/[.'"`]\s*$/.test(ahead) || /^\d/.test(word) || DECLARES.test(ahead)) return null;
  return word === '' && !hasAsked ? null : { from, are: 'words', options: WORDS[end] };
}

const some = (found: Completions) => (found.options.length > 0 ? found : null);

/** The expression before a final dot; null without a dot, or when unknown. */
function kindBefore(ahead: string, end: End): Kind | null {
  const [, base, links = ''] = CHAIN.exec(ahead) ?? [];
  let kind: Kind | null = base === 'socket' || base === 'io' ? base : null;
  for (const [, member] of links.matchAll(/\.\s*(\w+)/g)) {
    kind = (kind && GIVES[end][kind]?.[member!]) ?? null;
  }
  return kind;
}

function eventsAt(text: string, from: number, end: End, target: Kind, method: string): readonly Completion[] {
  const isListening = method === 'on' || method === 'once' || method === 'off';
  const own = isListening ? (OWN_EVENTS[target]?.[end] ?? []) : [];
  const used = [...text.matchAll(NAME)]
    // Leave out the word being typed.
    .filter((found) => found.index + found[0].length - found[2]!.length - 1 !== from)
    .map((found) => found[2]!)
    .filter((name) => !NEVER_EMITTED.has(name) && !own.includes(name));
  return [
    ...own.map((label) => ({ label, info: 'An event of Socket.IO itself.' })),
    ...[...new Set(used)].map((label) => ({ label, info: 'An event that this program names elsewhere.' })),
  ];
}

function choosing(): Readonly<Record<string, Kind>> {
  return { broadcast: 'broadcast', to: 'broadcast', in: 'broadcast', except: 'broadcast' };
}
