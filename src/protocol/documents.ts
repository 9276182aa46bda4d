import { type AnyLayer, LAYERS } from './layers';

/** The document among these that a section is in, and its address; the address is null for an RFC, whose number tells it. */
export function documentOf(
  documents: AnyLayer['documents'],
  spec: string,
): readonly [name: string, address: string | null] | undefined {
  return Object.entries(documents).find(
    ([name]) => spec.startsWith(name) && !/^\d/.test(spec.slice(name.length)),
  );
}

/** The URL of a section such as "RFC 6455 §5.2" or of a document that a layer names; null when its name does not tell. */
export function addressOf(spec: string): string | null {
  const [, rfc, section] = /^RFC (\d+)(?: §([\d.]+))?/.exec(spec) ?? [];
  if (rfc) return `https://www.rfc-editor.org/rfc/rfc${rfc}${section ? `#section-${section}` : ''}`;
  for (const { documents } of LAYERS) {
    const found = documentOf(documents, spec);
    if (found) return found[1];
  }
  return null;
}
