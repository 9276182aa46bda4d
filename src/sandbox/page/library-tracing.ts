import type { PacketCount } from '../packet-count';
import type { Library, ManagerLike, PacketLike, SocketLike } from './library-types';
import { lineHere } from './line-here';
import type { PagePacket } from './messages';
import { cut, nowMillis, type Report } from './report';

/** Tells which call of a page sent which packet, and which packet made its listeners run. */
export interface Tracing {
  /** Counts the packets of a manager's connection. */
  readonly counts: WeakMap<ManagerLike, PacketCount>;
  /** Called when a connection has changed. */
  onChange: () => void;
  /** Wraps the methods of the library. */
  follow(library: Library): void;
}

const ACKNOWLEDGES = new Set([3, 6]);

export function createTracing(report: Report): Tracing {
  const counts: Tracing['counts'] = new WeakMap();
  /** The packets that the current call of `emit` sends; null outside one. */
  let sent: PagePacket[] | null = null;
  /** Events that wait until their socket is connected, by their packets. */
  const kept = new WeakMap<PacketLike, number>();
  let keptSoFar = 0;
  /** Where packets of the server stand in their session. */
  const places = new WeakMap<PacketLike, PagePacket>();
  /** The line on which each listener was added. */
  const lines = new WeakMap<object, number>();
  let newest: PagePacket | null = null;

  const tracing: Tracing = {
    counts,
    onChange() {},
    follow({ Manager, Socket }) {
      followOutgoing(Socket.prototype);
      followIncoming(Manager.prototype, Socket.prototype);
    },
  };

  function followOutgoing(prototype: SocketLike): void {
    const { emit, packet, emitReserved } = prototype;
    prototype.emit = function (this: SocketLike, name, ...args) {
      // An event that is retried is emitted by another one; of a flood nobody would read more.
      if (sent !== null || !report.hasRoom()) return emit.call(this, name, ...args);
      const [line, atMs, waiting] = [lineHere(), nowMillis(), this.sendBuffer.length];
      const packets: PagePacket[] = [];
      sent = packets;
      try {
        return emit.call(this, name, ...args);
      } finally {
        sent = null;
        const isKept = packets.length === 0 && this.sendBuffer.length > waiting;
        if (isKept) kept.set(this.sendBuffer.at(-1)!, ++keptSoFar);
        const unsent = isKept ? { kept: keptSoFar } : packets.length === 0 ? { isDropped: true } : {};
        report.tell({ kind: 'emit', text: cut(String(name)), line, atMs, packets, ...unsent });
      }
    };
    prototype.packet = function (this: SocketLike, given) {
      const made = collect(this.io, () => packet.call(this, given));
      const number = kept.get(given);
      if (number !== undefined) report.tell({ kind: 'late', kept: number, packets: made });
      else if (sent !== null) sent.push(...made);
      else if (ACKNOWLEDGES.has(given.type))
        report.tell({ kind: 'reply', text: '', line: lineHere(), atMs: nowMillis(), packets: made });
    };
    // The library emits `connect` and `disconnect` by this.
    prototype.emitReserved = function (this: SocketLike, name, ...args) {
      tracing.onChange();
      return emitReserved.call(this, name, ...args);
    };
  }

  function collect(manager: ManagerLike, work: () => void): readonly PagePacket[] {
    const count = counts.get(manager);
    if (count) return count.collect(work);
    work();
    return [];
  }

  function followIncoming(manager: ManagerLike, socket: SocketLike): void {
    const { ondecoded } = manager;
    manager.ondecoded = function (this: ManagerLike, packet) {
      const place = counts.get(this)?.newestReceived;
      if (place) places.set(packet, place);
      ondecoded.call(this, packet);
    };
    for (const name of ['on', 'addEventListener', 'once'] as const) {
      const add = socket[name];
      socket[name] = function (this: SocketLike, event, listener) {
        const line = lineHere();
        if (line > 0 && typeof listener === 'function') lines.set(listener, line);
        return add.call(this, event, listener);
      };
    }
    const { onevent } = socket;
    socket.onevent = function (this: SocketLike, packet) {
      const [name] = packet.data ?? [];
      const listeners = this._callbacks?.[`$${String(name)}`] ?? [];
      newest = places.get(packet) ?? null;
      if (listeners.length > 0) {
        const line = lines.get(listeners[0] as object) ?? 0;
        report.tell({
          kind: 'listener',
          text: cut(String(name)),
          line,
          atMs: nowMillis(),
          packets: newest ? [newest] : [],
        });
      }
      onevent.call(this, packet);
    };
  }

  return tracing;
}
