import { core } from './inside';
import { format, inspect } from './inspect';
import { cut } from './uncaught';

const MAX_INDENT = 40;
let indent = '';
const counts = new Map<string, number>();
const times = new Map<string, number>();

function say(level: 'log' | 'warn' | 'error', text: string): void {
  core.tell({ op: 'log', level, text: cut(indent ? indent + text.replaceAll('\n', `\n${indent}`) : text) });
}

const sayer =
  (level: 'log' | 'warn' | 'error') =>
  (...values: unknown[]): void => {
    // The line is that of the call, whatever runs while values are shown.
    const line = core.lineNow();
    const text = format(...values);
    core.at(line);
    say(level, text);
  };

const elapsed = (label: string) => `${label}: ${(core.native.now() / 1000 - times.get(label)!).toFixed(3)}ms`;

/** Node's console. */
export const console = {
  log: sayer('log'),
  info: sayer('log'),
  debug: sayer('log'),
  warn: sayer('warn'),
  error: sayer('error'),
  trace: (...values: unknown[]) => say('error', `Trace: ${format(...values)}`),
  dir: (value: unknown, options?: { depth?: number }) => say('log', inspect(value, options)),
  table: (value: unknown) => say('log', tableOf(value)),
  assert: (isTrue: unknown, ...values: unknown[]) => {
    if (!isTrue)
      say('error', values.length > 0 ? `Assertion failed: ${format(...values)}` : 'Assertion failed');
  },
  count: (label = 'default') => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    say('log', `${label}: ${counts.get(label)}`);
  },
  countReset: (label = 'default') => void counts.delete(label),
  time: (label = 'default') => void times.set(label, core.native.now() / 1000),
  timeLog: (label = 'default') => void (times.has(label) && say('log', elapsed(label))),
  timeEnd: (label = 'default') => {
    if (!times.has(label)) return;
    say('log', elapsed(label));
    times.delete(label);
  },
  group: (...values: unknown[]) => {
    if (values.length > 0) say('log', format(...values));
    if (indent.length < MAX_INDENT) indent += '  ';
  },
  groupEnd: () => {
    indent = indent.slice(2);
  },
  clear: () => undefined,
};

/** A table of rows and their columns, as Node draws it. */
function tableOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return format(value);
  const rows = Object.entries(value).slice(0, 50);
  const isRow = (row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null;
  const names = [...new Set(rows.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])))];
  const hasValues = rows.some(([, row]) => !isRow(row));
  const head = ['(index)', ...names, ...(hasValues ? ['Values'] : [])];
  const body = rows.map(([key, row]) => [
    key,
    ...names.map((name) => (isRow(row) && name in row ? inspect(row[name], { depth: 0 }) : '')),
    ...(hasValues ? [isRow(row) ? '' : inspect(row)] : []),
  ]);
  const widths = head.map((name, at) => Math.max(name.length, ...body.map((row) => row[at]!.length)) + 2);
  const line = (cells: readonly string[]) =>
    `│${cells.map((cell, at) => ` ${cell}`.padEnd(widths[at]!)).join('│')}│`;
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  return [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...body.map(line), rule('└', '┴', '┘')].join(
    '\n',
  );
}
