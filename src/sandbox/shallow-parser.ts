import { Parser } from 'acorn';

/** Deepest nesting of a program, far more than anybody can follow. */
export const MAX_NESTING = 400;

/**
 * The recursive methods of the parser, for statements, expressions, operators, patterns, and groups and classes of regular
 * expressions. Everything that nests passes through one of these.
 */
const RECURSIVE = [
  'parseStatement',
  'parseMaybeAssign',
  'parseMaybeUnary',
  'parseExprOp',
  'parseExprAtom',
  'parseBindingAtom',
  'regexp_disjunction',
  'regexp_classContents',
] as const;

/** The part of the parser that is used here; `raise` throws. */
interface Inside {
  readonly start: number;
  raise(at: number, message: string): void;
}

/**
 * A parser that refuses code nested deeper than `MAX_NESTING`. Without a bound the parser recurses until the native stack is full,
 * and an engine that then compiles a regular expression crashes its whole process. The parser itself counts, since counting brackets
 * beforehand would have to distinguish division from regular expressions as exactly as the parser does.
 */
export const ShallowParser = Parser.extend((Base) => {
  class Shallow extends Base {}
  const methods = Base.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  const depths = new WeakMap<object, number>();
  for (const name of RECURSIVE) {
    const original = methods[name];
    if (!original) throw new RangeError(`this parser has no ${name}`);
    const counted = function (this: Inside, ...given: unknown[]) {
      const depth = depths.get(this) ?? 0;
      if (depth >= MAX_NESTING) this.raise(this.start, TOO_DEEP);
      depths.set(this, depth + 1);
      const result = original.apply(this, given);
      // Nothing is parsed after a fault.
      depths.set(this, depth);
      return result;
    };
    Object.defineProperty(Shallow.prototype, name, { value: counted });
  }
  return Shallow;
});

const TOO_DEEP = `This is nested deeper than ${MAX_NESTING} levels (statements, expressions and operators within each other): take it apart`;
