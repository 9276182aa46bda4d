import { readTexts, type Texts } from './texts';

export type { Texts };

/** Both ends' code as a fragment, `#code=…`. Browsers do not send fragments to a server. */

const MARK = '#code=';
/** Checked before decompressing: ours are a tenth of it. */
const MAX_LINK_LENGTH = 64 * 1024;
/** Both ends and six clients at their longest. */
const MAX_TEXT_BYTES = 512 * 1024;

/** The fragment for these texts, compressed (RFC 1951) and written as base64url (RFC 4648 §5). */
export async function writeShare(texts: Texts): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  const packed = await bytesOf(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw')));
  const text = btoa(String.fromCharCode(...(packed ?? [])));
  return MARK + text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The texts of a fragment, which anybody may have written; null when it is invalid. Never rejects. */
export async function readShare(fragment: string): Promise<Texts | null> {
  if (!isShare(fragment) || fragment.length > MAX_LINK_LENGTH) return null;
  try {
    const text = atob(fragment.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const bytes = await bytesOf(
      new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')),
    );
    return bytes && readTexts(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

/** Whether a fragment claims to hold code. */
export const isShare = (fragment: string): boolean => fragment.startsWith(MARK);

/** Reads a stream; null when it exceeds any valid text, as a bomb does. */
async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MAX_TEXT_BYTES) {
      await reader.cancel();
      return null;
    }
    parts.push(new Uint8Array(value));
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
