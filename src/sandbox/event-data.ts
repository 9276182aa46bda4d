/** Arguments of events between the real Socket.IO and a program: JSON, with the binary parts next to it. */

/** The arguments with their binary parts, each made by `asBinary`, in place. Empty when the values are not what a guest sends. */
export function unpackArgs(
  { args: json, first, parts }: Readonly<Record<string, unknown>>,
  buffers: readonly ArrayBuffer[],
  asBinary: (part: ArrayBuffer) => unknown,
): unknown[] {
  const args: unknown = JSON.parse(String(json));
  if (!Array.isArray(args)) return [];
  const count = Number(parts) || 0;
  if (count === 0) return args;
  const own = buffers.slice(Number(first), Number(first) + count);
  return fill(args, own.map(asBinary)) as unknown[];
}

function fill(value: unknown, parts: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => fill(item, parts));
  const { _placeholder, num } = value as { _placeholder?: unknown; num?: number };
  if (_placeholder === true && parts[Number(num)]) return parts[Number(num)];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, parts)]));
}

/** The reverse of `unpackArgs`. */
export function packArgs(args: readonly unknown[]): {
  readonly json: string;
  readonly buffers: ArrayBuffer[];
} {
  const buffers: ArrayBuffer[] = [];
  const take = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (isBinary(value)) {
      const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(value) ? value : new Uint8Array(value);
      buffers.push(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
      return { _placeholder: true, num: buffers.length - 1 };
    }
    if (Array.isArray(value)) return value.map(take);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, take(item)]));
  };
  // Most events are plain JSON, and are not copied.
  const json = JSON.stringify(hasBinary(args) ? take(args) : args);
  return { json, buffers };
}

function hasBinary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isBinary(value) || Object.values(value).some(hasBinary);
}

const isBinary = (value: object): value is ArrayBuffer | ArrayBufferView =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
