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
/** The function that takes the result of a call within another one, and the line that goes on then. */
export const RETURNER = '__b';
/** The function that takes the result of a call that nobody else takes. */
export const DROPPER = '__d';
/** The function that takes what was caught. */
export const CATCHER = '__c';
/** What replaces `import.meta`. */
export const META = '__meta';
const OPTIONS = {
  ecmaVersion: 2024,
  sourceType: 'module',
  allowAwaitOutsideFunction: true,
  locations: true,
} as const;

/**
 * The program with `__l(line);` before each statement and in each arrow function's expression, without moving any line, so that its
 * host knows the running line and can stop it at any. A call whose arguments make other calls is on its own line again when it begins.
 * `import { io } from 'socket.io-client'` becomes a constant of that name. A program with a syntax error becomes a fault with its place.
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

/** What runs other lines than its own. */
const CALLS = new Set([
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'AwaitExpression',
  'YieldExpression',
]);
/** What within these runs is no part of the call around them. */
const APART = /Function|^Class|Statement$|Declaration$/;
/** Statements of these alone drop a result that may be a promise. */
const DROPPED = new Set(['CallExpression', 'NewExpression', 'ChainExpression']);

/** Traces a tree from its root. Returns the first export in it, if any. */
function trace(root: Syntax, text: MagicString): Syntax | null {
  const { nodes, around } = survey(root);
  for (const node of nodes) {
    if (node.type === 'ImportDeclaration') replaceImport(node, text);
    for (const statement of statementsOf(node)) {
      if (!SILENT.has(statement.type) && statement.directive === undefined) {
        text.appendRight(statement.start, callAt(statement));
      }
    }
    if (LOOPS_AND_BRANCHES.has(node.type)) {
      for (const key of ['body', 'consequent', 'alternate']) brace(node[key] as Syntax | null, text);
    }
    if (node.type === 'ExpressionStatement' && DROPPED.has((node.expression as Syntax).type)) {
      wrap(node.expression as Syntax, `${DROPPER}(`, ')', text);
    }
    const line = around.get(node);
    if (line !== undefined) goBack((node.arguments as Syntax[]).at(-1), line, text);
    if (node.type === 'ArrowFunctionExpression' && node.expression) {
      const body = node.body as Syntax;
      wrap(body, `(${TRACER}(${body.loc.start.line}),`, ')', text);
    }
    // An engine that runs this as a script would take `<!--` for a comment, and read what follows differently.
    if (node.type === 'BinaryExpression' && node.operator === '<') {
      text.appendLeft((node.right as Syntax).start, ' ');
    }
    if (node.type === 'CatchClause' && (node.param as Syntax | null)?.type === 'Identifier') {
      text.appendRight((node.body as Syntax).start + 1, `${CATCHER}(${nameOf(node.param)});`);
    }
    if (node.type === 'MetaProperty' && nameOf(node.meta) === 'import') {
      text.overwrite(node.start, node.end, META, { contentOnly: true });
    }
  }
  return nodes.find(({ type }) => type.startsWith('Export')) ?? null;
}

/** All nodes, each before what it contains; and the calls with others within them, each with the line of its statement. */
function survey(root: Syntax): {
  readonly nodes: readonly Syntax[];
  readonly around: ReadonlyMap<Syntax, number>;
} {
  const nodes: Syntax[] = [];
  const around = new Map<Syntax, number>();
  const parents = new Map<Syntax, { readonly parent: Syntax; readonly line: number }>();
  const hasCall = new Set<Syntax>();
  // A chain of calls is as deep as it is long, so the nodes to visit are kept in a list, the next one last.
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.push(node);
    const own = parents.get(node)?.line ?? 0;
    for (const child of childrenOf(node).toReversed()) {
      const line = APART.test(child.type) || APART.test(node.type) ? child.loc.start.line : own;
      parents.set(child, { parent: node, line });
      waiting.push(child);
    }
    if (!CALLS.has(node.type)) continue;
    // Everything around it, as far as that is not known yet.
    for (let at: Syntax = node; !APART.test(at.type); ) {
      const up = parents.get(at);
      if (!up || hasCall.has(up.parent)) break;
      at = up.parent;
      hasCall.add(at);
      const isCall = at.type === 'CallExpression' || at.type === 'NewExpression';
      if (isCall) around.set(at, parents.get(at)?.line ?? 0);
    }
  }
  return { nodes, around };
}

/** What is called with this last argument is called on this line again. */
function goBack(argument: Syntax | undefined, line: number, text: MagicString): void {
  if (!argument) return;
  const value = argument.type === 'SpreadElement' ? (argument.argument as Syntax) : argument;
  const isSequence = value.type === 'SequenceExpression';
  wrap(value, `${RETURNER}(${isSequence ? '(' : ''}`, `${isSequence ? ')' : ''},${line})`, text);
}

/** Whoever wraps what is within it does so later. What ends at a place is closed before what begins there is opened. */
function wrap({ start, end }: Syntax, open: string, close: string, text: MagicString): void {
  text.appendRight(start, open);
  text.prependLeft(end, close);
}

function statementsOf(node: Syntax): readonly Syntax[] {
  const holds = node.type === 'SwitchCase' ? node.consequent : node.body;
  return Array.isArray(holds) && node.type !== 'ClassBody' ? (holds as Syntax[]) : [];
}

function brace(statement: Syntax | null | undefined, text: MagicString): void {
  if (!statement || statement.type === 'BlockStatement') return;
  wrap(statement, `{${callAt(statement)}`, '}', text);
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
