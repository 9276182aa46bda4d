import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { onTestFinished } from 'vitest';
import { clientBundle, serverBundle } from '../../server/programs/bundle';
import { clientGuest, serverGuest } from './guest';
import type { EngineNews } from './library/client-end/news';
import type { ServerNews } from './library/server-end/boot';
import { meterWasm } from './meter-wasm';
import { createProgram, type Program, type ProgramContext, type ProgramLimits, type Turn } from './program';
import { createEngine, PUBLISHED_PAGES } from './quickjs';

/** For tests: the engine as published, and the metered one. */
export const PUBLISHED = readFileSync(
  createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'),
);
const METERED_PAGES = 84;

export const ENGINES = {
  published: { wasm: new WebAssembly.Module(PUBLISHED), initialPages: PUBLISHED_PAGES },
  metered: {
    wasm: new WebAssembly.Module(meterWasm(PUBLISHED, { memoryPages: METERED_PAGES })),
    initialPages: METERED_PAGES,
  },
} as const;

type EngineName = keyof typeof ENGINES;
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

/** A turn may take long: a busy machine is only slow. */
const LIMITS: ProgramLimits = { memoryPages: 512, turnMs: 3000, ops: 500, timers: 20, fuel: 2 ** 30 };

const [text, clientText] = await Promise.all([serverBundle(), clientBundle()]);
/** What a server's program begins with in tests. */
export const SETTINGS = { options: {}, seed: [1, 2, 3, 4] };
export const SERVER_GUEST = serverGuest(text);
export const CLIENT_GUEST = clientGuest(clientText);

/** A program that ends with the test. */
export async function programOf(
  name: EngineName,
  end: 'server' | 'client',
  limits: Partial<ProgramLimits> = {},
  clocks: Pick<ProgramContext, 'now' | 'spent'> = { now: () => performance.now() * 1000 },
): Promise<Program> {
  const all = { ...LIMITS, ...limits };
  const { wasm, initialPages } = ENGINES[name];
  const engine = await createEngine({ wasm, pages: [initialPages, all.memoryPages] });
  const program = createProgram(engine, {
    guest: end === 'server' ? SERVER_GUEST : CLIENT_GUEST,
    limits: all,
    ...clocks,
    settings: SETTINGS,
  });
  onTestFinished(() => program.dispose());
  return program;
}

const request = { method: 'GET', url: '/', headers: {}, query: { EIO: '4' }, address: '::1', port: 1 };

/** Tells a server's program something. */
export const tell = (program: Program, news: ServerNews): Turn => program.dispatch(JSON.stringify(news), []);

/** A client's program is connected by these turns: its `io()` has opened the connection 1. */
export function connectClient(program: Program): Turn[] {
  const handshake = { sid: 'abc', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1e6 };
  return [
    hear(program, { type: 'open', text: JSON.stringify(handshake), ordinal: 0, transport: 'websocket' }),
    hear(program, { type: 'message', text: '0{"sid":"x"}', ordinal: 1 }),
  ];
}

/** Gives a client's program a packet of its connection 1. */
export function hear(
  program: Program,
  packet: Omit<EngineNews & { kind: 'packet' }, 'kind' | 'engine' | 'isBinary'>,
  bytes: readonly ArrayBuffer[] = [],
): Turn {
  const news = { kind: 'packet', engine: 1, isBinary: bytes.length > 0, ...packet };
  return program.dispatch(JSON.stringify([news]), bytes);
}

/** A client connects to the main namespace, in these turns. */
export function connect(program: Program, session: string): Turn[] {
  return [
    tell(program, { kind: 'open', session, transport: 'polling', protocol: 4, request }),
    tell(program, { kind: 'data', session, ordinal: 1, text: '0', type: '0' }),
  ];
}
