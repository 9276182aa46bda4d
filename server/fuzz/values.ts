import type { Random } from './random';

const TEXTS = [
  '',
  ' ',
  '\t',
  '\0',
  '\x7f',
  '\xff\xfe',
  '\xe9',
  '%',
  '%zz',
  '%00',
  '%ff',
  '%2e%2e%2f',
  '%C3%28',
  '..',
  '../../etc/passwd',
  '//',
  '\\',
  'null',
  'undefined',
  'true',
  'NaN',
  'Infinity',
  '-Infinity',
  '-0',
  '-1',
  '0',
  '1',
  '1.5',
  '1e3',
  '0x10',
  '1e309',
  '007',
  '1,2',
  '2147483647',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
  'toString',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
  '[]',
  '{}',
  '"',
  "'",
  '<b>',
  '\u2028'.slice(0, 0),
  ',',
  ';',
  '=',
  '&',
  '?',
  '#',
  ':',
  '*',
  '$&',
  '{n}',
  '(',
  '[',
  'a b',
] as const;

/** A string that the code may not expect; each character is a byte. */
export function oddText(random: Random): string {
  if (random.chance(0.1)) return random.bytes(1, 12);
  if (random.chance(0.05))
    return random.pick(['x', '%41', '\xff', ',', '=', '(']).repeat(random.int(100, 3000));
  return random.pick(TEXTS);
}

/** A number as a string, for a query, a header field or JSON. */
export function oddNumber(random: Random): string {
  if (random.chance(0.4)) return String(random.int(-2, 400));
  return random.pick([
    '0',
    '-0',
    '-1',
    '1.5',
    '1e3',
    '1e21',
    '1e308',
    '1e309',
    '-1e309',
    '2147483647',
    '2147483648',
    '4294967295',
    '4294967296',
    '9007199254740991',
    '9007199254740992',
    '5e-324',
    '65535',
    '65536',
  ]);
}

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'length',
  'type',
  'op',
  'id',
  'sid',
  'kind',
  '_placeholder',
  'num',
  'data',
  'connection',
  '',
  '0',
  'a',
] as const;

const STRINGS = [
  '""',
  '"a"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"\\u2028"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '"connect"',
  '"disconnect"',
  '"error"',
  '"newListener"',
  '"none"',
  '"all"',
  '"next"',
  '"1"',
  '"\\u00e9"',
  '"{n}"',
] as const;

/** JSON of any shape: special keys, repeated keys, deep nesting, lone surrogates. */
export function oddJson(random: Random, depth = 3): string {
  if (random.chance(0.02)) return nested(random);
  const kind = random.int(0, depth > 0 ? 7 : 4);
  if (kind === 0) return random.pick(['null', 'true', 'false']);
  if (kind <= 2) return oddNumber(random);
  if (kind <= 4) return random.pick(STRINGS);
  if (kind === 5) return `[${random.times(0, 4, () => oddJson(random, depth - 1)).join(',')}]`;
  if (kind === 6 && random.chance(0.3)) return '{"_placeholder":true,"num":0}';
  const pairs = random.times(0, 4, () => `"${random.pick(KEYS)}":${oddJson(random, depth - 1)}`);
  return `{${pairs.join(',')}}`;
}

function nested(random: Random): string {
  const depth = random.pick([50, 500, 3000, 8000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"toString":', '}]'],
  ] as const);
  return `${open.repeat(depth)}1${random.chance(0.8) ? close.repeat(depth) : ''}`;
}

/** An object with these fields as JSON, some of them left out, odd or accompanied by others. */
export function bentObject(random: Random, fields: Readonly<Record<string, readonly string[]>>): string {
  if (random.chance(0.08)) return oddJson(random);
  const pairs = Object.entries(fields).flatMap(([name, values]) => {
    if (random.chance(0.12)) return [];
    const value = random.chance(0.15) ? oddJson(random, 2) : random.pick(values);
    return [`${JSON.stringify(name)}:${value}`];
  });
  if (random.chance(0.1)) pairs.push(`"${random.pick(KEYS)}":${oddJson(random, 2)}`);
  const text = `{${pairs.join(',')}}`;
  return random.chance(0.05) ? mutated(random, text) : text;
}

/** The same string with some bytes changed, left out, inserted or repeated. */
export function mutated(random: Random, text: string): string {
  let bytes = text;
  for (let n = random.int(1, 3); n > 0; n--) {
    const at = random.int(0, bytes.length);
    const end = at + random.int(0, random.pick([1, 1, 2, 20]));
    const middle = random.pick([
      '',
      oddText(random),
      random.bytes(1, 3),
      bytes.slice(at, end).repeat(2),
      random.pick(['\r\n', '\n', '\r', ' ', '\0', ':', '%']),
    ]);
    bytes = bytes.slice(0, at) + middle + bytes.slice(end);
  }
  return bytes;
}
