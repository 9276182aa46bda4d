import type { Socket } from 'socket.io-client';
import type { Attending } from './attending';
import { Told } from './store';

/** `joining`: it is not connected, and tries; `why` it did not work the last time. */
export type GuestState =
  | { readonly kind: 'joining'; readonly why: string | null }
  | { readonly kind: 'connected'; readonly name: string };

/** An event between this page and the teacher's server. */
export interface GuestEvent {
  /** From 1. */
  readonly number: number;
  readonly by: 'page' | 'server';
  readonly name: string;
  /** Its arguments as JSON, cut. */
  readonly data: string;
}

interface Settings {
  /** The address of the server's first page, without a slash at its end. */
  readonly root: string;
  readonly attending: Pick<Attending, 'askForWire'>;
}

/** The events that are kept: as many as a phone shows. */
const MOST_EVENTS = 8;
const DATA_LENGTH = 300;
/** A whole class comes back when its teacher runs the program again: not all at once. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 4000;

/** This page's own client of the teacher's server. It connects again by itself, each time with a new address from the class. */
export class GuestClient extends Told {
  state: GuestState = { kind: 'joining', why: null };
  /** The newest events of both ends, newest first. */
  events: readonly GuestEvent[] = [];
  readonly #settings: Settings;
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #count = 0;
  #isOver = false;

  constructor(settings: Settings) {
    super();
    this.#settings = settings;
    void this.#connect();
  }

  /**
   * Sends an event, perhaps with data, and asks for an acknowledgement if wanted. Returns why it cannot be sent, in a sentence.
   */
  emit(name: string, data: { readonly value: unknown } | null, asks: boolean): string | null {
    if (!this.#socket?.connected) return 'There is no connection at the moment.';
    const values = data ? [data.value] : [];
    try {
      const answered = (...answer: unknown[]) => this.#note('server', `acknowledgement of ${name}`, answer);
      this.#socket.emit(name, ...values, ...(asks ? [answered] : []));
      this.#note('page', name, values);
      return null;
    } catch (error) {
      return error instanceof Error ? `${error.message}.` : String(error);
    }
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket?.disconnect();
  }

  async #connect(): Promise<void> {
    const [{ Manager }, answer] = await Promise.all([
      import('socket.io-client'),
      this.#settings.attending.askForWire(),
    ]);
    if (this.#isOver) return;
    if (answer.kind === 'refused') {
      this.#again(answer.why);
      return;
    }
    const { root } = this.#settings;
    const { origin, pathname, searchParams } = new URL(root + answer.path);
    const manager = new Manager(origin, {
      path: pathname,
      query: Object.fromEntries(searchParams),
      // One connection each.
      transports: ['websocket'],
      // An address opens one connection.
      reconnection: false,
      autoConnect: false,
    });
    const socket = manager.socket('/');
    this.#socket = socket;
    socket.on('connect', () => {
      this.#tries = 0;
      this.#become({ kind: 'connected', name: answer.name });
    });
    socket.on('connect_error', () => this.#again(null));
    socket.on('disconnect', () => this.#again(null));
    socket.onAny((name: string, ...values: unknown[]) => this.#note('server', name, values));
    socket.connect();
  }

  #again(why: string | null): void {
    if (this.#isOver) return;
    this.#socket?.removeAllListeners();
    this.#socket?.offAny();
    this.#socket?.disconnect();
    this.#socket = null;
    this.#tries++;
    this.#become({ kind: 'joining', why });
    const waitMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * this.#tries) * (0.3 + Math.random());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), waitMs);
  }

  #note(by: GuestEvent['by'], name: string, values: readonly unknown[]): void {
    // As for callbacks, which a server may ask for: this page gives no answers.
    const data = values.filter((value) => typeof value !== 'function').map(textOf);
    this.#count++;
    const event = { number: this.#count, by, name: cut(name, 60), data: cut(data.join(', '), DATA_LENGTH) };
    this.events = [event, ...this.events].slice(0, MOST_EVENTS);
    this.changed();
  }

  #become(state: GuestState): void {
    this.state = state;
    this.changed();
  }
}

function textOf(value: unknown): string {
  if (value instanceof ArrayBuffer) return `${value.byteLength} bytes`;
  return JSON.stringify(value) ?? String(value);
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
