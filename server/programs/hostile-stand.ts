import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../limits';
import { createServer, type WireServer } from '../server';
import { makeLab, type TestLab, type Watch, watch } from '../test-server';
import { codeOf, codeRecord, openClient, runCode } from './testing';

/** For tests: a server on which a calm lab must be answered while others attack it. */
interface Stand {
  readonly server: WireServer;
  /** A new, watched lab that runs this program. */
  run(code: string): Promise<Hostile>;
  /** Checks what must hold whatever a lab has done: everybody else is served, and so is the lab's own next program. */
  check(hostile: Hostile): Promise<void>;
}

interface Hostile {
  readonly lab: TestLab;
  readonly watched: Watch;
  /** Waits until its program has ended, for whatever reason. */
  over(): Promise<void>;
}

/** Answers every client. */
export const GOOD = "io.on('connection', (socket) => socket.on('ask', (answer) => answer('good')));";
/** Programs have little time, and nobody runs apart, so that all disturb the calm lab. */
const LIMITS: Partial<Limits> = {
  labsPerMinute: 10_000,
  programs: {
    ...DEFAULT_LIMITS.programs,
    slowPerMinute: { lab: 10_000, address: 10_000 },
    startsPerMinute: { lab: 10_000, address: 10_000 },
    program: { ...DEFAULT_LIMITS.programs.program, savedShareMs: 600, aloneMs: 100 },
  },
};

/** One stand for all tests of a file, so that a test finds what an earlier one has broken. */
export function makeStand(): Stand {
  let server: WireServer;
  let calm: Socket;
  const harm: unknown[] = [];
  const note = (error: unknown) => void harm.push(error);
  // Its timeouts find what hangs; a busy machine is only slow.
  vi.setConfig({ testTimeout: 20_000 });
  beforeAll(async () => {
    for (const kind of ['unhandledRejection', 'uncaughtException'] as const) process.on(kind, note);
    const site = async () => ({
      answer: async (_: unknown, response: { end(text: string): unknown }) => void response.end('a page'),
    });
    server = await createServer({ port: 0, host: '127.0.0.1', site, limits: LIMITS });
    const lab = await makeLab(server);
    await runCode(lab, GOOD);
    calm = io(server.url, {
      path: `/lab/${lab.id}/socket.io/`,
      transports: ['websocket'],
      reconnection: false,
    });
    // When a process ends, so do the calm lab's program and its connections.
    calm.on('disconnect', (reason) => note(`the calm lab: ${reason}`));
    expect(await calm.timeout(10_000).emitWithAck('ask')).toBe('good');
  });
  afterAll(async () => {
    calm.off('disconnect').disconnect();
    await server.close();
    for (const kind of ['unhandledRejection', 'uncaughtException'] as const) process.off(kind, note);
  });
  return {
    get server() {
      return server;
    },
    async run(code) {
      const lab = await makeLab(server);
      const watched = await watch(lab.feed);
      expect(await (await runCode(lab, code)).json()).toEqual({ run: 1 });
      const over = () =>
        watched.until(
          () => codeRecord(watched, 'stopped') !== undefined || codeRecord(watched, 'ended') !== undefined,
        );
      return { lab, watched, over };
    },
    async check({ lab, watched }) {
      expect(await calm.timeout(1000).emitWithAck('ask')).toBe('good');
      expect(await (await fetch(server.url)).text()).toBe('a page');
      expect((await runCode(lab, GOOD)).status).toBe(200);
      expect(await openClient(lab).timeout(5000).emitWithAck('ask')).toBe('good');
      expect(harm).toEqual([]);
      // A page can read the records, whatever a program forges.
      for (const { kind, line, text, atMicros } of codeOf(watched)) {
        expect(typeof kind === 'string' && typeof text === 'string' && text.length < 40_000).toBe(true);
        expect(Number.isSafeInteger(line) && Number.isSafeInteger(atMicros)).toBe(true);
      }
    },
  };
}
