import type { ClientProgram, ConnectionState } from '../lab/programs/client-program';
import type { LabSession } from '../lab/session';

/** What is written at both ends. */
export interface Texts {
  readonly server: string;
  /** One for each client, one to `MAX_CLIENTS`. */
  readonly clients: readonly string[];
}

/** Six are as many as a page can show, and as many as a browser opens to one server over HTTP/1.1. */
export const MAX_CLIENTS = 6;

/** A mistake in a text that has not run. */
export interface TextFault {
  readonly line: number;
  readonly message: string;
}

/** Which program: the server's is 0, clients count from 1. */
export type ProgramNumber = number;
export const SERVER: ProgramNumber = 0;

/** How a program stands. */
export interface Standing {
  /** `starting` until its first lines have run. */
  readonly state: 'idle' | 'starting' | 'running' | 'refused';
  /** Of its newest run, from 1; 0 before the first. */
  readonly run: number;
  /** Why it did not begin. */
  readonly fault: TextFault | null;
  readonly failure: string | null;
  /** The text that runs is another than the one that stands there. */
  readonly isChanged: boolean;
}

/** A standing, and the text that ran. */
type Held = Omit<Standing, 'isChanged'> & { readonly ran: string | null };

const NOT_RUNNING: Held = { state: 'idle', run: 0, fault: null, failure: null, ran: null };
const IDLE: Standing = { state: 'idle', run: 0, fault: null, failure: null, isChanged: false };

/** Keeps texts from one visit to the next. */
export interface TextStore {
  load(): Texts | null;
  save(texts: Texts | null): void;
}

/**
 * The student's programs: what is written at both ends, and what of it runs. It draws nothing and knows no lesson; whoever runs
 * something gives the lab, so that the traffic is known to be that one's doing.
 */
export class CodeDesk {
  texts: Texts;
  revision = 0;
  readonly #initial: Texts;
  readonly #store: TextStore | null;
  readonly #listeners = new Set<() => void>();
  readonly #standing = new Map<
    ProgramNumber,
    Omit<Standing, 'isChanged'> & { readonly ran: string | null }
  >();
  readonly #programs = new Map<ProgramNumber, ClientProgram>();
  /** Counts what was begun for each: an answer to something older is too late. */
  readonly #turns = new Map<ProgramNumber, number>();

  constructor(initial: Texts, store: TextStore | null = null) {
    this.#initial = initial;
    this.#store = store;
    this.texts = store?.load() ?? initial;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Whether anything differs from how it was given. */
  get isEdited(): boolean {
    return !isSame(this.texts, this.#initial);
  }

  textOf(program: ProgramNumber): string {
    return program === SERVER ? this.texts.server : (this.texts.clients[program - 1] ?? '');
  }

  standing(program: ProgramNumber): Standing {
    const known = this.#standing.get(program);
    if (!known) return IDLE;
    const { ran, ...standing } = known;
    return { ...standing, isChanged: standing.state === 'running' && ran !== this.textOf(program) };
  }

  connections(program: ProgramNumber): readonly ConnectionState[] {
    return this.#programs.get(program)?.connections ?? [];
  }

  /** The clients' programs that run. */
  get running(): readonly ClientProgram[] {
    return [...this.#programs.values()].filter(({ isOver }) => !isOver);
  }

  /** Writes into one text. */
  write(program: ProgramNumber, text: string): void {
    if (text === this.textOf(program)) return;
    if (program === SERVER) this.set({ ...this.texts, server: text });
    else this.set({ ...this.texts, clients: this.texts.clients.with(program - 1, text) });
    const known = this.#standing.get(program);
    if (known?.fault) this.#stand(program, { ...known, fault: null });
  }

  /** Writes both ends anew, as "show me" and links do. */
  set(texts: Texts): void {
    this.texts = { server: texts.server, clients: texts.clients.slice(0, MAX_CLIENTS) };
    this.#store?.save(this.isEdited ? this.texts : null);
    this.#change();
  }

  /** As it was given, whatever was written since. */
  reset(): void {
    for (let client = this.#initial.clients.length + 1; client <= MAX_CLIENTS; client++) this.stop(client);
    this.set(this.#initial);
  }

  /** One client more, with the text of the one before it. */
  addClient(): void {
    const { clients } = this.texts;
    if (clients.length < MAX_CLIENTS)
      this.set({ ...this.texts, clients: [...clients, clients.at(-1) ?? ''] });
  }

  removeClient(): void {
    const { clients } = this.texts;
    if (clients.length < 2) return;
    this.stop(clients.length);
    this.set({ ...this.texts, clients: clients.slice(0, -1) });
  }

  /** Runs both ends: the server first, unless it runs already as it stands there. */
  async runAll(lab: LabSession): Promise<void> {
    const { state, isChanged } = this.standing(SERVER);
    if (state !== 'running' || isChanged || this.#hasServerEnded(lab)) await this.run(lab, SERVER);
    if (this.standing(SERVER).state !== 'running') return;
    for (let client = 1; client <= this.texts.clients.length; client++) await this.run(lab, client);
  }

  /** Runs one text, instead of what it ran before. Never rejects: what fails stands in its standing. */
  async run(lab: LabSession, program: ProgramNumber): Promise<void> {
    const turn = this.#begin(program);
    const text = this.textOf(program);
    this.#programs.get(program)?.end();
    this.#programs.delete(program);
    this.#stand(program, { ...NOT_RUNNING, state: 'starting' });
    const isLate = () => this.#turns.get(program) !== turn;
    const stand = (change: Partial<Held>) => {
      if (!isLate()) this.#stand(program, { ...NOT_RUNNING, ...change });
    };
    try {
      const result =
        program === SERVER ? await lab.runServer(text) : await this.#runClient(lab, program, text, isLate);
      if ('fault' in result) stand({ state: 'refused', fault: result.fault });
      else stand({ state: 'running', run: result.run, ran: text });
    } catch (error) {
      stand({ state: 'refused', failure: error instanceof Error ? error.message : String(error) });
    }
  }

  async #runClient(lab: LabSession, client: number, text: string, isLate: () => boolean) {
    const result = await lab.runClient(client, text);
    if ('fault' in result) return result;
    if (isLate()) result.end();
    else {
      this.#programs.set(client, result);
      result.subscribe(() => this.#change());
    }
    return result;
  }

  /** Ends a client's program. */
  stop(program: ProgramNumber): void {
    this.#begin(program);
    this.#programs.get(program)?.end();
    this.#programs.delete(program);
    this.#standing.delete(program);
    this.#change();
  }

  /** Ends the server's program; the lab's echo is back. */
  async stopServer(lab: LabSession): Promise<void> {
    this.#begin(SERVER);
    this.#standing.delete(SERVER);
    this.#change();
    await lab.runServer(null).catch(() => undefined);
  }

  /** Ends all clients, as leaving a page does. */
  dispose(): void {
    for (const program of [...this.#programs.keys()]) this.stop(program);
  }

  /** Whether what ran as the server has ended by itself. */
  #hasServerEnded({ capture }: LabSession): boolean {
    const newest = capture.code.findLast(
      ({ end, kind }) => end === 'server' && (kind === 'started' || kind === 'ended' || kind === 'stopped'),
    );
    return newest !== undefined && newest.kind !== 'started';
  }

  #begin(program: ProgramNumber): number {
    const turn = (this.#turns.get(program) ?? 0) + 1;
    this.#turns.set(program, turn);
    return turn;
  }

  #stand(
    program: ProgramNumber,
    standing: Omit<Standing, 'isChanged'> & { readonly ran: string | null },
  ): void {
    this.#standing.set(program, standing);
    this.#change();
  }

  #change(): void {
    this.revision += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

function isSame(a: Texts, b: Texts): boolean {
  return (
    a.server === b.server &&
    a.clients.length === b.clients.length &&
    a.clients.every((text, at) => text === b.clients[at])
  );
}

/** Texts in the browser's storage, under this name. What cannot be read, or kept, is as nothing. */
export function textStore(
  name: string,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
): TextStore {
  const key = `wire101.code.${name}`;
  return {
    load() {
      try {
        return readTexts(JSON.parse(storage?.getItem(key) ?? 'null'));
      } catch {
        return null;
      }
    },
    save(texts) {
      try {
        if (texts) storage?.setItem(key, JSON.stringify(texts));
        else storage?.removeItem(key);
      } catch {
        // A full or forbidden storage keeps nothing; the page goes on.
      }
    },
  };
}

/** Texts from a file, a link or a storage; null when they are none. */
export function readTexts(value: unknown): Texts | null {
  const { server, clients } = (value ?? {}) as Partial<Texts>;
  const isText = typeof server === 'string' && Array.isArray(clients) && clients.length > 0;
  if (!isText || !clients.every((one) => typeof one === 'string')) return null;
  return { server, clients: clients.slice(0, MAX_CLIENTS) };
}
