import { refusalOfHost } from '../library/client-end/own-host';
import { PacketCount } from '../packet-count';
import { createTracing, type Tracing } from './library-tracing';
import type { EngineLike, Library, ManagerLike } from './library-types';
import type { PageConnection } from './messages';
import { cut, nowMillis, type Report } from './report';

/** What a page's library is told of the lab. */
export interface LabPlace {
  /** Its address, without a slash at its end. */
  readonly lab: string;
  /** The number of the call `io()` that the next manager is; undefined when none is left. */
  readonly nextCall: () => number | undefined;
}

/** The path option of pages that leave it out. */
const USUAL_PATH = /^\/socket\.io\/?$/;

/**
 * Has the library, however the page got it, connect to the lab's own Socket.IO server, and report what it does. Only its public
 * methods and those between its own classes are wrapped; what they do stays the same.
 */
export function followLibrary(report: Report, place: LabPlace): void {
  const tracing = createTracing(report);
  const known = new WeakSet<object>();
  const adopt = (library: unknown) => {
    if (!isLibrary(library) || known.has(library.Manager)) return;
    known.add(library.Manager);
    leadToLab(library, report, place, tracing);
    tracing.follow(library);
  };
  // A classic script sets `io`; the lab's copy for modules calls this.
  Object.defineProperty(window, 'io', {
    configurable: true,
    get: () => undefined,
    set(value: unknown) {
      adopt(value);
      Object.defineProperty(window, 'io', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  Object.defineProperty(window, Symbol.for('wire101.library'), { value: adopt });
}

const isLibrary = (value: unknown): value is Library =>
  (typeof value === 'function' || typeof value === 'object') &&
  value !== null &&
  typeof (value as Partial<Library>).Manager === 'function' &&
  typeof (value as Partial<Library>).Socket === 'function';

/** Each manager opens its connections at the lab, with a number in their query by which the lab knows whose they are. */
function leadToLab({ Manager }: Library, report: Report, place: LabPlace, tracing: Tracing): void {
  const { open, socket } = Manager.prototype;
  const led = new WeakSet<ManagerLike>();
  /** Managers whose first connection is not reported yet. */
  const untold = new Map<ManagerLike, (namespace: string) => void>();
  const managers: ManagerLike[] = [];
  const connections = (): PageConnection[] => managers.flatMap(statesOf).slice(0, 50);
  tracing.onChange = () => report.tell({ kind: 'connections', connections: connections() });

  Manager.prototype.open = function (this: ManagerLike, done) {
    if (!led.has(this)) {
      led.add(this);
      managers.push(this);
      const options = JSON.stringify(shownOptions(this.opts));
      const call = lead(this, place, report);
      const atMs = nowMillis();
      if (call !== undefined) {
        untold.set(this, (namespace) => {
          if (untold.delete(this))
            report.tell({ kind: 'io', call, namespace, text: cut(options), atMs, line: 0 });
        });
        // A manager need not have a namespace.
        queueMicrotask(() => untold.get(this)?.('/'));
      }
    }
    const before = this.engine;
    const result = open.call(this, done);
    if (this.engine && this.engine !== before) followEngine(this, this.engine, tracing);
    return result;
  };
  Manager.prototype.socket = function (this: ManagerLike, namespace, options) {
    untold.get(this)?.(namespace);
    return socket.call(this, namespace, options);
  };
}

/** Points the manager at the lab. @throws Error when it names another host. */
function lead(manager: ManagerLike, { lab, nextCall }: LabPlace, report: Report): number | undefined {
  const named = placeIn(manager.uri);
  const refusal = named.host === '' || named.host === location.hostname ? null : refusalOfHost(named.host);
  if (refusal !== null) throw new Error(refusal);
  const { path, query } = manager.opts;
  if (path !== undefined && !USUAL_PATH.test(path))
    report.say('warn', 'The option path does nothing here: the lab has an address of its own.', 0);
  const call = nextCall();
  const { origin, pathname } = new URL(lab);
  manager.uri = origin;
  manager.opts = {
    ...manager.opts,
    path: `${pathname}/socket.io`,
    query: { ...(named.query ?? query), ...(call !== undefined && { call: String(call) }) },
  };
  return call;
}

function followEngine(manager: ManagerLike, engine: EngineLike, tracing: Tracing): void {
  engine.on('handshake', ({ sid }) => {
    tracing.counts.set(manager, new PacketCount(sid, engine, 'client'));
  });
  engine.on('upgrade', () => tracing.onChange());
}

const statesOf = ({ nsps, engine }: ManagerLike): PageConnection[] =>
  Object.entries(nsps).map(([namespace, { connected }]) => ({
    namespace: namespace.slice(0, 200),
    isConnected: connected,
    transport: connected ? (engine?.transport?.name ?? null) : null,
  }));

/** The host that an address names, and its query; both empty for an address that is none. */
function placeIn(uri: string | undefined): {
  readonly host: string;
  readonly query: Record<string, string> | null;
} {
  const [, host = '', query] = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:?#]*)[^?#]*(?:\?([^#]*))?/i.exec(uri ?? '') ?? [];
  return {
    host: host.replace(/^\[|\]$/g, ''),
    query: query === undefined ? null : Object.fromEntries(new URLSearchParams(query)),
  };
}

/** As the page gave them, for the ladder. */
function shownOptions({ path, hostname, port, secure, auth, ...rest }: ManagerLike['opts']): object {
  return path === undefined || USUAL_PATH.test(path) ? rest : { path, ...rest };
}
