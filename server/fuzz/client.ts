import net from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { ClientAttempt, Step } from './attempt';

/** A client that carries out an attempt. */
export interface FuzzClient {
  readonly attempt: ClientAttempt;
  /** Resolves when it has done everything; the connection may still be open. */
  readonly done: Promise<void>;
  /** The server has ended the connection, or its client did so without waiting. */
  readonly isOver: boolean;
  /** The first bytes that it received, for people to read. */
  readonly beginning: string;
  /** Starts reading again if it has stopped. */
  listen(): void;
  close(): void;
}

/** Longest wait in the middle of a conversation. */
const PATIENCE_MS = 150;
const KEPT_CHARACTERS = 4096;

/** Opens the connection. `names` fills in what stands in braces; `hear` gets everything that comes, piece by piece. */
export function startClient(
  port: number,
  attempt: ClientAttempt,
  names: Readonly<Record<string, string>>,
  hear: (text: string) => void,
): FuzzClient {
  // Half open: the server's end is noticed before anything is done about it.
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.setNoDelay(true);
  const heard = new Heard(socket, hear);
  const take = async (step: Step): Promise<void> => {
    if ('send' in step) await send(socket, filled(step.send, { ...names, ...found(heard.first) }), step.cuts);
    else if ('until' in step) await heard.until(step.until);
    else if ('waitMs' in step) await sleep(step.waitMs);
    else if ('deaf' in step) socket.pause();
    else if (step.end === 'fin') socket.end();
    else if (step.end === 'reset') socket.resetAndDestroy();
  };
  const play = async () => {
    if (socket.connecting)
      await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
    for (const step of attempt.steps) if (!heard.isOver) await take(step);
  };
  return {
    attempt,
    done: play(),
    get isOver() {
      return heard.isOver;
    },
    get beginning() {
      return heard.first.slice(0, 300);
    },
    listen: () => void socket.resume(),
    close: () => void socket.destroy(),
  };
}

/** What a socket has received. */
class Heard {
  first = '';
  isOver = false;
  #new = '';
  #changed = () => {};

  constructor(socket: net.Socket, hear: (text: string) => void) {
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      this.#new = (this.#new + text).slice(-KEPT_CHARACTERS);
      if (this.first.length < KEPT_CHARACTERS) this.first += text;
      hear(text);
      this.#changed();
    });
    socket.on('error', () => undefined);
    for (const event of ['end', 'close'] as const) {
      socket.on(event, () => {
        this.isOver = true;
        this.#changed();
        socket.destroy();
      });
    }
  }

  /** Waits until it has received this text since the last wait, the connection has ended, or patience has run out. */
  until(text: string): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(resolve, PATIENCE_MS);
      this.#changed = () => {
        if (!this.isOver && !this.#new.includes(text)) return;
        clearTimeout(patience);
        this.#new = '';
        resolve();
      };
      this.#changed();
    });
  }
}

async function send(socket: net.Socket, text: string, cuts: readonly number[] = []): Promise<void> {
  let from = 0;
  for (const to of [...cuts, text.length]) {
    if (to <= from || !socket.writable) continue;
    socket.write(Buffer.from(text.slice(from, to), 'latin1'));
    from = to;
    await turn();
  }
}

/** The session and raw connection that the server has named to this client. */
function found(text: string): Record<string, string> {
  return {
    sid: /"sid":"([^"]+)"/.exec(text)?.[1] ?? 'none',
    raw: /"raw":(\d+)/.exec(text)?.[1] ?? '1',
  };
}

/** Fills in the names in braces. */
export function filled(text: string, names: Readonly<Record<string, string>>): string {
  return text.replace(/\{(lab|port|sid|raw|socket)\}/g, (whole, name: string) => names[name] ?? whole);
}
