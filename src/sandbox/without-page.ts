import type { Node } from 'acorn';
import MagicString from 'magic-string';
import { PAGE_NAMES } from './library/client-end/page-names';
import { ShallowParser } from './shallow-parser';

/** A node with what is used of it here. */
type Syntax = Node & Readonly<Record<string, unknown>>;

const OPTIONS = { ecmaVersion: 2024, sourceType: 'module', allowAwaitOutsideFunction: true } as const;
/** In place of what a page would have given. */
const INSTEAD = "'Hello'";

/**
 * The program without the statements that need a page: what was sent from them is sent once, and listeners that showed something print
 * what they got. Null when nothing of it needs a page, or when it cannot be read.
 */
export function withoutPage(code: string): string | null {
  let program: Syntax;
  try {
    program = ShallowParser.parse(code, OPTIONS) as unknown as Syntax;
  } catch {
    return null;
  }
  const cut = new Cut(code);
  return cut.block(program.body as Syntax[]) ? cut.text : null;
}

class Cut {
  readonly #code: string;
  readonly #text: MagicString;
  /** Names of pages, and of what came from them. */
  readonly #gone = new Set(PAGE_NAMES);

  constructor(code: string) {
    this.#code = code;
    this.#text = new MagicString(code);
  }

  get text(): string {
    return this.#text.toString().replace(/\n{3,}/g, '\n\n');
  }

  /** Cuts from these statements, in their order. True when something was cut. */
  block(statements: readonly Syntax[]): boolean {
    let hasCut = false;
    for (const statement of statements) hasCut = this.#statement(statement) || hasCut;
    return hasCut;
  }

  #statement(statement: Syntax): boolean {
    const functions: Syntax[] = [];
    if (this.#isNeedy(statement, functions)) {
      this.#remove(statement);
      return true;
    }
    let hasCut = false;
    for (const one of functions) hasCut = this.#function(one) || hasCut;
    return hasCut;
  }

  /** What a function prints instead is what it was given. */
  #function({ body, params }: Syntax): boolean {
    const { type, body: statements, start } = body as Syntax;
    if (type !== 'BlockStatement' || !this.block(statements as Syntax[])) return false;
    const names = (params as Syntax[]).filter((one) => one.type === 'Identifier').map(({ name }) => name);
    if (names.length > 0) this.#text.appendRight((start as number) + 1, ` console.log(${names.join(', ')});`);
    return true;
  }

  /** Whether a page is needed outside the functions within, which are collected. */
  #isNeedy(node: Syntax, functions: Syntax[]): boolean {
    if (/Function/.test(node.type) && (node.body as Syntax).type === 'BlockStatement') {
      functions.push(node);
      return false;
    }
    if (node.type === 'Identifier') return this.#gone.has(String(node.name));
    return childrenOf(node).some((child) => this.#isNeedy(child, functions));
  }

  #remove(statement: Syntax): void {
    for (const { id } of (statement.declarations as Syntax[] | undefined) ?? [])
      for (const name of namesIn(id as Syntax)) this.#gone.add(name);
    const emits = emitsIn(statement).map((emit) => this.#withoutGone(emit));
    const { start, end } = statement;
    if (emits.length > 0) this.#text.overwrite(start, end, emits.join('\n'));
    else this.#text.remove(this.#lineStart(start), end);
  }

  /** Nothing but spaces before it: they go with it. */
  #lineStart(at: number): number {
    const before = this.#code.slice(0, at).trimEnd().length;
    return this.#code.slice(before, at).includes('\n') ? this.#code.lastIndexOf('\n', at - 1) : at;
  }

  #withoutGone({ callee, arguments: given }: Syntax): string {
    const args = (given as Syntax[]).map((one) =>
      this.#isNeedy(one, []) || /Function/.test(one.type) ? INSTEAD : this.#code.slice(one.start, one.end),
    );
    const { start, end } = callee as Syntax;
    return `${this.#code.slice(start, end)}(${args.join(', ')});`;
  }
}

/** Calls of `emit` within, once each. */
function emitsIn(node: Syntax): Syntax[] {
  const callee = node.callee as Syntax | undefined;
  if (node.type === 'CallExpression' && (callee?.property as Syntax | undefined)?.name === 'emit')
    return [node];
  return childrenOf(node).flatMap(emitsIn);
}

const namesIn = (pattern: Syntax): string[] =>
  pattern.type === 'Identifier' ? [String(pattern.name)] : childrenOf(pattern).flatMap(namesIn);

/** What a node consists of; names of members and keys are no variables. */
function childrenOf(node: Syntax): readonly Syntax[] {
  return Object.entries(node)
    .filter(([key]) => node.computed === true || !(key === 'property' || key === 'key'))
    .flatMap(([, value]) => value)
    .filter((value): value is Syntax => typeof (value as Syntax | null)?.type === 'string');
}
