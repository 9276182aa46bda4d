import { Socket, type SocketConstructorOpts } from 'node:net';
import type { OrphanLimits } from './hold';
import { ignore } from './socket-implementation';

/** The system's half of a Node socket; another socket can take it over. */
interface Handle {
  /** Node's own note of whether it is being read. */
  reading: boolean;
  readStop(): void;
}

/** What happens to an orphan. */
interface OrphanEvents {
  received(bytes: Buffer): void;
  /** Its client has ended it. */
  ended(): void;
  /** Its time is up. */
  expired(): void;
}

/**
 * A connection that its application has closed behind a cut. The close reaches nobody: the connection stays open without an
 * application until its client ends it, the cut is lifted or its time is up.
 */
export class Orphan {
  readonly #socket: Socket;
  readonly #limits: OrphanLimits;
  readonly #expiry: NodeJS.Timeout;

  constructor(handle: Handle, limits: OrphanLimits, events: OrphanEvents) {
    this.#socket = new Socket({ handle, allowHalfOpen: true } as SocketConstructorOpts);
    this.#limits = limits;
    limits.orphans.count++;
    this.#socket.on('data', (bytes) => events.received(bytes));
    this.#socket.on('end', () => events.ended());
    this.#socket.on('error', ignore);
    this.#socket.on('close', () => events.ended());
    this.#expiry = setTimeout(() => events.expired(), limits.orphanMs).unref();
  }

  /** Closes the connection; call it once. */
  close(withReset: boolean): void {
    this.#limits.orphans.count--;
    clearTimeout(this.#expiry);
    if (withReset) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }
}

/** Takes the connection out of a socket that is being destroyed; null when it is gone already, or there are too many orphans. */
export function takeOrphan(socket: Socket, limits: OrphanLimits, events: OrphanEvents): Orphan | null {
  const holder = socket as Socket & { _handle: Handle | null };
  const handle = holder._handle;
  if (!handle || limits.orphans.count >= limits.orphans.max) return null;
  handle.readStop();
  handle.reading = false;
  holder._handle = null;
  return new Orphan(handle, limits, events);
}
