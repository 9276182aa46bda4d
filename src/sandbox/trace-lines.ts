import type { Node } from 'acorn';
import MagicString from 'magic-string';
import { ShallowParser } from './shallow-parser';

/** An error in the code of a program that is found before it runs. */
export interface SyntaxFault {
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** The function that a traced program calls when a line begins to run. */
export const TRACER = '__l';
/** The function that replaces an `import`. */
export const IMPORTER = '__import';

const OPTIONS = {
  ecmaVersion: 2024,
  sourceType: 'module',
  allowAwaitOutsideFunction: true,
  locations: true,
} as const;

/**
 * The program with `__l(line);` before each statement and in each arrow function's expression, without moving any line, so that its
 * host knows the running line and can stop it at any. `import { io } from 'socket.io-client'` becomes a constant of that name. A
 * program with a syntax error becomes a fault with its place.
 */
export function traceLines(code: string): { readonly code: string } | { readonly fault: SyntaxFault } {
  let program: Syntax;
  try {
    program = ShallowParser.parse(code, OPTIONS) as unknown as Syntax;
  } catch (error) {
    return { fault: faultOf(error) };
  }
  const text = new MagicString(code);
  const exported = trace(program, text);
  if (exported) {
    const { line, column } = exported.loc.start;
    return {
      fault: { message: 'This is a program of its own: it exports nothing', line, column: column + 1 },
    };
  }
  return { code: text.toString() };
}

/** The error that keeps the code from being parsed; null when there is none. */
export function faultIn(code: string): SyntaxFault | null {
  const traced = traceLines(code);
  return 'fault' in traced ? traced.fault : null;
}

function faultOf(error: unknown): SyntaxFault {
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  return {
    message: message.replace(/ \(\d+:\d+\)$/, ''),
    line: loc?.line ?? 1,
    column: (loc?.column ?? 0) + 1,
  };
}

/** The part of a syntax tree that is used here. */
type Syntax = Node & {
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };
} & Readonly<Record<string, unknown>>;

/** Declarations get no call of their own, only what they contain. */
const SILENT = new Set(['FunctionDeclaration', 'ClassDeclaration', 'ImportDeclaration']);
const LOOPS_AND_BRANCHES = new Set([
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/** Traces a tree from its root. Returns the first export in it, if any. */
function trace(root: Syntax, text: MagicString): Syntax | null {
  let exported: Syntax | null = null;
  // A chain of calls is as deep as it is long, so the nodes to visit are kept in a list, the next one last.
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type.startsWith('Export')) exported ??= node;
    if (node.type === 'ImportDeclaration') replaceImport(node, text);
    for (const statement of statementsOf(node)) {
      if (!SILENT.has(statement.type) && statement.directive === undefined) {
        text.appendLeft(statement.start, callAt(statement));
      }
    }
    if (LOOPS_AND_BRANCHES.has(node.type)) {
      for (const key of ['body', 'consequent', 'alternate']) brace(node[key] as Syntax | null, text);
    }
    if (node.type === 'ArrowFunctionExpression' && node.expression) {
      const body = node.body as Syntax;
      text.appendLeft(body.start, `(${TRACER}(${body.loc.start.line}),`);
      text.prependRight(body.end, ')');
    }
    // An engine that runs this as a script would take `<!--` for a comment, and read what follows differently.
    if (node.type === 'BinaryExpression' && node.operator === '<') {
      text.appendLeft((node.right as Syntax).start, ' ');
    }
    for (const child of childrenOf(node).toReversed()) waiting.push(child);
  }
  return exported;
}

function statementsOf(node: Syntax): readonly Syntax[] {
  const holds = node.type === 'SwitchCase' ? node.consequent : node.body;
  return Array.isArray(holds) && node.type !== 'ClassBody' ? (holds as Syntax[]) : [];
}

function brace(statement: Syntax | null | undefined, text: MagicString): void {
  if (!statement || statement.type === 'BlockStatement') return;
  text.appendLeft(statement.start, `{${callAt(statement)}`);
  text.prependRight(statement.end, '}');
}

const callAt = ({ loc }: Syntax) => `${TRACER}(${loc.start.line});`;

function childrenOf(node: Syntax): readonly Syntax[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Syntax => typeof (value as Syntax | null)?.type === 'string');
}

/** `import a, { b as c } from 'x'` → `const {default: a, b: c} = __import('x')`. */
function replaceImport(node: Syntax, text: MagicString): void {
  const source = `${IMPORTER}(${JSON.stringify((node.source as unknown as { value: string }).value)})`;
  const parts: string[] = [];
  let whole: string | null = null;
  for (const specifier of node.specifiers as Syntax[]) {
    const local = nameOf(specifier.local);
    if (specifier.type === 'ImportNamespaceSpecifier') whole = local;
    else
      parts.push(
        `${specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported)}: ${local}`,
      );
  }
  const target = whole ?? (parts.length > 0 ? `{ ${parts.join(', ')} }` : null);
  // An import keeps its number of lines.
  const lines = '\n'.repeat(text.original.slice(node.start, node.end).split('\n').length - 1);
  text.overwrite(node.start, node.end, `${target ? `const ${target} = ` : ''}${source};${lines}`);
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? JSON.stringify(value);
}
