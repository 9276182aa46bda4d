import { MAX_EVENT_NAME, MAX_EVENTS } from '../../protocol/messages/class-parts';

const LISTENING = /\.(?:on|once)\(\s*(['"`])([^'"`\\\n]+)\1/g;

/** What the library itself reports, which nobody sends. */
const OF_THE_LIBRARY = new Set([
  'connect',
  'connection',
  'connection_error',
  'connect_error',
  'disconnect',
  'disconnecting',
  'error',
  'headers',
  'initial_headers',
  'new_namespace',
  'newListener',
  'removeListener',
]);

/** The names of events in a server's text that it listens to, each once, in order. */
export function eventsListenedTo(text: string): readonly string[] {
  const names = [...text.matchAll(LISTENING)].map(([, , name]) => name!);
  const events = names.filter((name) => !OF_THE_LIBRARY.has(name) && name.length <= MAX_EVENT_NAME);
  return [...new Set(events)].slice(0, MAX_EVENTS);
}
