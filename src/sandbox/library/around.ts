/** Puts something around a method of the library; the original is the first argument. */
export function around<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  wrapper: Target[Name] extends (...args: infer Args) => infer Result
    ? (this: Target, original: (this: unknown, ...args: Args) => Result, ...args: Args) => Result
    : never,
): void {
  const original = target[name] as (...args: unknown[]) => unknown;
  const wrapped = function (this: Target, ...args: unknown[]) {
    return (wrapper as (...all: unknown[]) => unknown).call(this, original, ...args);
  };
  Object.defineProperty(wrapped, 'name', { value: String(name) });
  Object.defineProperty(target, name, {
    value: wrapped,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
