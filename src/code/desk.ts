import { type ProgramNumber, SERVER } from '../capture/code-event';
import type { ClientProgram } from '../lab/programs/client-program';
import type { LabSession } from '../lab/session';
import { isPage } from '../sandbox/page/is-page';
import { ConnectionLog } from './connection-log';
import { bounded, isSame, MAX_CLIENTS, type TextStore, type Texts } from './texts';

export { type ProgramNumber, SERVER };

/** An error in a text that has not run. */
interface TextFault {
  readonly line: number;
  readonly message: string;
}

/** The state of a program. */
export interface ProgramStatus {
  /** `starting` until its first lines have run; `stopped` by the student. */
  readonly state: 'idle' | 'starting' | 'running' | 'refused' | 'stopped';
  /** The newest run, from 1; 0 before it. */
  readonly run: number;
  /** Why it did not start. */
  readonly fault: TextFault | null;
  readonly failure: string | null;
  /** The text has changed since it was run. */
  readonly isChanged: boolean;
}

/** A status, and the text that ran. */
type Held = Omit<ProgramStatus, 'isChanged'> & { readonly ran: string | null };

const NOT_RUNNING: Held = { state: 'idle', run: 0, fault: null, failure: null, ran: null };
const NO_RUNS: readonly number[] = [];
const IDLE: ProgramStatus = { state: 'idle', run: 0, fault: null, failure: null, isChanged: false };

/**
 * The student's programs: the code of both ends, and what of it runs. It draws nothing and knows no lesson. The caller
 * of a run gives the lab, so that the traffic is attributed to that caller.
 */
export class CodeDesk {
  texts: Texts;
  revision = 0;
  /** The instant at whose lines consoles stay, on the lab's clock in microseconds; null while they follow what comes. */
  restsAt: number | null = null;
  readonly #initial: Texts;
  readonly #store: TextStore | null;
  readonly #listeners = new Set<() => void>();
  readonly #statuses = new Map<ProgramNumber, Held>();
  readonly #runs = new Map<ProgramNumber, readonly number[]>();
  readonly #programs = new Map<ProgramNumber, ClientProgram>();
  readonly #connections = new Map<ProgramNumber, ConnectionLog>();
  /** Where the pages of clients are shown. */
  readonly #frames = new Map<ProgramNumber, Element>();
  /** Counts the runs of each program: the result of an older one is dropped. */
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

  /** Whether any text differs from the initial one. */
  get isEdited(): boolean {
    return !isSame(this.texts, this.#initial);
  }

  textOf(program: ProgramNumber): string {
    return program === SERVER ? this.texts.server : (this.texts.clients[program - 1] ?? '');
  }

  statusOf(program: ProgramNumber): ProgramStatus {
    const known = this.#statuses.get(program);
    if (!known) return IDLE;
    const { ran, ...status } = known;
    return { ...status, isChanged: ran !== null && ran !== this.textOf(program) };
  }

  /** The runs of this program from this desk, oldest first, as the lab numbers them. */
  runsOf(program: ProgramNumber): readonly number[] {
    return this.#runs.get(program) ?? NO_RUNS;
  }

  /** What the newest run of a client has been connected to; null before it has run. */
  connections(program: ProgramNumber): ConnectionLog | null {
    return this.#connections.get(program) ?? null;
  }

  /** Whether the text that runs has met what only a page has. */
  needsPage(program: ProgramNumber): boolean {
    return !this.statusOf(program).isChanged && this.#programs.get(program)?.needsPage === true;
  }

  /** The running client programs. */
  get running(): readonly ClientProgram[] {
    return [...this.#programs.values()].filter(({ isOver }) => !isOver);
  }

  /** Changes one text. */
  write(program: ProgramNumber, text: string): void {
    if (text === this.textOf(program)) return;
    if (program === SERVER) this.set({ ...this.texts, server: text });
    else {
      const { clients, isShared } = this.texts;
      this.set({
        ...this.texts,
        clients: isShared ? clients.map(() => text) : clients.with(program - 1, text),
      });
    }
    const known = this.#statuses.get(program);
    if (known?.fault) this.#setStatus(program, { ...known, fault: null });
  }

  /** Replaces all texts, as "show me" and links do. */
  set(texts: Texts): void {
    this.texts = bounded(texts);
    this.#store?.save(this.isEdited ? this.texts : null);
    this.#change();
  }

  /** The same, for texts that have nothing to do with those before: clients that are no more end. */
  replace(texts: Texts): void {
    for (let client = 1; client <= MAX_CLIENTS; client++) this.stop(client);
    this.set(texts);
  }

  /** Restores the initial texts. */
  reset(): void {
    for (let client = this.#initial.clients.length + 1; client <= MAX_CLIENTS; client++) this.stop(client);
    this.set(this.#initial);
  }

  /** Adds a client with the text of the last one. */
  addClient(): void {
    const { clients } = this.texts;
    if (clients.length < MAX_CLIENTS)
      this.set({ ...this.texts, clients: [...clients, clients.at(-1) ?? ''] });
  }

  removeClient(): void {
    const { clients } = this.texts;
    if (clients.length < 2) return;
    this.stop(clients.length);
    // Another client may come in its place.
    this.#statuses.delete(clients.length);
    this.#runs.delete(clients.length);
    this.#connections.delete(clients.length);
    this.set({ ...this.texts, clients: clients.slice(0, -1) });
  }

  /**
   * Runs both ends as they are now, each in place of its previous run: first the server. Clients end before that: they would
   * come back to the new server, and it would get from them what was meant for the one before.
   */
  async runAll(lab: LabSession): Promise<void> {
    const { clients } = this.texts;
    for (const program of this.#statuses.keys()) if (program !== SERVER) this.#end(program);
    lab.prepareClients(clients.filter((text) => !isPage(text)).length);
    await this.run(lab, SERVER);
    if (this.statusOf(SERVER).state !== 'running') return;
    for (const [index, text] of clients.entries())
      if (index < this.texts.clients.length) await this.run(lab, index + 1, text);
  }

  /** Runs one text in place of its previous run. Never rejects: its status shows a failure. */
  async run(lab: LabSession, program: ProgramNumber, text = this.textOf(program)): Promise<void> {
    const turn = this.#begin(program);
    this.restsAt = null;
    this.#programs.get(program)?.end();
    this.#programs.delete(program);
    this.#setStatus(program, { ...NOT_RUNNING, state: 'starting' });
    const isLate = () => this.#turns.get(program) !== turn;
    const stand = (change: Partial<Held>) => {
      if (!isLate()) this.#setStatus(program, { ...NOT_RUNNING, ...change });
    };
    try {
      const result =
        program === SERVER ? await lab.runServer(text) : await this.#runClient(lab, program, text, isLate);
      if ('fault' in result) stand({ state: 'refused', fault: result.fault });
      else {
        if (!isLate()) this.#note(program, result.run);
        stand({ state: 'running', run: result.run, ran: text });
      }
    } catch (error) {
      stand({ state: 'refused', failure: error instanceof Error ? error.message : String(error) });
    }
  }

  async #runClient(lab: LabSession, client: number, text: string, isLate: () => boolean) {
    const result = await lab.runClient(client, text, { frameIn: this.#frames.get(client) ?? null });
    if ('fault' in result) return result;
    if (isLate()) result.end();
    else {
      result.showIn?.(this.#frames.get(client) ?? null);
      this.#programs.set(client, result);
      const log = new ConnectionLog();
      this.#connections.set(client, log);
      log.add(lab.nowMicros().at, result.connections);
      let shown = outlineOf(result);
      // It reports every event; the desk shows no more than this.
      result.subscribe(() => {
        const outline = outlineOf(result);
        if (outline === shown) return;
        shown = outline;
        log.add(lab.nowMicros().at, result.connections);
        this.#change();
      });
    }
    return result;
  }

  /** Its consoles stay at the lines of this instant until the next run: what comes would scroll away what a text is about. */
  rest(at: number): void {
    this.restsAt = at;
    this.#change();
  }

  /** Shows the page of this client in this element from now on, or nowhere. */
  showPage(client: ProgramNumber, place: Element | null): void {
    if (place) this.#frames.set(client, place);
    else this.#frames.delete(client);
    this.#programs.get(client)?.showIn?.(place);
  }

  /** Ends a client's program. */
  stop(program: ProgramNumber): void {
    this.#end(program);
    this.#setStopped(program);
  }

  /** Ends the server's program; the echo is back. */
  async stopServer(lab: LabSession): Promise<void> {
    this.#begin(SERVER);
    this.#setStopped(SERVER);
    await lab.runServer(null).catch(() => undefined);
  }

  /** Ends all clients. */
  dispose(): void {
    for (const program of [...this.#programs.keys()]) this.stop(program);
  }

  /** Ends a client's program, also one that is being started. Its status tells of no student who stopped it. */
  #end(program: ProgramNumber): void {
    this.#begin(program);
    this.#programs.get(program)?.end();
    this.#programs.delete(program);
    if (this.#statuses.get(program)?.state === 'starting') this.#setStatus(program, NOT_RUNNING);
  }

  #note(program: ProgramNumber, run: number): void {
    const runs = this.runsOf(program);
    // A new lab counts from 1 again.
    this.#runs.set(program, run > (runs.at(-1) ?? 0) ? [...runs, run] : [run]);
  }

  #begin(program: ProgramNumber): number {
    const turn = (this.#turns.get(program) ?? 0) + 1;
    this.#turns.set(program, turn);
    return turn;
  }

  #setStopped(program: ProgramNumber): void {
    const status = this.#statuses.get(program) ?? NOT_RUNNING;
    this.#setStatus(program, status.run > 0 ? { ...status, state: 'stopped' } : NOT_RUNNING);
  }

  #setStatus(program: ProgramNumber, status: Held): void {
    this.#statuses.set(program, status);
    this.#change();
  }

  #change(): void {
    this.revision += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** What is shown of a running client besides its console. */
function outlineOf({ isOver, needsPage, connections }: ClientProgram): string {
  return JSON.stringify([isOver, needsPage, connections]);
}
