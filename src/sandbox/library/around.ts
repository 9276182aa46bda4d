/** Puts something around a method of the library: what `wrap` makes of the original takes its place. */
export function around<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  wrap: Target[Name] extends (...args: infer Args) => infer Result
    ? (original: (this: unknown, ...args: Args) => Result) => (this: Target, ...args: Args) => Result
    : never,
): void {
  const wrapped = (wrap as (original: unknown) => object)(target[name]);
  Object.defineProperty(wrapped, 'name', { value: String(name) });
  Object.defineProperty(target, name, {
    value: wrapped,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
