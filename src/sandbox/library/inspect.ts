import { inWordsOfV8 } from './wording';

/** Node's `util.inspect` and `util.format`, as far as consoles show it: two levels deep, 72 characters of a list on one line. */
interface Options {
  readonly depth: number;
}

const BREAK_LENGTH = 80;
const COMPACT = 3;
const SEPARATOR = 2;
const MOST_ITEMS = 100;
const MOST_CHARACTERS = 10_000;
const PLAIN_KEY = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
/** The name of the method by which an object says how it is shown. */
export const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

interface Context extends Options {
  readonly above: readonly object[];
  readonly level: number;
  /** Shared by all that is shown at once: the level of the object that was shown last. */
  readonly last: { level: number };
}

const top = (depth: number): Context => ({ depth, above: [], level: 0, last: { level: 0 } });

export function inspect(value: unknown, options: Partial<Options> = {}): string {
  const depth = options.depth === null ? Number.POSITIVE_INFINITY : (options.depth ?? 2);
  return show(value, top(depth), true);
}
inspect.custom = CUSTOM;

function show(value: unknown, context: Context, isTop = false): string {
  switch (typeof value) {
    case 'string':
      return quoted(value, isTop);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'symbol':
    case 'undefined':
    case 'boolean':
      return String(value);
  }
  return value === null ? 'null' : showObject(value as object, context);
}

function quoted(text: string, isTop: boolean): string {
  const limit = isTop ? text : text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  const mark = !limit.includes("'") ? "'" : !limit.includes('"') ? '"' : !limit.includes('`') ? '`' : "'";
  const escaped = limit.replace(/[\\\n\t\r\b\f\v\0]/g, (one) => ESCAPES[one] ?? one);
  return `${mark}${mark === "'" ? escaped.replaceAll("'", "\\'") : escaped}${mark}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
  '\0': '\\x00',
};

function classOf(value: object): string | null {
  for (let at: object | null = value; at; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, 'constructor')?.value as { name?: unknown } | undefined;
    if (typeof own === 'function' && typeof own.name === 'string' && own.name !== '') return own.name;
  }
  return null;
}

function showObject(value: object, context: Context): string {
  if (context.above.includes(value)) return '[Circular *1]';
  const custom = (value as Record<symbol, unknown>)[CUSTOM];
  if (typeof custom === 'function' && custom !== inspect) {
    const shown = (custom as (...args: unknown[]) => unknown).call(
      value,
      context.depth - context.level,
      {},
      inspect,
    );
    if (shown !== value) return typeof shown === 'string' ? shown : show(shown, context);
  }
  const name = classOf(value);
  const prefix =
    name === null ? '[Object: null prototype] ' : name === 'Object' || name === 'Array' ? '' : `${name} `;
  const simple = showSimple(value, name);
  const keys = keysOf(value);
  if (simple !== null && keys.length === 0) return simple;
  if (context.level > context.depth)
    return Array.isArray(value) ? '[Array]' : `[${name ?? 'Object: null prototype'}]`;
  if (isBuffer(value)) return showBuffer(value);
  context.last.level = context.level;
  const inner: Context = { ...context, above: [...context.above, value], level: context.level + 1 };
  const parts = partsOf(value, inner);
  const entries = keys.slice(0, MOST_ITEMS).map((key) => showEntry(value, key, inner));
  const isList = parts?.open === '[';
  const items = [...(parts?.items ?? []), ...entries];
  const head = parts?.head ?? prefix;
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const before = simple === null ? `${head}${open}` : `${open} ${simple}`;
  if (items.length === 0) return `${before}${close}`;
  const lines = isList && items.length > 6 ? grouped(items, context, value) : items;
  return together(before, lines, close, context, lines === items);
}

function showBuffer(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const rest = bytes.length - 50;
  return `<Buffer${hex && ` ${hex}`}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? 's' : ''}` : ''}>`;
}

/** What is shown in one piece. */
function showSimple(value: object, name: string | null): string | null {
  if (typeof value === 'function') return showFunction(value as { name: string });
  if (value instanceof Error) return showError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { <pending> }';
  if (value instanceof WeakMap || value instanceof WeakSet) return `${name} { <items unknown> }`;
  for (const kind of [Number, String, Boolean] as const) {
    if (value instanceof kind) return `[${kind.name}: ${show(value.valueOf(), top(0))}]`;
  }
  return null;
}

function showFunction(value: { name: string }): string {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  if (isClass) {
    const above = Object.getPrototypeOf(value) as { name?: string };
    return `[class ${value.name || '(anonymous)'}${above?.name ? ` extends ${above.name}` : ''}]`;
  }
  return value.name ? `[${kind}: ${value.name}]` : `[${kind} (anonymous)]`;
}

function showError(error: Error): string {
  inWordsOfV8(error);
  return `${error.name}: ${error.message}`;
}

function keysOf(value: object): (string | symbol)[] {
  const symbols = Object.getOwnPropertySymbols(value).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(value, key),
  );
  const names = Object.keys(value);
  const isIndexed = Array.isArray(value) || ArrayBuffer.isView(value);
  return [...(isIndexed ? names.filter((key) => !/^\d+$/.test(key)) : names), ...symbols];
}

function showEntry(holder: object, key: string | symbol, context: Context): string {
  const { get, set, value } = Object.getOwnPropertyDescriptor(holder, key) ?? {};
  const shown = get ? (set ? '[Getter/Setter]' : '[Getter]') : set ? '[Setter]' : show(value, context);
  const name = typeof key === 'symbol' ? `[${String(key)}]` : PLAIN_KEY.test(key) ? key : quoted(key, false);
  return `${name}: ${shown}`;
}

interface Parts {
  readonly head: string;
  readonly open: string;
  readonly items: readonly string[];
}

/** What lists, sets and maps hold. */
function partsOf(value: object, context: Context): Parts | null {
  const item = (one: unknown) => show(one, context);
  const rest = (size: number) =>
    size > MOST_ITEMS ? [`... ${size - MOST_ITEMS} more item${size > MOST_ITEMS + 1 ? 's' : ''}`] : [];
  const name = classOf(value);
  if (Array.isArray(value)) {
    const head = name === 'Array' ? '' : `${name}(${value.length}) `;
    return { head, open: '[', items: [...listed(value, item), ...rest(value.length)] };
  }
  if (value instanceof ArrayBuffer) {
    const hex = Array.from(new Uint8Array(value).subarray(0, 50), (byte) =>
      byte.toString(16).padStart(2, '0'),
    );
    return {
      head: 'ArrayBuffer ',
      open: '{',
      items: [`[Uint8Contents]: <${hex.join(' ')}>`, `byteLength: ${value.byteLength}`],
    };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const all = value as unknown as ArrayLike<number>;
    const items = Array.from({ length: Math.min(MOST_ITEMS, all.length) }, (_, at) => item(all[at]));
    return { head: `${name}(${all.length}) `, open: '[', items: [...items, ...rest(all.length)] };
  }
  if (value instanceof Set) {
    return {
      head: `${name}(${value.size}) ${name === 'Set' ? '' : '[Set] '}`,
      open: '{',
      items: [...[...value].slice(0, MOST_ITEMS).map(item), ...rest(value.size)],
    };
  }
  if (value instanceof Map) {
    const items = [...value].slice(0, MOST_ITEMS).map(([key, held]) => `${item(key)} => ${item(held)}`);
    const head = `${name}(${value.size}) ${name === 'Map' ? '' : '[Map] '}`;
    return { head, open: '{', items: [...items, ...rest(value.size)] };
  }
  return null;
}

const isBuffer = (value: object): value is Uint8Array =>
  value instanceof Uint8Array && classOf(value) === 'Buffer';

/** The items of a list, its holes counted. */
function listed(all: readonly unknown[], item: (one: unknown) => string): string[] {
  const shown: string[] = [];
  for (let at = 0; at < all.length && shown.length < MOST_ITEMS; at++) {
    if (Object.hasOwn(all, at)) {
      shown.push(item(all[at]));
      continue;
    }
    const from = at;
    while (at + 1 < all.length && !Object.hasOwn(all, at + 1)) at++;
    const holes = at - from + 1;
    shown.push(`<${holes} empty item${holes > 1 ? 's' : ''}>`);
  }
  return shown;
}

/** On one line when it is short and holds few levels, otherwise each on its own. */
function together(
  before: string,
  items: readonly string[],
  close: string,
  { level, last }: Context,
  mayJoin: boolean,
): string {
  const indent = '  '.repeat(level);
  if (mayJoin && last.level - level < COMPACT) {
    const start = items.length + indent.length + before.length + 10;
    const length = items.reduce((sum, one) => sum + one.length, items.length + start);
    const joined = items.join(', ');
    if (length <= BREAK_LENGTH && !joined.includes('\n')) return `${before} ${joined} ${close}`;
  }
  return `${before}\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}${close}`;
}

/** Lists of more than six short items stand in columns. */
function grouped(items: readonly string[], { level }: Context, value: object): readonly string[] {
  const all = value as ArrayLike<unknown>;
  const count = items.length - (all.length > MOST_ITEMS ? 1 : 0);
  const lengths = items.slice(0, count).map((one) => one.length);
  const total = lengths.reduce((sum, one) => sum + one + SEPARATOR, 0);
  const longest = Math.max(...lengths);
  const widest = longest + SEPARATOR;
  if (widest * 3 + 2 * level >= BREAK_LENGTH || !(total / widest > 5 || longest <= 6)) return items;
  // As high as wide, where a character is 2.5 times as high as wide; short items get more columns.
  const biased = Math.max(widest - 3 - Math.sqrt(widest - total / items.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * biased * count) / biased),
    Math.floor((BREAK_LENGTH - 2 * level) / widest),
    COMPACT * 4,
    15,
  );
  if (columns <= 1) return items;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lengths.filter((_one, at) => at % columns === column)),
  );
  const isNumeric = Array.from({ length: count }, (_, at) => all[at]).every(
    (one) => typeof one === 'number' || typeof one === 'bigint',
  );
  const rows: string[] = [];
  for (let at = 0; at < count; at += columns) {
    const row = items.slice(at, Math.min(at + columns, count));
    const cells = row.map((one, column) => {
      const isLast = column === row.length - 1;
      const width = widths[column]!;
      if (isNumeric) return isLast ? one.padStart(width) : `${one}, `.padStart(width + SEPARATOR);
      return isLast ? one : `${one}, `.padEnd(width + SEPARATOR);
    });
    rows.push(cells.join(''));
  }
  return count < items.length ? [...rows, items.at(-1)!] : rows;
}

/** `console.log` with its placeholders. */
export function format(...values: unknown[]): string {
  const [first, ...rest] = values;
  let text = '';
  let used = 0;
  if (typeof first === 'string') {
    text =
      rest.length === 0
        ? first
        : first.replace(/%([sdifjoOc%])/g, (whole, kind: string) => {
            if (kind === '%') return '%';
            if (used >= rest.length) return whole;
            return formatOne(kind, rest[used++]);
          });
  } else if (values.length > 0) text = inspect(first);
  for (const value of rest.slice(used)) text += ` ${typeof value === 'string' ? value : inspect(value)}`;
  return text;
}

function formatOne(kind: string, value: unknown): string {
  if (kind === 'c') return '';
  if (kind === 'j') {
    try {
      return String(JSON.stringify(value));
    } catch {
      return '[Circular]';
    }
  }
  if (kind === 'o' || kind === 'O') return inspect(value, { depth: kind === 'o' ? 4 : 4 });
  if (kind === 's') {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'object' && value !== null && !(value instanceof Error)
      ? inspect(value, { depth: 0 })
      : String(value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return 'NaN';
  if (kind === 'd') return typeof value === 'object' ? 'NaN' : show(Number(value), top(0));
  return String(kind === 'i' ? Number.parseInt(String(value), 10) : Number.parseFloat(String(value)));
}
