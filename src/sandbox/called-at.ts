import { type Node, Parser } from 'acorn';

/** A node with what is used of it here. */
type Syntax = Node & Readonly<Record<string, unknown>>;

const OPTIONS = { ecmaVersion: 2024, sourceType: 'script', allowAwaitOutsideFunction: true } as const;

/**
 * What a traced program calls at this place, which its engine gives as that of the opening parenthesis: `socket.emmit`. With `new`
 * before it where it is to construct something. Empty when there is no call. Both count from 1.
 */
export function calledAt(code: string, line: number, column: number): string {
  const lines = code.split('\n');
  if (line < 1 || line > lines.length) return '';
  const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  let found = '';
  try {
    const waiting = [Parser.parse(code, OPTIONS) as unknown as Syntax];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (isCalledAt(node, code, at))
        found = (node.type === 'NewExpression' ? 'new ' : '') + textOf(node.callee as Syntax);
      for (const child of childrenOf(node)) if (child.start <= at && at <= child.end) waiting.push(child);
    }
  } catch {
    return '';
  }
  return found;
}

function isCalledAt(node: Syntax, code: string, at: number): boolean {
  if (node.type === 'NewExpression')
    return node.start === at || code.indexOf('(', (node.callee as Syntax).end) === at;
  return node.type === 'CallExpression' && code.indexOf('(', (node.callee as Syntax).end) === at;
}

const childrenOf = (node: Syntax): readonly Syntax[] =>
  Object.values(node)
    .flat()
    .filter((value): value is Syntax => typeof (value as Syntax | null)?.type === 'string');

/** As V8 writes it in its messages. */
function textOf(node: Syntax): string {
  const inner = (name: string) => textOf(node[name] as Syntax);
  switch (node.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return String(node.name);
    case 'ThisExpression':
      return 'this';
    case 'Literal':
      return String(node.raw);
    case 'ChainExpression':
      return inner('expression');
    case 'CallExpression':
      return `${inner('callee')}(...)`;
    case 'MemberExpression':
      return node.computed === true
        ? `${inner('object')}[${inner('property')}]`
        : `${inner('object')}.${inner('property')}`;
  }
  return '(intermediate value)';
}
