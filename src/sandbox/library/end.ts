import { Buffer } from './buffer';
import { console } from './console';
import { core, inTask } from './inside';
import { beginAt, process } from './process';
import { webcrypto } from './stand-ins/crypto';
import { queueMicrotask, runTicks } from './ticks';
import * as timers from './timers';
import { call, dropped, report } from './uncaught';
import { URL, URLSearchParams } from './url';
import * as web from './web';
import { inWordsOfV8 } from './wording';

/** What one end of Socket.IO has besides what both have. */
interface EndParts<News> {
  /** The name of the program's file. */
  readonly file: string;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly importing: (name: unknown) => unknown;
  /** Something has happened outside; binary parts come beside it. */
  readonly hear: (news: News, parts: readonly ArrayBuffer[]) => void;
  /** Called when a turn is over, before its report is taken. */
  readonly atEnd?: () => void;
}

/** What a host calls: see `program.ts`. */
export interface End {
  /** The names that a program has without importing them. */
  readonly names: readonly string[];
  readonly take: () => unknown;
  readonly tick: () => boolean;
  readonly dispatch: (at: number, json: string, ...parts: ArrayBuffer[]) => void;
  readonly start: (at: number, program: (globals: object) => Promise<void>) => void;
}

const { parse } = JSON;

/** One end of Socket.IO as its host drives it; call it when the library has been loaded. */
export function makeEnd<News>({ file, globals: own, importing, hear, atEnd }: EndParts<News>): End {
  const path = `/app/${file}`;
  const globals: Record<string, unknown> = {
    ...own,
    console,
    process,
    Buffer,
    setTimeout: timers.setTimeout,
    setInterval: timers.setInterval,
    setImmediate: timers.setImmediate,
    clearTimeout: timers.clearTimeout,
    clearInterval: timers.clearInterval,
    clearImmediate: timers.clearImmediate,
    queueMicrotask,
    URL,
    URLSearchParams,
    ...web,
    crypto: webcrypto,
    require: importing,
    module: { exports: {} },
    exports: {},
    __dirname: '/app',
    __filename: path,
    __l: core.trace,
    __b: core.back,
    __d: dropped,
    __c: inWordsOfV8,
    __import: importing,
    __meta: { url: `file://${path}`, filename: path, dirname: '/app' },
  };
  process.argv = ['node', path];
  core.refuseText();
  // What the library ordered while it was loaded is no work of the program.
  runTicks();
  // The bundler may have renamed classes.
  for (const [name, value] of Object.entries({ ...web, URL, URLSearchParams })) {
    if (typeof value === 'function') Object.defineProperty(value, 'name', { value: name });
  }
  return {
    names: Object.keys(globals),
    take() {
      atEnd?.();
      return core.take();
    },
    tick: runTicks,
    dispatch(at, json, ...parts) {
      core.begin(at);
      call(() => hear(parse(json) as News, parts), undefined, []);
      runTicks();
    },
    start(at, program) {
      beginAt(at);
      core.begin(at);
      inTask({ cause: null, line: 0 }, () => program(globals).then(undefined, report));
      runTicks();
    },
  };
}
