import { Socket } from 'library:client-socket';
import { Emitter } from 'library:emitter';
import { suggest } from '../alike';
import { around } from '../around';
import { type Listener, lineOfListener, noteLine } from '../events';
import { type Cause, causeNow, core, setCause, warnOnce } from '../inside';
import { dropped } from '../uncaught';
import { isAddedByLibrary } from './library-listeners';
import type { LibraryEmitter } from './library-types';

/** Which listener of the program runs because of which packet, and what is said when none does. */

for (const name of ['on', 'addEventListener'] as const) {
  around(
    Emitter.prototype,
    name,
    (add) =>
      function (event, listener) {
        if (typeof listener !== 'function')
          warnOnce(
            `${name}('${String(event).slice(0, 100)}') needs a function to call, but got ${typeof listener}.`,
          );
        else if (!isAddedByLibrary()) noteLine(listener);
        return add.call(this, event, listener) as typeof this;
      },
  );
}

const CONNECT = '0';
const DISCONNECT = '1';
const CONNECT_ERROR = '4';
const TYPES: Readonly<Record<string, string>> = {
  connect: CONNECT,
  disconnect: DISCONNECT,
  connect_error: CONNECT_ERROR,
};

/** The packet that made a listener of this socket run, if one did. */
function packetFor(target: object, name: string, cause: Cause | null): Cause['packet'] | undefined {
  if (!cause || !(target instanceof (Socket as unknown as new () => object))) return undefined;
  const needed = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  return needed === undefined || needed === cause.type ? cause.packet : undefined;
}

/** Runs the listeners as the package does, each of the program on its own line. */
function emit(this: LibraryEmitter, event: string, ...args: unknown[]): LibraryEmitter {
  this._callbacks = this._callbacks || {};
  for (const listener of [...(this._callbacks[`$${event}`] ?? [])]) {
    const line = lineOfListener(listener);
    if (line === 0) {
      listener.apply(this, args as never[]);
      continue;
    }
    core.at(line);
    core.tell({ op: 'listener', name: String(event), line, packet: packetFor(this, event, causeNow()) });
    dropped(listener.apply(this, args as never[]));
  }
  return this;
}
Emitter.prototype.emit = emit as never;
Emitter.prototype.emitReserved = emit as never;

for (const name of ['onAny', 'prependAny', 'onAnyOutgoing', 'prependAnyOutgoing'] as const) {
  around(
    Socket.prototype,
    name,
    (add) =>
      function (listener) {
        if (typeof listener === 'function') noteLine(listener);
        return add.call(this, listener) as typeof this;
      },
  );
}

function tellAny(
  listeners: readonly Listener[] | undefined,
  name: unknown,
  packet: Cause['packet'] | undefined,
): void {
  for (const listener of listeners ?? []) {
    core.tell({ op: 'listener', name: String(name), isAny: true, line: lineOfListener(listener), packet });
  }
  const first = listeners?.[0];
  if (first) core.at(lineOfListener(first));
}

/** Of events, also of those that wait until the socket is connected: their packets. */
const causes = new WeakMap<object, Cause | null>();

around(
  Socket.prototype,
  'onevent',
  (take) =>
    function (packet) {
      if (packet.data) causes.set(packet.data, causeNow());
      take.call(this, packet);
    },
);

around(
  Socket.prototype,
  'emitEvent',
  (give) =>
    function (args) {
      const before = causeNow();
      const cause = causes.get(args) ?? before;
      setCause(cause);
      try {
        tellAny(this._anyListeners, args[0], cause?.packet);
        const isHeard = (this._anyListeners?.length ?? 0) > 0 || this.listeners(String(args[0])).length > 0;
        if (!isHeard) {
          const names = Object.keys(this._callbacks ?? {}).map((key) => key.slice(1));
          suggest(String(args[0]), names, (alike) => this.listeners(alike));
        }
        give.call(this, args);
      } finally {
        setCause(before);
      }
    },
);

around(
  Socket.prototype,
  'notifyOutgoingListeners',
  (notify) =>
    function (packet) {
      tellAny(this._anyOutgoingListeners, packet.data?.[0], undefined);
      notify.call(this, packet);
    },
);
