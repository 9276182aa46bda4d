/** A POSIX shell word for exactly this text: in single quotes, where only the quote is special. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command that writes exactly these bytes, in octal escapes, which every `printf` supports. */
export function printfBytes(bytes: Uint8Array): string {
  let escaped = '';
  for (const [at, byte] of bytes.entries()) {
    // A leading hyphen would start an option.
    const isSpecial = byte === 37 || byte === 39 || byte === 92 || (byte === 45 && at === 0);
    const isPlain = byte > 31 && byte < 127 && !isSpecial;
    escaped += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `printf '${escaped}'`;
}

/** Bytes as text for a command line: UTF-8 without NUL; else null. */
export function argumentText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
