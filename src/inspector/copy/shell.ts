/** A word for a POSIX shell that means exactly this text: in single quotes, where nothing but the quote is special. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command that writes exactly these bytes, whatever they are: octal escapes are what every `printf` knows. */
export function printfBytes(bytes: Uint8Array): string {
  let escaped = '';
  for (const [at, byte] of bytes.entries()) {
    // A hyphen in the first place would begin an option.
    const isSpecial = byte === 37 || byte === 39 || byte === 92 || (byte === 45 && at === 0);
    const isPlain = byte > 31 && byte < 127 && !isSpecial;
    escaped += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return `printf '${escaped}'`;
}

/** The text of bytes that a command line can hold: UTF-8 without NUL; else null. */
export function argumentText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
