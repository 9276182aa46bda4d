import { lineHere } from './line-here';
import type { Report } from './report';

/** What a page has elsewhere and not here: it says so, or is there for as long as the page is. */
export function leaveOut(report: Report): void {
  for (const name of ['alert', 'confirm', 'prompt'] as const) {
    Object.defineProperty(window, name, {
      value: (text?: unknown) => {
        const shown = String(text ?? '').slice(0, 200);
        report.say(
          'warn',
          `A page opens no dialogs in the lab: ${name}(${JSON.stringify(shown)}) was not shown.`,
          lineHere(),
        );
        return name === 'alert' ? undefined : name === 'confirm' ? false : null;
      },
      configurable: true,
      writable: true,
    });
  }
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    let storage: object | null = null;
    Object.defineProperty(window, name, {
      get: () => {
        storage ??= createStorage(() => {
          report.say('warn', `In the lab, ${name} lasts only until the page is run again.`, lineHere());
        });
        return storage;
      },
      configurable: true,
    });
  }
}

/** A `Storage` in memory: items are also its properties (HTML Standard §12.2.1). */
function createStorage(filled: () => void): object {
  let isTold = false;
  const set = (key: unknown, value: unknown) => {
    items.set(String(key), String(value));
    if (isTold) return;
    isTold = true;
    filled();
  };
  const items = new Map<string, string>();
  const methods: Record<string, unknown> = {
    getItem: (key: unknown) => items.get(String(key)) ?? null,
    setItem: set,
    removeItem: (key: unknown) => void items.delete(String(key)),
    clear: () => items.clear(),
    key: (at: number) => [...items.keys()][at] ?? null,
  };
  return new Proxy(methods, {
    get: (target, key) => (key === 'length' ? items.size : (items.get(String(key)) ?? target[String(key)])),
    set(_, key, value) {
      set(key, value);
      return true;
    },
    deleteProperty: (_, key) => items.delete(String(key)) || true,
    has: (target, key) => items.has(String(key)) || key in target,
    ownKeys: () => [...items.keys()],
    getOwnPropertyDescriptor: (_, key) =>
      items.has(String(key))
        ? { value: items.get(String(key)), writable: true, enumerable: true, configurable: true }
        : undefined,
  });
}
