import type { ForgedAttempt } from './attempt';
import type { Random } from './random';
import { bentObject, mutated, oddJson } from './values';

const SOCKETS = ['"{socket}"', '"{socket}"', '"{socket}"', '"x"', '"__proto__"', 'null'] as const;
const TO = ['["{socket}"]', '["{socket}","x"]', '[]', '"{socket}"', '[null]', '[{"toString":1}]'] as const;
const TEXTS = [
  '"2[\\"ask\\",1]"',
  '"2[\\"connect\\"]"',
  '"31[]"',
  '"0{}"',
  '"x"',
  '""',
  '"51-[\\"a\\",{\\"_placeholder\\":true,\\"num\\":0}]"',
  'null',
  '{"toString":1}',
] as const;
const OPS = [
  'emit',
  'emit',
  'emit',
  'reply',
  'send',
  'close-session',
  'follow',
  'decided',
  'listen',
  'unbound',
  'stop',
  'log',
  'warn',
  'listener',
  'answered',
  'uncaught',
  'limit',
  'close',
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
    to: TO,
    text: TEXTS,
    session: SOCKETS,
    first: ['0', '1', '-1'],
    parts: ['0', '1', '2', '1e9'],
    ask: ['null', '1', '2', '3'],
    isAllowed: ['true', 'false', '"x"'],
    message: ['null', '"no"', '{"toString":1}'],
    isVolatile: ['true', 'false'],
    compress: ['true', 'false', '{"toString":1}'],
    isDiscarding: ['true', 'false'],
    asksRequests: ['true', 'false'],
    packet: ['null', '{"sid":"x","sender":"client","ordinal":1}', '{"sid":1}'],
    id: ['1', '2'],
    ms: ['0', '1', '1e12'],
    isRepeated: ['true', 'false'],
    name: ['"a"', 'null'],
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
