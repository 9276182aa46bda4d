/** Programs nested so deeply that a recursive parser, compiler or printer overflows its stack. */
export function nestedPrograms(
  depths: readonly number[],
): readonly (readonly [kind: string, code: string])[] {
  return depths.flatMap((depth) =>
    Object.entries(SHAPES).map(([kind, make]) => [`${kind} ${depth} deep`, make(depth)] as const),
  );
}

const around = (open: string, close: string, depth: number, core = '1') =>
  open.repeat(depth) + core + close.repeat(depth);

const SHAPES: Readonly<Record<string, (depth: number) => string>> = {
  'templates in calls': (depth) => `x=${around('f(', ')', 50, around('`${', '}`', depth))}`,
  parentheses: (depth) => around('(', ')', depth),
  lists: (depth) => around('[', ']', depth),
  'patterns of lists': (depth) => `let ${around('[', ']', depth, 'a')} = 1;`,
  objects: (depth) => `x=${around('{a:', '}', depth)}`,
  blocks: (depth) => around('{', '}', depth),
  functions: (depth) => around('()=>{', '}', depth),
  'arrow after arrow': (depth) => `x=${'a=>'.repeat(depth)}1`,
  'unary signs': (depth) => `x=${'- '.repeat(depth)}1`,
  conditions: (depth) => `x=${'a?b:'.repeat(depth)}1`,
  additions: (depth) => `x=1${'+1'.repeat(depth)}`,
  powers: (depth) => `x=1${'**1'.repeat(depth)}`,
  members: (depth) => `x=a${'.b'.repeat(depth)}`,
  calls: (depth) => `x=a${'()'.repeat(depth)}`,
  'else after else': (depth) => `${'if(a);else '.repeat(depth)};`,
  loops: (depth) => `${'for(;;)'.repeat(depth)};`,
  labels: (depth) => `${Array.from({ length: depth }, (_, n) => `a${n.toString(36)}:`).join('')};`,
  commas: (depth) => `x=(1${',1'.repeat(depth)})`,
  'brackets in a pattern': (depth) => `/${around('(', ')', depth, 'a')}/.test('a')`,
  'new after new': (depth) => `x=${'new '.repeat(depth)}a`,
  classes: (depth) => around('(class{a(){', '}})', depth),
  'await after await': (depth) => `(async()=>{${'await '.repeat(depth)}1})()`,
};
