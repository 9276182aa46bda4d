import { Namespace } from 'library:namespace';
import { ParentNamespace } from 'library:parent-namespace';
import { Socket } from 'library:socket';
import { suggest } from '../alike';
import { around } from '../around';
import { forgetLine, keepingLines, type Listener, lineOfListener, noteLine, TELLS } from '../events';
import { type Cause, causeNow, core, setCause } from '../inside';
import { dropped } from '../uncaught';

/** Which listener of the program runs because of which packet, and what is said when none does. */

const CONNECT = '0';
const DISCONNECT = '1';

/** The packet that made this listener run, if one did. */
function packetFor(name: string | symbol, cause: Cause | null): Cause['packet'] | undefined {
  if (!cause) return undefined;
  if (name === 'connection' || name === 'connect') return cause.type === CONNECT ? cause.packet : undefined;
  if (name === 'disconnect' || name === 'disconnecting') {
    return cause.type === DISCONNECT ? cause.packet : undefined;
  }
  return name === 'new_namespace' ? undefined : cause.packet;
}

const tellListener = (name: string | symbol, line: number) =>
  void core.tell({ op: 'listener', name: String(name), line, packet: packetFor(name, causeNow()) });

for (const { prototype } of [Socket, Namespace]) {
  Object.defineProperty(prototype, TELLS, { value: tellListener });
}

/** Middleware is the program's own: it runs on its own line, and nobody takes what it returns. */
const wrapped = new WeakSet<Listener>();
for (const { prototype } of [Socket, Namespace]) {
  around(
    prototype as { use(middleware: Listener): unknown },
    'use',
    (use) =>
      function (middleware) {
        if (typeof middleware !== 'function' || wrapped.has(middleware)) return use.call(this, middleware);
        const line = core.lineNow();
        const own: Listener = (...args) => {
          core.at(line);
          return dropped(middleware(...args));
        };
        wrapped.add(own);
        return use.call(this, own);
      },
  );
}

/** Without middleware, the library would make functions that refer to each other and wait for a collection of garbage. */
around(
  Socket.prototype,
  'run',
  (run) =>
    function (event, done) {
      if (this.fns.length === 0) done();
      else run.call(this, event, done);
    },
);

/** Of clients whose CONNECT is under way, the packet with it. */
const asking = new WeakMap<object, Map<string, Cause | null>>();

around(
  Namespace.prototype,
  '_add',
  (add) =>
    function (client, auth, done) {
      const of = asking.get(client) ?? new Map<string, Cause | null>();
      asking.set(client, of.set(this.name, causeNow()));
      // Nobody awaits it: what middleware throws ends Node.
      return dropped(add.call(this, client, auth, done));
    },
);

around(
  Namespace.prototype,
  '_createSocket',
  (create) =>
    async function (client, auth) {
      const socket = await create.call(this, client, auth);
      // The library's own, which does nothing.
      forgetLine(socket.listeners('error')[0]);
      return socket;
    },
);

around(
  Namespace.prototype,
  '_doConnect',
  (connect) =>
    function (socket, done) {
      const before = causeNow();
      setCause(asking.get(socket.client)?.get(this.name) ?? null);
      asking.get(socket.client)?.delete(this.name);
      try {
        connect.call(this, socket, done);
      } finally {
        setCause(before);
      }
    },
);

around(
  ParentNamespace.prototype,
  'createChild',
  (create) =>
    function (name) {
      return keepingLines(() => create.call(this, name));
    },
);

for (const name of ['onAny', 'prependAny', 'onAnyOutgoing', 'prependAnyOutgoing'] as const) {
  around(
    Socket.prototype,
    name,
    (add) =>
      function (listener) {
        if (typeof listener === 'function') noteLine(listener);
        return add.call(this, listener);
      },
  );
}

const tellAny = (
  listeners: readonly Listener[] | undefined,
  name: unknown,
  packet: Cause['packet'] | undefined,
) => {
  for (const listener of listeners ?? []) {
    core.tell({ op: 'listener', name: String(name), isAny: true, line: lineOfListener(listener), packet });
  }
};

around(
  Socket.prototype,
  'onevent',
  (take) =>
    function (packet) {
      const name = packet.data?.[0];
      tellAny(this._anyListeners, name, causeNow()?.packet);
      const first = this._anyListeners?.[0];
      if (first) core.at(lineOfListener(first));
      else if (this.listenerCount(String(name)) === 0)
        suggest(String(name), this.eventNames(), (alike) => this.rawListeners(alike));
      take.call(this, packet);
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
