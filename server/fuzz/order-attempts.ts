import type { Step } from './attempt';
import { oddFields, oddQuery, request, written } from './http-attempts';
import type { Random } from './random';
import { frameBytes, handshakeBytes } from './upgrade-attempts';
import { bentObject, mutated, oddJson, oddNumber } from './values';

const CONNECTIONS = ['1', '2', '3', '5', '8', '13', '21'] as const;
const EVERYWHERE = [...CONNECTIONS, '"next"', '"all"'] as const;
const OPTIONS = [
  '{}',
  '{"pingInterval":300,"pingTimeout":200}',
  '{"transports":["websocket"]}',
  '{"connectionStateRecovery":{}}',
  '{"connectionStateRecovery":true}',
  '{"maxHttpBufferSize":100}',
  '{"perMessageDeflate":true}',
  '{"connectTimeout":100}',
  '{"allowUpgrades":false,"upgradeTimeout":100}',
  '{"__proto__":{"path":"/"}}',
] as const;
const PROGRAMS = [
  '',
  '1',
  'x',
  'throw new Error("x")',
  '}',
  '(',
  '\\u0000',
  "io.on('connection', (s) => { s.emit('a', s.handshake); throw new Error('b'); });",
  "io.use((s, next) => next(new Error('no')));",
  "io.of('/other').on('connection', (s) => s.disconnect(true));",
  'setInterval(() => io.emit("tick", 1n), 20);',
  "io.on('connection', (s) => s.onAny((e, ...a) => { s.emit(e, ...a); s.emit('q', () => { throw 1; }); }));",
  'Promise.reject(new Error("x"));',
  'process.exit();',
  'console.log("\\ud800", {}, [], 1n, Symbol());',
  'io.emit(Symbol());',
  'io.close();',
  'globalThis.JSON = null; io.emit("x");',
  'Object.prototype.toJSON = () => 1; io.emit("x", {});',
] as const;

/** The body of each order to a lab. */
const BODIES: Readonly<Record<string, (random: Random) => string>> = {
  impairment: (random) =>
    bentObject(random, {
      connection: EVERYWHERE,
      ...pickSome(random, {
        delayMs: ['0', '5', '200'],
        jitterMs: ['0', '20'],
        bytesPerSecond: ['0', '5000', '100000'],
        readBytes: ['0', '1', '3', '100'],
        gatherMs: ['0', '10', '2000'],
        cut: ['"none"', '"stall"', '"black hole"'],
        refusesUpgrades: ['true', 'false', 'false'],
      }),
    }),
  end: (random) =>
    bentObject(random, {
      connection: CONNECTIONS,
      how: ['"reset"', '"fin"', '"close"'],
      ...pickSome(random, {
        closeCode: ['1000', '1001', '1005', '4999', '3000'],
        reason: ['""', '"bye"', '"\\ud800"', `"${'x'.repeat(123)}"`, '"\\ud800\\ud800"'],
      }),
    }),
  say: (random) =>
    bentObject(random, {
      connection: CONNECTIONS,
      text: ['""', '"tick {n}"', '"\\ud800"', '"$&{n}$1"'],
      ...pickSome(random, {
        count: ['1', '200', '3'],
        gapMs: ['0', '1', '2000'],
        fragments: ['1', '20'],
        pingBetween: ['true', 'false'],
      }),
    }),
  sharing: (random) =>
    bentObject(random, { allow: ['"refuse"', '"none"', '"origin"', '"any"', '"credentials"'] }),
  newsroom: (random) => bentObject(random, { everyMs: ['0', '50', '60000'], count: ['1', '100'] }),
  code: (random) =>
    bentObject(random, {
      code: random.chance(0.2) ? ['null'] : PROGRAMS.map((code) => JSON.stringify(code)),
      options: [...OPTIONS, oddJson(random, 2)],
    }),
};

function pickSome<Item>(random: Random, items: Readonly<Record<string, Item>>): Record<string, Item> {
  return Object.fromEntries(Object.entries(items).filter(() => random.chance(0.4)));
}

/** One or more orders on one connection. Only few start a program, which costs memory and time. */
export function orders(random: Random): Step[] {
  const one = (): Step[] => {
    const path = random.chance(0.08)
      ? 'code'
      : random.pick(['impairment', 'end', 'say', 'newsroom', 'impairment', 'end']);
    // An answer at a byte a second takes minutes, and would look like one that never ends.
    const body = BODIES[path]!(random).replace(/(?<="bytesPerSecond":)[1-9]\d{0,2}(?!\d)/g, '5000');
    const method = random.chance(0.05) ? 'GET' : path === 'end' || path === 'say' ? 'POST' : 'PUT';
    const fields: [string, string][] = [
      ['Host', 'localhost:{port}'],
      ...(random.chance(0.1) ? oddFields(random, 2) : []),
    ];
    const target = `/lab/{lab}/${path}${random.chance(0.1) ? oddQuery(random) : ''}`;
    return [
      { send: written(random, { method, target, version: 'HTTP/1.1', fields, body }) },
      { until: 'HTTP/1.1 ' },
    ];
  };
  return random.times(1, 3, one).flat();
}

/** Bytes for a raw connection to this server or to the byte echo, cut into pieces. */
export function rawOrders(random: Random): Step[] {
  const inner = random.pick([
    () => random.bytes(0, 200),
    () => written(random, request(random)),
    () => handshakeBytes(random, '/lab/{lab}/ws') + frameBytes(random, 1, 'hi'),
    () => mutated(random, written(random, request(random))),
  ]);
  const query = () => {
    const parts = [
      ...(random.chance(0.4) ? ['to=bytes'] : []),
      ...(random.chance(0.4)
        ? [`pieces=${random.pick(['1', '2,2,2', '1,1,1,1,1', ',', '0', '-1', oddNumber(random)])}`]
        : []),
      ...(random.chance(0.3) ? [`gapMs=${random.pick(['0', '1', '50', '2000', oddNumber(random)])}`] : []),
    ];
    return parts.length > 0 ? `?${parts.join('&')}` : '';
  };
  const open = written(random, {
    method: 'POST',
    target: `/lab/{lab}/raw${query()}`,
    version: 'HTTP/1.1',
    fields: [['Host', 'localhost:{port}']],
    body: inner(),
  });
  const more = random.times(0, 3, (): Step => {
    const number = random.chance(0.85) ? '{raw}' : String(random.int(0, 20));
    const method = random.chance(0.75) ? 'POST' : 'DELETE';
    const fields: [string, string][] = [['Host', 'localhost:{port}']];
    return {
      send: written(random, {
        method,
        target: `/lab/{lab}/raw/${number}${query()}`,
        version: 'HTTP/1.1',
        fields,
        body: inner(),
      }),
    };
  });
  return [{ send: open }, { until: '"raw"' }, ...more];
}
