import type { HttpHead } from '../http-head';
import type { ByteRange, Fault } from '../layer-unit';
import { fault, lineRange, linesNamed, quote, TOKEN } from './fields';

const FIELD = 'sec-websocket-extensions';

/** A parameter of an extension; its value is null when it has none. */
export interface Parameter {
  readonly name: string;
  readonly value: string | null;
  readonly range: ByteRange;
}

/** An extension as it is offered or accepted: its name and parameters (RFC 6455 §9.1). */
export interface Extension {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly range: ByteRange;
}

/** The extensions that a head lists, and where it leaves the grammar. */
export interface ExtensionList {
  readonly all: readonly Extension[];
  readonly broken: Fault | null;
  /** The element of the list that is broken: what Chromium quotes. */
  readonly element: string;
}

/** Reads all lines of `Sec-WebSocket-Extensions`. Space around a delimiter is allowed. */
export function extensionsOf(head: HttpHead): ExtensionList {
  const all: Extension[] = [];
  let broken: Fault | null = null;
  let element = '';
  for (const line of linesNamed(head, FIELD)) {
    const { start } = line.valueRange;
    const stop = readList(line.value, start, all);
    if (stop === null || broken !== null) continue;
    const { value } = line;
    element = value.slice(value.lastIndexOf(',', stop - 1) + 1, `${value},`.indexOf(',', stop)).trim();
    const rest = value.slice(stop).trimStart();
    const wrong = rest[0];
    const at = start + value.length - rest.length;
    broken = fault(
      wrong === undefined ? lineRange(line) : { start: at, end: at + 1 },
      wrong === undefined
        ? 'Sec-WebSocket-Extensions ends where a name or a value is expected.'
        : `Sec-WebSocket-Extensions lists names with parameters, “name; parameter=value”, separated by commas: ${quote(wrong)} is out of place.`,
      'RFC 6455 §9.1',
    );
  }
  return { all, broken, element };
}

/** A text and how far it has been read. */
class Scanner {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** What the (sticky) pattern finds here, with the space around it; null leaves the place as it is. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return (found[1] ?? found[2] ?? found[0]).trim();
  }

  get isOver(): boolean {
    return this.at >= this.#text.length;
  }
}

const NAME = new RegExp(`[\\t ]*(${TOKEN})[\\t ]*`, 'y');
/** A token, or a quoted string that is one without its quotes and backslashes. */
const VALUE = new RegExp(`[\\t ]*(?:(${TOKEN})|"((?:\\\\?${TOKEN.slice(0, -1)})+)")[\\t ]*`, 'y');
const SEMICOLON = /;/y;
const EQUALS = /=/y;
const COMMA = /,/y;

/** Adds what it reads to `all`; gives the index from which it could not, or null. */
function readList(text: string, offset: number, all: Extension[]): number | null {
  const scanner = new Scanner(text);
  do {
    const start = scanner.at;
    const name = scanner.take(NAME);
    if (name === null) return scanner.at;
    const parameters: Parameter[] = [];
    const isWhole = readParameters(scanner, text, offset, parameters);
    all.push({ name, parameters, range: trimmed(text, start, scanner.at, offset) });
    if (!isWhole) return scanner.at;
  } while (scanner.take(COMMA) !== null);
  return scanner.isOver ? null : scanner.at;
}

function readParameters(scanner: Scanner, text: string, offset: number, into: Parameter[]): boolean {
  while (scanner.take(SEMICOLON) !== null) {
    const start = scanner.at;
    const name = scanner.take(NAME);
    if (name === null) return false;
    const hasValue = scanner.take(EQUALS) !== null;
    const value = hasValue ? (scanner.take(VALUE)?.replaceAll('\\', '') ?? null) : null;
    if (hasValue && value === null) return false;
    into.push({ name, value, range: trimmed(text, start, scanner.at, offset) });
  }
  return true;
}

function trimmed(text: string, start: number, end: number, offset: number): ByteRange {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return { start: offset + from, end: offset + from + part.trim().length };
}
