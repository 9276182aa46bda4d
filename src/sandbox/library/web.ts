import { core } from './inside';
import { fromUtf8, utf8 } from './text-bytes';
import { setTimeout } from './timers';

/** Globals of the web that Node has, too, as far as programs of Socket.IO use them. */

export class TextEncoder {
  readonly encoding = 'utf-8';
  encode(text: unknown = ''): Uint8Array {
    return utf8(String(text));
  }
}

export class TextDecoder {
  readonly encoding = 'utf-8';
  readonly fatal: boolean;
  constructor(_label?: string, { fatal = false }: { fatal?: boolean } = {}) {
    this.fatal = fatal;
  }
  decode(given: ArrayBuffer | ArrayBufferView = new ArrayBuffer(0)): string {
    const bytes = ArrayBuffer.isView(given)
      ? new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.byteLength)
      : new Uint8Array(given);
    const text = fromUtf8(bytes, this.fatal);
    if (text === null) throw new TypeError('The encoded data was not valid for encoding utf-8');
    return text.replace(/^\ufeff/, '');
  }
}

export class DOMException extends Error {
  override readonly name: string;
  constructor(message = '', name = 'Error') {
    super(message);
    this.name = name;
  }
}

type EventListener = (event: Event) => void;

export class Event {
  readonly type: string;
  target: unknown = null;
  constructor(type: string) {
    this.type = type;
  }
}

export class EventTarget {
  readonly #listeners = new Map<string, Map<EventListener, boolean>>();
  addEventListener(type: string, listener: EventListener, options?: { once?: boolean }): void {
    const all = this.#listeners.get(type) ?? new Map<EventListener, boolean>();
    this.#listeners.set(type, all.set(listener, options?.once === true));
  }
  removeEventListener(type: string, listener: EventListener): void {
    this.#listeners.get(type)?.delete(listener);
  }
  dispatchEvent(event: Event): boolean {
    event.target = this;
    for (const [listener, isOnce] of [...(this.#listeners.get(event.type) ?? [])]) {
      if (isOnce) this.removeEventListener(event.type, listener);
      listener.call(this, event);
    }
    return true;
  }
}

export class AbortSignal extends EventTarget {
  aborted = false;
  reason: unknown = undefined;
  onabort: EventListener | null = null;
  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
  static abort(reason?: unknown): AbortSignal {
    const controller = new AbortController();
    controller.abort(reason);
    return controller.signal;
  }
  static timeout(ms: number): AbortSignal {
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    setTimeout(() => controller.abort(reason), ms).unref();
    return controller.signal;
  }
}

export class AbortController {
  readonly signal = new AbortSignal();
  abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
    const { signal } = this;
    if (signal.aborted) return;
    signal.aborted = true;
    signal.reason = reason;
    const event = new Event('abort');
    signal.onabort?.(event);
    signal.dispatchEvent(event);
  }
}

export class Blob {
  readonly #bytes: Uint8Array;
  readonly type: string;
  constructor(parts: readonly unknown[] = [], { type = '' }: { type?: string } = {}) {
    const all = parts.map((part) => {
      if (part instanceof Blob) return part.#bytes;
      if (part instanceof ArrayBuffer) return new Uint8Array(part.slice(0));
      if (ArrayBuffer.isView(part))
        return new Uint8Array(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength).slice();
      return utf8(String(part));
    });
    this.#bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of all) {
      this.#bytes.set(part, at);
      at += part.length;
    }
    this.type = type.toLowerCase();
  }
  get size(): number {
    return this.#bytes.length;
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes.slice().buffer as ArrayBuffer;
  }
  async text(): Promise<string> {
    return fromUtf8(this.#bytes) ?? '';
  }
  slice(start?: number, end?: number, type = ''): Blob {
    return new Blob([this.#bytes.slice(start, end)], { type });
  }
}

export function structuredClone(value: unknown): unknown {
  const copies = new Map<object, unknown>();
  const copy = (one: unknown): unknown => {
    if (typeof one === 'function' || typeof one === 'symbol') {
      throw new DOMException(`${String(one)} could not be cloned.`, 'DataCloneError');
    }
    if (typeof one !== 'object' || one === null) return one;
    if (copies.has(one)) return copies.get(one);
    const keep = <Made>(made: Made): Made => {
      copies.set(one, made);
      return made;
    };
    if (one instanceof Date) return keep(new Date(one));
    if (one instanceof RegExp) return keep(new RegExp(one));
    if (one instanceof ArrayBuffer) return keep(one.slice(0));
    if (ArrayBuffer.isView(one)) {
      const { buffer, byteOffset, byteLength } = one;
      const kind = one.constructor as new (buffer: ArrayBuffer) => unknown;
      const plain = one instanceof Uint8Array ? Uint8Array : kind;
      return keep(new plain((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength)));
    }
    if (one instanceof Error) return keep(Object.assign(new Error(one.message), { name: one.name }));
    if (one instanceof Map) {
      const made = keep(new Map<unknown, unknown>());
      for (const [key, item] of one) made.set(copy(key), copy(item));
      return made;
    }
    if (one instanceof Set) {
      const made = keep(new Set<unknown>());
      for (const item of one) made.add(copy(item));
      return made;
    }
    if (one instanceof Promise || one instanceof WeakMap || one instanceof WeakSet) {
      throw new DOMException(`${Object.prototype.toString.call(one)} could not be cloned.`, 'DataCloneError');
    }
    const made = keep(Array.isArray(one) ? new Array<unknown>(one.length) : {}) as Record<string, unknown>;
    for (const [key, item] of Object.entries(one)) made[key] = copy(item);
    return made;
  };
  return copy(value);
}

export const performance = {
  now: (): number => core.native.now() / 1000,
  timeOrigin: 0,
  mark: (): undefined => undefined,
};
