import { core } from './inside';

/** Bytes that go with a report. */
export function addParts(parts: readonly (ArrayBuffer | ArrayBufferView)[]): {
  first: number;
  parts: number;
} {
  const buffers = core.buffers();
  const first = buffers.length;
  for (const part of parts) {
    const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(part) ? part : new Uint8Array(part);
    buffers.push((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength));
  }
  return { first, parts: parts.length };
}
