import { fromBase64, fromHex, fromUtf8, toBase64, toHex, utf8 } from './text-bytes';

type Encoding = string | undefined;

function encode(text: string, encoding: Encoding = 'utf8'): Uint8Array {
  switch (encoding.toLowerCase()) {
    case 'hex':
      return fromHex(text);
    case 'base64':
    case 'base64url':
      return fromBase64(text);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return Uint8Array.from(text, (character) => character.charCodeAt(0));
    case 'utf8':
    case 'utf-8':
      return utf8(text);
  }
  throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** Node's `Buffer`, as far as programs of Socket.IO use it. */
class Buffer extends Uint8Array {
  static override from(given: unknown, second?: unknown, third?: unknown): Buffer {
    if (typeof given === 'string') return Buffer.#copy(encode(given, second as Encoding));
    if (given instanceof ArrayBuffer) {
      const from = Number(second ?? 0);
      return new Buffer(given, from, third === undefined ? given.byteLength - from : Number(third));
    }
    const { type, data } = (given ?? {}) as { type?: unknown; data?: unknown };
    if (type === 'Buffer' && Array.isArray(data)) return Buffer.#copy(Uint8Array.from(data));
    if (typeof given === 'object' && given !== null)
      return Buffer.#copy(Uint8Array.from(given as ArrayLike<number>));
    throw Object.assign(
      new TypeError(
        `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received ${given === undefined ? 'undefined' : `type ${typeof given} (${String(given)})`}`,
      ),
      { code: 'ERR_INVALID_ARG_TYPE' },
    );
  }
  static #copy(bytes: Uint8Array): Buffer {
    const made = new Buffer(bytes.length);
    made.set(bytes);
    return made;
  }
  static alloc(size: number, fill?: number | string, encoding?: string): Buffer {
    const made = new Buffer(size);
    if (fill !== undefined) made.fill(fill, 0, size, encoding);
    return made;
  }
  static allocUnsafe(size: number): Buffer {
    return new Buffer(size);
  }
  static concat(list: readonly Uint8Array[], total?: number): Buffer {
    const length = total ?? list.reduce((sum, one) => sum + one.length, 0);
    const made = new Buffer(length);
    let at = 0;
    for (const one of list) {
      made.set(one.subarray(0, Math.max(0, length - at)), at);
      at += one.length;
      if (at >= length) break;
    }
    return made;
  }
  static isBuffer(value: unknown): boolean {
    return value instanceof Buffer;
  }
  static isEncoding(name: unknown): boolean {
    return /^(utf-?8|hex|base64(url)?|latin1|binary|ascii)$/i.test(String(name));
  }
  static byteLength(value: string | ArrayBuffer | ArrayBufferView, encoding?: string): number {
    return typeof value === 'string' ? encode(value, encoding).length : value.byteLength;
  }
  static compare(a: Uint8Array, b: Uint8Array): number {
    for (let at = 0; at < Math.min(a.length, b.length); at++) {
      if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1;
    }
    return Math.sign(a.length - b.length);
  }

  override toString(encoding: string = 'utf8', start = 0, end = this.length): string {
    const bytes = bytesOf(this).subarray(start, end);
    switch (encoding.toLowerCase()) {
      case 'hex':
        return toHex(bytes);
      case 'base64':
        return toBase64(bytes);
      case 'base64url':
        return toBase64(bytes, true);
      case 'latin1':
      case 'binary':
        return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      case 'ascii':
        return Array.from(bytes, (byte) => String.fromCharCode(byte & 127)).join('');
    }
    return fromUtf8(bytes) ?? '';
  }
  toJSON(): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  }
  /** A view of the same memory, as in Node. */
  override slice(start?: number, end?: number): Buffer {
    return this.subarray(start, end) as Buffer;
  }
  equals(other: Uint8Array): boolean {
    return Buffer.compare(this, other) === 0;
  }
  compare(other: Uint8Array): number {
    return Buffer.compare(this, other);
  }
  copy(target: Uint8Array, at = 0, start = 0, end = this.length): number {
    const part = bytesOf(this).subarray(start, Math.min(end, start + target.length - at));
    target.set(part, at);
    return part.length;
  }
  write(text: string, at = 0, length?: number | string, encoding?: string): number {
    const bytes = encode(text, typeof length === 'string' ? length : encoding);
    const room = Math.min(this.length - at, typeof length === 'number' ? length : this.length);
    this.set(bytes.subarray(0, room), at);
    return Math.min(room, bytes.length);
  }
  override fill(value: number | string | Uint8Array, start = 0, end = this.length, encoding?: string): this {
    if (typeof value === 'number') super.fill(value, start, end);
    else {
      const bytes = typeof value === 'string' ? encode(value, encoding) : value;
      for (let at = start; at < end; at++)
        this[at] = bytes.length > 0 ? bytes[(at - start) % bytes.length]! : 0;
    }
    return this;
  }
  override indexOf(value: number | string | Uint8Array, from = 0): number {
    if (typeof value === 'number') return super.indexOf(value, from);
    const wanted = typeof value === 'string' ? utf8(value) : value;
    for (let at = from; at + wanted.length <= this.length; at++) {
      if (wanted.every((byte, n) => this[at + n] === byte)) return at;
    }
    return -1;
  }
  override includes(value: number | string | Uint8Array, from = 0): boolean {
    return this.indexOf(value, from) >= 0;
  }
}
// The build may have renamed it.
Object.defineProperty(Buffer, 'name', { value: 'Buffer' });

interface NumberKind {
  readonly name: string;
  readonly size: number;
  readonly of: string;
}
const INTEGERS: readonly NumberKind[] = [
  { name: 'UInt8', size: 1, of: 'Uint8' },
  { name: 'Int8', size: 1, of: 'Int8' },
  ...['Int16', 'Int32', 'UInt16', 'UInt32', 'Float', 'Double', 'BigInt64', 'BigUInt64'].map((name) => ({
    name,
    size: /64|Double/.test(name) ? 8 : /16/.test(name) ? 2 : 4,
    of: name.replace('Float', 'Float32').replace('Double', 'Float64').replace('UInt', 'Uint'),
  })),
];
for (const { name, size, of } of INTEGERS) {
  for (const order of size === 1 ? [''] : ['BE', 'LE']) {
    const isLittle = order === 'LE';
    const viewOf = (buffer: Uint8Array) =>
      new DataView(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength);
    const read = function (this: Uint8Array, at = 0) {
      return (viewOf(this) as unknown as Record<string, (at: number, isLittle: boolean) => unknown>)[
        `get${of}`
      ]!(at, isLittle);
    };
    const write = function (this: Uint8Array, value: unknown, at = 0) {
      (viewOf(this) as unknown as Record<string, (at: number, value: unknown, isLittle: boolean) => void>)[
        `set${of}`
      ]!(at, value, isLittle);
      return at + size;
    };
    for (const alias of new Set([name, name.replace('UInt', 'Uint')])) {
      Object.defineProperty(Buffer.prototype, `read${alias}${order}`, {
        value: read,
        writable: true,
        configurable: true,
      });
      Object.defineProperty(Buffer.prototype, `write${alias}${order}`, {
        value: write,
        writable: true,
        configurable: true,
      });
    }
  }
}

export { Buffer };
