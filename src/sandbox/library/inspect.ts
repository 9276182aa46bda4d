import { inWordsOfV8 } from './wording';

/** Node's `util.inspect` and `util.format`, as far as consoles show it: two levels deep, 72 characters of a list on one line. */
interface Options {
  readonly depth: number;
}

const BREAK_LENGTH = 80;
const MOST_ITEMS = 100;
const MOST_CHARACTERS = 10_000;
const PLAIN_KEY = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
/** The name of the method by which an object says how it is shown. */
export const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

interface Context extends Options {
  readonly above: readonly object[];
  readonly level: number;
  /** How deep the last one shown was: what holds three levels is not put on one line. */
  deepest: number;
}

export function inspect(value: unknown, options: Partial<Options> = {}): string {
  const depth = options.depth === null ? Number.POSITIVE_INFINITY : (options.depth ?? 2);
  return show(value, { depth, above: [], level: 0, deepest: 0 }, true);
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
  const inner: Context = {
    ...context,
    above: [...context.above, value],
    level: context.level + 1,
    deepest: 0,
  };
  const parts = partsOf(value, inner);
  const entries = keys.slice(0, MOST_ITEMS).map((key) => showEntry(value, key, inner));
  const isList = parts?.open.endsWith('[') === true;
  const items = [...(parts?.items ?? []), ...entries];
  const sized = parts?.head ?? (Array.isArray(value) ? '' : prefix);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  context.deepest = Math.max(context.deepest, inner.deepest + 1);
  const before = simple === null ? `${sized}${open}` : `${open} ${simple}`;
  if (items.length === 0) return `${before}${close}`;
  return together(before, isList ? grouped(items, inner, value) : items, close, inner);
}

/** What is shown in one piece. */
function showSimple(value: object, name: string | null): string | null {
  if (typeof value === 'function') return showFunction(value as { name: string }, name);
  if (value instanceof Error) return showError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { <pending> }';
  if (value instanceof WeakMap || value instanceof WeakSet) return `${name} { <items unknown> }`;
  for (const kind of [Number, String, Boolean] as const) {
    if (value instanceof kind)
      return `[${kind.name}: ${show(value.valueOf(), { depth: 0, above: [], level: 0, deepest: 0 })}]`;
  }
  return null;
}

function showFunction(value: { name: string }, kind: string | null): string {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  if (isClass) {
    const above = Object.getPrototypeOf(value) as { name?: string };
    return `[class ${value.name || '(anonymous)'}${above?.name ? ` extends ${above.name}` : ''}]`;
  }
  return value.name ? `[${kind ?? 'Function'}: ${value.name}]` : `[${kind ?? 'Function'} (anonymous)]`;
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
  if (isBuffer(value)) {
    const hex = Array.from(value.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return { head: `<Buffer${hex && ` ${hex}`}>`, open: '', items: [] };
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
      head: `${name}(${value.size}) `,
      open: '{',
      items: [...[...value].slice(0, MOST_ITEMS).map(item), ...rest(value.size)],
    };
  }
  if (value instanceof Map) {
    const items = [...value].slice(0, MOST_ITEMS).map(([key, held]) => `${item(key)} => ${item(held)}`);
    return { head: `${name}(${value.size}) `, open: '{', items: [...items, ...rest(value.size)] };
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

/** On one line when it is short and not deep, otherwise each on its own. */
function together(before: string, items: readonly string[], close: string, context: Context): string {
  if (before.startsWith('<Buffer')) return before.slice(0, before.indexOf('>') + 1);
  const isGrouped = (items as { isGrouped?: boolean }).isGrouped === true;
  if (context.deepest < 3 && !isGrouped) {
    const length = items.reduce((sum, one) => sum + one.length, items.length + before.length);
    const start = items.length + context.level - 1 + before.length + close.length + 10;
    if (
      length + items.length <= BREAK_LENGTH &&
      start + length - before.length <= BREAK_LENGTH + 12 &&
      !items.join().includes('\n')
    ) {
      return `${before} ${items.join(', ')} ${close}`;
    }
  }
  const indent = '  '.repeat(context.level);
  const lines = items.map((one) => one.replaceAll('\n', '\n'));
  return `${before}\n${indent}${lines.join(`,\n${indent}`)}\n${'  '.repeat(context.level - 1)}${close}`;
}

/** Lists of more than six short items stand in columns. */
function grouped(items: readonly string[], context: Context, value: object): readonly string[] {
  const extra = Array.isArray(value) && value.length > MOST_ITEMS ? 1 : 0;
  const own = items.length - extra;
  if (items.length <= 6 || context.deepest > 0) return items;
  const lengths = items.slice(0, own).map((one) => one.length + 2);
  const total = lengths.reduce((sum, one) => sum + one, 0);
  const widest = Math.max(...lengths);
  if (widest * 3 + context.level - 1 >= BREAK_LENGTH || !(total / widest > 5 || widest - 2 <= 6))
    return items;
  const bias = Math.sqrt(widest - total / items.length);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * Math.max(bias, 1) * own) / Math.max(bias, 1)),
    Math.floor((BREAK_LENGTH - (context.level - 1)) / widest),
    12,
    15,
  );
  if (columns <= 1) return items;
  const widths = Array.from({ length: columns }, (_, column) => {
    const all = lengths.filter((_, at) => at % columns === column);
    return Math.max(...all);
  });
  const isNumeric =
    Array.isArray(value) && value.every((one) => typeof one === 'number' || typeof one === 'bigint');
  const rows: string[] = [];
  for (let at = 0; at < own; at += columns) {
    const row = items.slice(at, Math.min(at + columns, own)).map((one, column, all) => {
      const isLast = column === all.length - 1;
      const text = isLast ? one : `${one}, `;
      if (isNumeric) return isLast ? one.padStart(widths[column]! - 2) : text.padStart(widths[column]!);
      return isLast ? one : text.padEnd(widths[column]!);
    });
    rows.push(row.join(''));
  }
  const all = extra ? [...rows, items.at(-1)!] : rows;
  if (all.length > 1) Object.defineProperty(all, 'isGrouped', { value: true });
  return all;
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
  if (kind === 'd')
    return typeof value === 'object'
      ? 'NaN'
      : show(Number(value), { depth: 0, above: [], level: 0, deepest: 0 });
  return String(kind === 'i' ? Number.parseInt(String(value), 10) : Number.parseFloat(String(value)));
}
