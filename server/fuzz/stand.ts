import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../lab';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { createServer, type WireServer } from '../server';
import { createSite } from '../site';
import type { Attempt, ClientAttempt, Role } from './attempt';
import { type FuzzClient, startClient } from './client';
import { createForger, type Forger } from './forger';
import { type Harm, type HarmWatch, insideShown, watchForHarm } from './harm';
import { createHealthyStudent } from './healthy';

/** A server in this process, with a healthy student and everybody who tries something. */
export interface Stand {
  /** Tries all of these, many at once, and returns the harm that they did. */
  run(batch: readonly Attempt[]): Promise<Harm[]>;
  close(): Promise<void>;
}

/** How many clients act at the same time. */
const AT_ONCE = 24;
/** Short, so that whatever the server should end by itself ends soon. */
const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  labsPerMinute: 1_000_000,
  headersTimeoutMs: 250,
  requestTimeoutMs: 400,
  timeoutCheckMs: 50,
  keepAliveMs: 250,
  closeTimeoutMs: 250,
  // The healthy student answers pings in this process, which is busy.
  heartbeatMs: 5000,
  shortestHeartbeatMs: 100,
  answerAfterMs: 300,
  delayMs: 300,
  jitterMs: 100,
  gatherMs: 200,
  orphanMs: 500,
  programs: {
    ...DEFAULT_LIMITS.programs,
    startsPerMinute: { lab: 100_000, address: 100_000 },
    slowPerMinute: { lab: 100_000, address: 100_000 },
  },
};
/** All of the times above, one after the other, on a busy machine. */
const OVER_MS = 6000;

const ROLES: readonly Role[] = ['calm', 'impaired', 'program', 'ending', 'forged'];

/** A program that listens to everything and answers. */
const LISTENER = `
const answer = (socket) => {
  socket.onAny((name, ...values) => {
    const done = values.at(-1);
    socket.emit(name, ...values);
    if (typeof done === 'function') done(...values.slice(0, -1));
    socket.emit('asked', (...answers) => socket.emit('answers', ...answers));
  });
  socket.on('join', (room) => socket.join(room));
  socket.on('disconnect', (reason) => io.emit('gone', reason));
};
io.use((socket, next) => (socket.handshake.auth.token === 'x' ? next(new Error('no')) : next()));
io.on('connection', answer);
io.of('/other').on('connection', answer);
`;

/** Starts the server and its healthy student. */
export async function openStand(): Promise<Stand> {
  const harm = watchForHarm();
  const folder = await mkdtemp(join(tmpdir(), 'wire101-site-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>A page</title>');
  let aheadMs = 0;
  const server = await createServer({
    port: 0,
    host: '127.0.0.1',
    site: async () => createSite(folder),
    limits: LIMITS,
    nowMs: () => performance.now() + aheadMs,
  });
  const healthyLab = madeLab(server);
  server.labs.viewerCame(healthyLab);
  const healthy = await createHealthyStudent(server, healthyLab);
  const endLabs = () => {
    aheadMs += LIMITS.labIdleMs + 1;
    server.labs.expire();
  };
  const hear = (client: string) => (text: string) => {
    const shown = insideShown(text, process.cwd()) ?? (text.includes(folder) ? text : null);
    if (shown !== null) harm.note('an answer reveals the inside', `${client}: ${shown}`);
  };
  return {
    async run(batch) {
      const round = new Round(server, hear);
      try {
        await round.play(batch, endLabs);
        await healthy.check().catch((error: unknown) => harm.note('the healthy student', error));
        await round.end(endLabs, harm);
      } catch (error) {
        harm.note('thrown at the caller', error);
      } finally {
        round.close();
      }
      return harm.take();
    },
    async close() {
      healthy.close();
      await server.close();
      await rm(folder, { recursive: true });
      harm.close();
    },
  };
}

function madeLab(server: WireServer): Lab {
  const made = server.labs.create('127.0.0.1');
  if ('error' in made) throw new Error(made.error);
  return made;
}

/** Runs one batch on labs of its own. */
class Round {
  readonly #server: WireServer;
  readonly #hear: (client: string) => (text: string) => void;
  readonly #labs: Readonly<Record<Role, Lab>>;
  readonly #forger: Forger;
  readonly #clients: FuzzClient[] = [];

  constructor(server: WireServer, hear: (client: string) => (text: string) => void) {
    this.#server = server;
    this.#hear = hear;
    this.#labs = Object.fromEntries(ROLES.map((role) => [role, madeLab(server)])) as Record<Role, Lab>;
    this.#forger = createForger(this.#labs.forged, LIMITS);
  }

  /** Ends the unwatched lab in the middle of the batch. */
  async play(batch: readonly Attempt[], endLabs: () => void): Promise<void> {
    const { calm, impaired, program, forged } = this.#labs;
    const living = [calm, impaired, program, forged];
    for (const lab of living) this.#server.labs.viewerCame(lab);
    impaired.impair({ connection: 'next', delayMs: 3, jitterMs: 5, readBytes: 40 });
    await fetch(`${this.#server.url}/lab/${program.id}/code`, {
      method: 'PUT',
      body: JSON.stringify({ code: LISTENER }),
    });
    const waiting = [...batch];
    const work = async () => {
      for (;;) {
        const attempt = waiting.shift();
        if (!attempt) return;
        if (waiting.length === batch.length >> 1) endLabs();
        await this.#try(attempt);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const lab of living) this.#server.labs.viewerLeft(lab);
  }

  async #try(attempt: Attempt): Promise<void> {
    if ('report' in attempt) return this.#forger.tell(attempt);
    const names = { lab: this.#labs[attempt.role].id, port: String(this.#server.port) };
    const client = startClient(this.#server.port, attempt, names, this.#hear(attempt.entry));
    this.#clients.push(client);
    await client.done;
  }

  /** Ends the labs: every connection, and whatever else they have open, must end, too. */
  async end(endLabs: () => void, harm: HarmWatch): Promise<void> {
    for (const client of this.#clients) client.listen();
    // A viewer keeps its lab alive.
    for (const lab of Object.values(this.#labs)) for (const page of [...lab.watching]) page.close();
    const until = performance.now() + OVER_MS;
    while (this.#left().length > 0 && !harm.isHarmed && performance.now() < until) {
      endLabs();
      await sleep(25);
    }
    // After other harm, not everything need end.
    if (!harm.isHarmed) for (const [kind, detail] of this.#left()) harm.note(kind, detail);
  }

  /** What has not ended yet, as harm. */
  #left(): (readonly [kind: string, detail: string])[] {
    const labs = Object.entries(this.#labs).flatMap(([role, lab]) => {
      const { viewers, open, watching, raw, connections } = lab;
      const counts = { viewers, open: open.size, watching: watching.size, raw: raw.size, connections };
      const isKnown = this.#server.labs.find(lab.id) !== undefined;
      const isOver = !isKnown && Object.values(counts).every((count) => count === 0);
      return isOver ? [] : [['a lab does not end', `${role}: ${JSON.stringify(counts)}`] as const];
    });
    const clients = this.#clients
      .filter((client) => !client.isOver && !endsItself(client.attempt))
      .map(
        ({ attempt, beginning }) =>
          ['a connection does not end', `${JSON.stringify(attempt)}\ncame: ${beginning}`] as const,
      );
    return [...labs, ...clients];
  }

  close(): void {
    this.#forger.close();
    for (const client of this.#clients) client.close();
  }
}

/** A client that resets its connection does not learn of any end. */
const endsItself = ({ steps }: ClientAttempt): boolean =>
  steps.some((step) => 'end' in step && step.end === 'reset');
