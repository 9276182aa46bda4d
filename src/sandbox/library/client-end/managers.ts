import { core } from '../inside';
import type { LibraryManager } from './library-types';

/** The numbers by which the host knows managers: connections of one belong together. */

const managers = new WeakMap<LibraryManager, number>();
let made = 0;
/** The manager that opens a connection now. */
let opening: LibraryManager | null = null;

export function numberOf(manager: LibraryManager): number {
  const known = managers.get(manager);
  if (known !== undefined) return known;
  made += 1;
  managers.set(manager, made);
  return made;
}

/** The report of a connection: the manager that opens it, in which namespace first, and with which options. */
interface Opening {
  namespace?: string;
}
const first = new WeakMap<LibraryManager, { namespace: string | null; newest: Opening | null }>();

function firstOf(manager: LibraryManager) {
  const known = first.get(manager) ?? { namespace: null, newest: null };
  first.set(manager, known);
  return known;
}

/** Tells the host to open this connection. */
export function tellOpening(engine: number, options: object): void {
  const manager = opening ? numberOf(opening) : ++made;
  const shown = opening ? shownOptions(opening.opts) : '{}';
  const known = opening && firstOf(opening);
  const namespace = known?.namespace ?? '/';
  const op = core.tell({
    op: 'open',
    ...{ engine, manager, namespace, shown },
    options: JSON.stringify(options),
  }) as Opening;
  if (known) known.newest = op;
}

/** This is a namespace that the manager serves. A new manager opens its connection before it learns of the first. */
export function noteNamespace(manager: LibraryManager, namespace: string): void {
  const known = firstOf(manager);
  if (known.namespace !== null) return;
  known.namespace = namespace;
  if (known.newest) known.newest.namespace = namespace;
}

/** As the program gave them, for the ladder. */
function shownOptions(opts: Readonly<Record<string, unknown>>): string {
  const { hostname, port, secure, auth, path, ...rest } = opts;
  const given = path === '/socket.io' || path === undefined ? rest : { path, ...rest };
  try {
    return JSON.stringify(given).slice(0, 1000);
  } catch {
    return '{}';
  }
}

/** Connections that are made meanwhile are this manager's. */
export function opened<Result>(manager: LibraryManager, work: () => Result): Result {
  const before = opening;
  opening = manager;
  try {
    return work();
  } finally {
    opening = before;
  }
}
