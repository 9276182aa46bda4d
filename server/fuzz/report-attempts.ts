import type { ForgedAttempt } from './attempt';
import type { Random } from './random';
import { bentObject, mutated, oddJson } from './values';

const SOCKETS = ['"{socket}"', '"{socket}"', '"{socket}"', '"x"', '"__proto__"', 'null'] as const;
const NAMESPACES = ['"/"', '"/"', '"/other"', '"/__proto__"', '"x"', '""'] as const;
const ARGS = [
  '"[\\"ask\\",1]"',
  '"[\\"connect\\"]"',
  '"[]"',
  '"{}"',
  '"x"',
  '"[\\"a\\",{\\"_placeholder\\":true,\\"num\\":0}]"',
  '"[null]"',
  '"[{\\"toString\\":1}]"',
] as const;
const ROOMS = ['["a"]', '["a","b"]', '[]', '"a"', '[null]', '["{socket}"]', '[{"toString":1}]'] as const;
const OPS = [
  'emit',
  'emit',
  'emit',
  'reply',
  'join',
  'leave',
  'disconnect',
  'namespace',
  'middleware',
  'next',
  'log',
  'warn',
  'listener',
  'answered',
  'uncaught',
  'close',
  'server',
  'timer',
  'clear',
  'toString',
  '__proto__',
  'constructor',
  '',
] as const;

function op(random: Random): string {
  return bentObject(random, {
    op: [JSON.stringify(random.pick(OPS))],
    at: ['1', '1500'],
    line: ['1', '0', '-1'],
    namespace: NAMESPACES,
    ...(random.chance(0.6) ? { socket: SOCKETS } : {}),
    args: ARGS,
    first: ['0', '1', '-1'],
    parts: ['0', '1', '2', '1e9'],
    ask: ['null', '1', '2', '3'],
    reply: ['1', '2', '3', '4'],
    timeoutMs: ['null', '1', '50', '-1', '1e12'],
    isPromise: ['true', 'false'],
    isVolatile: ['true', 'false'],
    rooms: ROOMS,
    except: ROOMS,
    error: ['null', '"no"', '{"toString":1}'],
    data: ['"{}"', '"x"', '1', 'null'],
    packet: ['null', '{"sid":"x","sender":"client","ordinal":1}', '{"sid":1}'],
    id: ['1', '2'],
    ms: ['0', '1', '1e12'],
    isRepeated: ['true', 'false'],
    name: ['"a"', 'null'],
    text: ['"a"', '1'],
    level: ['"log"', '"warn"', '"x"', '"__proto__"'],
    options: ['"{}"', '"{\\"pingInterval\\":300}"', '{"toString":1}', '1'],
  });
}

/** A report that a sandbox under an attacker's control could write. */
export function forgedTurn(random: Random): ForgedAttempt {
  const ops = `[${random.times(0, 6, () => (random.chance(0.95) ? op(random) : oddJson(random))).join(',')}]`;
  const whole = random.chance(0.9) ? `{"ops":${ops},"dropped":0,"line":1}` : oddJson(random);
  return {
    entry: 'report',
    report: random.chance(0.05) ? mutated(random, whole) : whole,
    buffers: random.int(0, 3),
  };
}
