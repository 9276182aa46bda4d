import { expect, test } from 'vitest';
import { MAX_NESTING } from './shallow-parser';
import { traceLines } from './trace-lines';

const DEEP = 16_000;
const around = (open: string, inner: string, close: string, depth: number) =>
  open.repeat(depth) + inner + close.repeat(depth);

/** Each nests in another way, with code of a program's full length. */
const NESTINGS: readonly (readonly [string, (depth: number) => string])[] = [
  ['parentheses', (depth) => around('(', '1', ')', depth)],
  ['lists', (depth) => around('[', '1', ']', depth)],
  ['objects', (depth) => `x=${around('{a:', '1', '}', depth)}`],
  ['blocks', (depth) => around('{', '', '}', depth)],
  ['templates', (depth) => around('`${', '1', '}`', depth)],
  ['tagged templates', (depth) => around('a`${', '1', '}`', depth)],
  ['calls', (depth) => around('f(', '1', ')', depth)],
  ['indexes', (depth) => around('a[', '1', ']', depth)],
  ['functions', (depth) => around('()=>{', '', '}', depth)],
  ['arrows', (depth) => `${'a=>'.repeat(depth)}1`],
  ['unary operators', (depth) => `${'!'.repeat(depth)}1`],
  ['signs', (depth) => `${'- '.repeat(depth)}1`],
  ['typeof', (depth) => `${'typeof '.repeat(depth)}1`],
  ['await', (depth) => `${'await '.repeat(depth)}1`],
  ['new', (depth) => `${'new '.repeat(depth)}X`],
  ['spread', (depth) => around('[...', 'a', ']', depth)],
  ['yield', (depth) => `function* f(){${'yield '.repeat(depth)}1}`],
  ['else if', (depth) => `${'if(a);else '.repeat(depth)};`],
  ['if', (depth) => `${'if(a)'.repeat(depth)};`],
  ['loops', (depth) => `${'for(;;)'.repeat(depth)};`],
  ['labels', (depth) => `${Array.from({ length: depth }, (_, n) => `a${n}:`).join('')};`],
  ['conditions', (depth) => `${'a?b:'.repeat(depth)}c`],
  ['conditions within', (depth) => around('a?', 'b', ':c', depth)],
  ['sums', (depth) => `${'1+'.repeat(depth)}1`],
  ['powers', (depth) => `${'1**'.repeat(depth)}1`],
  ['alternatives', (depth) => `${'a||'.repeat(depth)}1`],
  ['assignments', (depth) => `${'a='.repeat(depth)}1`],
  ['patterns', (depth) => `const ${around('[', 'a', ']', depth)}=1`],
  ['patterns of objects', (depth) => `const ${around('{a:', 'b', '}', depth)}=1`],
  ['default values', (depth) => `const ${around('[a=', '1', ']', depth)}=1`],
  ['parameters', (depth) => around('function f(a=', '1', '){}', depth)],
  ['classes', (depth) => `x=${around('class{a=', '1', '}', depth)}`],
  ['ancestors', (depth) => `x=${'class extends '.repeat(depth)}A${'{}'.repeat(depth)}`],
  ['static blocks', (depth) => around('class A{static{', '', '}}', depth)],
  ['switches', (depth) => around('switch(a){default:', '', '}', depth)],
  ['trials', (depth) => around('try{', '', '}finally{}', depth)],
  ['imports', (depth) => around('import(', '1', ')', depth)],
  ['groups of a regular expression', (depth) => `/${around('(', 'a', ')', depth)}/`],
  ['classes of a regular expression', (depth) => `/${around('[', 'a', ']', depth)}/v`],
  ['lookaheads', (depth) => `/${around('(?=', 'a', ')', depth)}/`],
];

test.each(NESTINGS)('%s nested a thousand times over are a fault with a place', (_, nest) => {
  const code = `let ok;\n${nest(DEEP)}`;
  const traced = traceLines(code);
  expect(traced).toEqual({
    fault: {
      message: expect.stringContaining(`nested deeper than ${MAX_NESTING} levels`),
      line: 2,
      column: expect.any(Number),
    },
  });
});

test.each(NESTINGS)('%s nested twenty times are read', (_, nest) => {
  expect(traceLines(nest(20))).toEqual({ code: expect.any(String) });
});

test.each([
  ['members', (depth: number) => `a${'.b'.repeat(depth)}`],
  ['calls one after the other', (depth: number) => `a${'()'.repeat(depth)}`],
  ['chains', (depth: number) => `a${'?.b'.repeat(depth)}`],
  ['tags', (depth: number) => `a${'``'.repeat(depth)}`],
  ['a sequence', (depth: number) => `${'a,'.repeat(depth)}a`],
  ['comments', (depth: number) => `/*${' /'.repeat(depth)}*/`],
  [
    'brackets in texts and regular expressions',
    (depth: number) => `'${'('.repeat(depth)}'; /[${'('.repeat(depth)}]/`,
  ],
  ['statements', (depth: number) => '{}'.repeat(depth)],
])('%s without end are not nested, and are read', (_, chain) => {
  expect(traceLines(chain(6000))).toEqual({ code: expect.any(String) });
});

test.each([
  'for(const a of[1])f(a);g()',
  'if(a)b();else c();d()',
  'while(a)b();c=x=>y(x);d()',
  'if(a){b()}c(d(e()))',
  'try{a()}catch(e){b(e)}c()',
  'for(;;)if(a)b();c()',
  'a(()=>b());c(d(),e())',
  'x=import.meta.url;import.meta.url;y()',
  'do a();while(b);c()',
  'switch(a){case 1:b();default:c()}d()',
  'if(a<b)c();d(e`f`)',
])('without spaces between statements, the code is still code: %s', (code) => {
  const traced = traceLines(code);
  const text = 'code' in traced ? traced.code : traced.fault.message;
  expect(() => new Function(`return async function () {${text}\n}`)).not.toThrow();
});
