/** Arguments of events between the real server and a program: JSON, and their binary parts beside it. */

/** The arguments with their binary parts in place. What is not what a program tells is no arguments at all. */
export function unpackArgs(
  json: unknown,
  buffers: readonly ArrayBuffer[],
  first: unknown,
  parts: unknown,
): unknown[] {
  const args: unknown = JSON.parse(String(json));
  if (!Array.isArray(args)) return [];
  const count = Number(parts) || 0;
  if (count === 0) return args;
  const own = buffers.slice(Number(first), Number(first) + count);
  return fill(args, own) as unknown[];
}

function fill(value: unknown, parts: readonly ArrayBuffer[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => fill(item, parts));
  const { _placeholder, num } = value as { _placeholder?: unknown; num?: number };
  if (_placeholder === true && parts[Number(num)]) return Buffer.from(parts[Number(num)]!);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, parts)]));
}

/** The other way. */
export function packArgs(args: readonly unknown[]): {
  readonly json: string;
  readonly buffers: ArrayBuffer[];
} {
  const buffers: ArrayBuffer[] = [];
  const take = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      buffers.push(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
      return { _placeholder: true, num: buffers.length - 1 };
    }
    if (Array.isArray(value)) return value.map(take);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, take(item)]));
  };
  // Most events are plain JSON: they are not copied.
  const json = JSON.stringify(hasBinary(args) ? take(args) : args);
  return { json, buffers };
}

function hasBinary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return ArrayBuffer.isView(value) || Object.values(value).some(hasBinary);
}
