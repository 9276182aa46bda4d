import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../server/limits';
import { readServerOptions } from '../../../server/programs/options';
import { readMessage, readQuery } from '../../../server/read-message';
import { impairmentOrder } from './impairment-order';
import { labLimits, labMade } from './lab-made';
import { codeOrder, endOrder, newsOrder, sayOrder } from './orders';
import { clockQuestion, feedQuery, rawQuery } from './queries';

const limits = { ...DEFAULT_LIMITS, rawBytes: 40, sayingBytes: 60, codeBytes: 30 };
const bytesOf = (text: unknown) => new TextEncoder().encode(String(text)).length;
const isWithin = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(0, -1, 1.5, 1005, 4001, 2 ** 53, null, true, '', '1', 'next'),
  fc.nat(3000),
  fc.string({ maxLength: 150, unit: 'binary' }),
  fc.jsonValue(),
);
const oddName = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString'));

/** Objects with some of these members, mostly with these values, and perhaps others; now and then JSON of any other kind. */
function anyMessage(usual: Readonly<Record<string, readonly unknown[]>>): fc.Arbitrary<unknown> {
  const members = Object.entries(usual).map(([name, values]) => {
    const right = fc.constantFrom(...values);
    return [name, fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: oddValue })] as const;
  });
  const expected = fc.record(Object.fromEntries(members), { requiredKeys: [] });
  const more = fc.oneof(
    { weight: 9, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.dictionary(oddName, fc.jsonValue(), { maxKeys: 1 }) },
  );
  const object = fc
    .tuple(more, expected)
    .map((parts) => Object.fromEntries(parts.flatMap((part) => Object.entries(part))));
  return fc.oneof({ weight: 9, arbitrary: object }, { weight: 1, arbitrary: fc.jsonValue() });
}

interface Kind {
  /** Its members, with values that are mostly right. */
  readonly usual: Readonly<Record<string, readonly unknown[]>>;
  readonly read: (text: string) => object | string;
  /** Whether a message that was read is within bounds; written without the schema. */
  readonly isRight: (message: never) => boolean;
}

type Members = Readonly<Record<string, unknown>>;
const isConnection = (value: unknown) => isWithin(value, 1, Number.MAX_SAFE_INTEGER);
/** RFC 6455 §7.4. */
const isSendable = (code: number) =>
  isWithin(code, 1000, 1003) || isWithin(code, 1007, 1014) || isWithin(code, 3000, 4999);
const NUMBERS = ['delayMs', 'jitterMs', 'bytesPerSecond', 'readBytes', 'gatherMs'] as const;

const KINDS: Readonly<Record<string, Kind>> = {
  impairment: {
    usual: {
      connection: [1, 7, 'next', 'all'],
      ...Object.fromEntries(NUMBERS.map((name) => [name, [0, 1, limits[name], limits[name] + 1]])),
      cut: ['none', 'stall', 'black hole'],
      refusesUpgrades: [true, false],
    },
    read: (text) => readMessage(impairmentOrder(limits), text),
    isRight({ connection, cut = 'none', refusesUpgrades, ...numbers }: Members) {
      const isOne = isConnection(connection);
      return (
        (isOne || connection === 'next' || connection === 'all') &&
        Object.entries(numbers).every(([name, value]) => isWithin(value, 0, limits[name as 'delayMs'])) &&
        ['none', 'stall', 'black hole'].includes(String(cut)) &&
        (refusesUpgrades === undefined || (typeof refusesUpgrades === 'boolean' && !isOne))
      );
    },
  },
  say: {
    usual: {
      connection: [1, 7],
      text: ['Hello', 'é'.repeat(20), 'é'.repeat(21)],
      count: [1, 2, 200, 201],
      gapMs: [0, 2000, 2001],
      fragments: [1, 20, 21],
      pingBetween: [true, false],
    },
    read: (text) => readMessage(sayOrder(limits), text),
    isRight: ({ connection, text, count, gapMs, fragments, pingBetween }: Members) =>
      isConnection(connection) &&
      typeof text === 'string' &&
      bytesOf(text) <= limits.rawBytes &&
      isWithin(count, 1, limits.sayings) &&
      Number(count) * bytesOf(text) <= limits.sayingBytes &&
      isWithin(gapMs, 0, limits.sayingGapMs) &&
      isWithin(fragments, 1, 20) &&
      typeof pingBetween === 'boolean',
  },
  end: {
    usual: {
      connection: [1, 7],
      how: ['reset', 'fin', 'close', 'close'],
      closeCode: [1000, 1003, 1004, 1007, 1014, 1015, 3000, 4999, 5000],
      reason: ['', 'lunch', 'é'.repeat(61), 'é'.repeat(62)],
    },
    read: (text) => readMessage(endOrder, text),
    isRight: ({ connection, how, closeCode, reason }: Members) =>
      isConnection(connection) &&
      ['reset', 'fin', 'close'].includes(String(how)) &&
      (closeCode === undefined || isSendable(Number(closeCode))) &&
      (reason === undefined || (bytesOf(reason) <= 123 && (reason === '' || closeCode !== undefined))),
  },
  news: {
    usual: { everyMs: [0, 1, 49, 50, 60_000, 60_001], count: [0, 1, 100, 101] },
    read: (text) => readMessage(newsOrder(limits), text),
    isRight: ({ everyMs, count }: Members) =>
      (everyMs === 0 || isWithin(everyMs, ...limits.newsEveryMs)) && isWithin(count, 1, limits.news),
  },
  code: {
    usual: { code: [null, 'io', 'é'.repeat(15), 'é'.repeat(16)], options: [{}, null, 1] },
    read: (text) => readMessage(codeOrder(limits), text),
    isRight: ({ code }: Members) =>
      code === null || (typeof code === 'string' && bytesOf(code) <= limits.codeBytes),
  },
  clock: {
    usual: { clock: [0, 1.5, -1] },
    read: (text) => readMessage(clockQuestion, text),
    isRight: ({ clock }: Members) => Number.isFinite(clock),
  },
};

describe.each(Object.entries(KINDS))('the message %s', (_, { usual, read, isRight }) => {
  it('is within bounds, or refused with a sentence that names a member', () => {
    let taken = 0;
    const run = fc.property(anyMessage(usual), (given) => {
      const message = read(JSON.stringify(given));
      if (typeof message !== 'string') {
        taken++;
        expect(isRight(message as never)).toBe(true);
        return;
      }
      expect(message).toMatch(/[.)]$/);
      const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
      if (isObject) expect(Object.keys(usual).some((name) => message.includes(name))).toBe(true);
      else expect(message).toContain('JSON object');
    });
    fc.assert(run, { numRuns: 2000 });
    expect(taken).toBeGreaterThan(100);
  });

  it('is refused when it is not JSON, or nested very deeply', () => {
    for (const text of ['', '{', '[]', '7', 'null', '{"a":'.repeat(100_000), '['.repeat(100_000)]) {
      expect(read(text)).toContain('JSON object');
    }
  });
});

describe('what the server says about a lab', () => {
  const made = {
    ...{ id: 'a1', feed: 'ws://a/feed', http: 'http://a', ws: 'ws://a/ws', socketio: 'http://a/socket.io/' },
    ...{ expiresInMs: 600_000, limits: v.parse(labLimits, limits) },
  };

  it('is read unchanged', () => {
    expect(v.parse(labMade, made)).toEqual(made);
  });

  it('is refused when any member, or any limit, is missing or of another kind', () => {
    const odd = fc.constantFrom<unknown>(undefined, null, true, -1, 1.5, {}, [], ['a']);
    const run = fc.property(
      fc.constantFrom(...Object.keys(made)),
      fc.constantFrom(...Object.keys(made.limits)),
      odd,
      (name, limit, value) => {
        expect(v.safeParse(labMade, { ...made, [name]: value }).success).toBe(false);
        const brokenLimits = { ...made.limits, [limit]: value };
        expect(v.safeParse(labMade, { ...made, limits: brokenLimits }).success).toBe(false);
      },
    );
    fc.assert(run);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(v.safeParse(labMade, value).success).toBe(false);
      }),
    );
  });
});

describe('the query of the feed', () => {
  it('is the number of a record, or 0', () => {
    const run = fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.nat().map(String)), (text) => {
      const { after } = v.parse(feedQuery, { after: text, call: '1' });
      expect(after).toBe(isWithin(Number(text), 0, Number.MAX_SAFE_INTEGER) ? Number(text) : 0);
    });
    fc.assert(run);
    expect(v.parse(feedQuery, {})).toEqual({ after: 0 });
  });
});

describe('the query of a raw write', () => {
  it('is within bounds, or refused with a sentence that names a parameter', () => {
    const text = fc.oneof(
      fc.constantFrom('', 'bytes', '2,2,2', '1', '0', '-1', '1.5', '41', ',', 'NaN', '1e1', '2001'),
      fc.string(),
      fc.array(fc.nat(41), { maxLength: 70 }).map((sizes) => sizes.join(',')),
    );
    const query = fc.record({ to: text, pieces: text, gapMs: text, call: text }, { requiredKeys: [] });
    const run = fc.property(query, (given) => {
      const read = readQuery(rawQuery(limits), new URLSearchParams(given as Record<string, string>));
      if (typeof read === 'string') {
        expect(read).toMatch(/pieces|gapMs/);
        return;
      }
      const { to, pieces, gapMs } = read;
      expect(to).toBe(given.to === 'bytes' ? 'bytes' : 'http');
      expect(isWithin(gapMs, 0, limits.rawGapMs)).toBe(true);
      expect(pieces.length).toBeLessThanOrEqual(limits.rawPieces);
      expect(pieces.every((size) => isWithin(size, 1, limits.rawBytes))).toBe(true);
    });
    fc.assert(run, { numRuns: 1000 });
  });

  it('takes the first of two parameters with the same name', () => {
    const read = readQuery(rawQuery(limits), new URLSearchParams('gapMs=1&gapMs=2'));
    expect(read).toEqual({ to: 'http', pieces: [], gapMs: 1 });
  });
});

describe('the options of a program', () => {
  const usual = {
    pingInterval: [199, 200, 60_000, 60_001],
    pingTimeout: [199, 200, 60_000, 60_001],
    upgradeTimeout: [99, 100, 60_001],
    connectTimeout: [99, 100, 60_001],
    maxHttpBufferSize: [0, 1, 2 ** 20 + 1],
    transports: [[], ['polling'], ['websocket', 'polling'], ['webtransport']],
    allowUpgrades: [true, false],
    perMessageDeflate: [true, false],
    connectionStateRecovery: [
      true,
      false,
      {},
      { maxDisconnectionDuration: 1 },
      { maxDisconnectionDuration: 1e9 },
    ],
  };

  it('are taken within bounds, or left out with a sentence that names them', () => {
    const run = fc.property(anyMessage(usual), (given) => {
      const { options, ignored } = readServerOptions(given, limits);
      const isObject = typeof given === 'object' && given !== null;
      const all = isObject ? Object.keys(given) : [];
      expect(Object.keys(options).length + ignored.length).toBe(all.length);
      for (const [place, name] of all.filter((each) => !Object.hasOwn(options, each)).entries())
        expect(ignored[place]).toContain(name.slice(0, 40));
      for (const name of ['pingInterval', 'pingTimeout'] as const)
        if (options[name] !== undefined) expect(isWithin(options[name], 200, 60_000)).toBe(true);
      for (const name of ['upgradeTimeout', 'connectTimeout'] as const)
        if (options[name] !== undefined) expect(isWithin(options[name], 100, 60_000)).toBe(true);
      const { maxHttpBufferSize = 1, connectionStateRecovery: recovery } = options;
      expect(isWithin(maxHttpBufferSize, 1, limits.messageBytes)).toBe(true);
      if (recovery)
        expect(isWithin(recovery.maxDisconnectionDuration, 1, limits.longestRecoveryMs)).toBe(true);
    });
    fc.assert(run, { numRuns: 2000 });
  });

  it.each([
    [{ maxHttpBufferSize: 1e9 }, { maxHttpBufferSize: limits.messageBytes }],
    [{ connectionStateRecovery: false }, { connectionStateRecovery: undefined }],
    [
      { connectionStateRecovery: true },
      { connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: true } },
    ],
    [
      { connectionStateRecovery: { maxDisconnectionDuration: 1e9, skipMiddlewares: false } },
      { connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: false } },
    ],
    [{ transports: ['websocket'] }, { transports: ['websocket'] }],
  ])('%j is read as %j', (given, options) => {
    expect(readServerOptions(given, limits)).toEqual({ options, ignored: [] });
  });
});
