import type { PastedForm, PastedPart } from './pasted';

const utf8 = new TextEncoder();

/** Numbers such as 0x81 (C, Rust, Python, Wireshark’s arrays), a Buffer as Node prints it, or decimal numbers in brackets. */
export function readNumberList(text: string): { form: PastedForm; parts: PastedPart[] } | null {
  const code = text.replace(/\/\*.*?\*\//gs, ' ').replace(/(?:\/\/|#).*$/gm, ' ');
  const buffers = [...code.matchAll(/<Buffer ((?:[\da-f]{2} ?)+)(?:\.\.\. .*?)?>/gi)];
  if (buffers.length > 0) {
    const parts = buffers.map(([, digits = '']) => ({
      sender: null,
      bytes: numbersIn(digits, /[\da-f]{2}/gi, 16),
    }));
    return { form: 'hex', parts };
  }
  if (/\b0x[\da-f]{1,2}\b/i.test(code)) {
    // Wireshark names the arrays of a stream after the peer that sent them.
    const arrays = [...code.matchAll(/peer(\d)_\d+\s*\[\]\s*=\s*\{([^}]*)\}/g)];
    const parts: PastedPart[] = arrays.map(([, peer, body = '']) => ({
      sender: peer === '0' ? 'client' : 'server',
      bytes: numbersIn(body, /\b0x[\da-f]{1,2}\b/gi, 16),
    }));
    if (parts.length === 0) {
      const rest = code.replace(/\b0x[\da-f]{1,2}\b/gi, '');
      // Only a declaration may stand around the numbers.
      if (/\b0x[\da-f]{3,}/i.test(rest)) return null;
      parts.push({ sender: null, bytes: numbersIn(code, /\b0x[\da-f]{1,2}\b/gi, 16) });
    }
    return { form: 'c-array', parts };
  }
  const [, inside] = /[[{(]\s*(\d{1,3}(?:\s*,\s*\d{1,3})+)\s*,?\s*[\]})][\s;)]*$/.exec(code) ?? [];
  if (inside === undefined || /["']/.test(code)) return null;
  const numbers = inside.split(',').map(Number);
  if (numbers.some((number) => number > 255)) return null;
  return { form: 'decimal', parts: [{ sender: null, bytes: Uint8Array.from(numbers) }] };
}

function numbersIn(text: string, pattern: RegExp, radix: number): Uint8Array {
  return Uint8Array.from(text.match(pattern) ?? [], (digits) =>
    Number.parseInt(digits.replace(/^0x/i, ''), radix),
  );
}

const SIMPLE: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  0: 0,
  a: 7,
  b: 8,
  e: 27,
  f: 12,
  v: 11,
};

/** A string with escapes: of C, Python, JavaScript or a shell, in quotation marks or bare, in one or several pieces. */
export function readEscaped(text: string): Uint8Array | null {
  if (!/\\x[\da-f]{2}|\\r\\n|\\u00[\da-f]{2}/i.test(text)) return null;
  const pieces = [...text.matchAll(/(?:\b[bBrRuUfF]{1,2}|\$)?(["'`])((?:\\.|(?!\1).)*)\1/gs)].map(
    ([, , body]) => body!,
  );
  const bytes: number[] = [];
  for (const piece of pieces.length > 0 ? pieces : [text.trim()]) bytes.push(...unescaped(piece));
  return bytes.length === 0 ? null : Uint8Array.from(bytes);
}

function unescaped(text: string): number[] {
  const bytes: number[] = [];
  const part = /\\x([\da-f]{2})|\\u00([\da-f]{2})|\\([0-3][0-7]{2})|\\(\r?\n)|\\(.)|([^\\]+)/giy;
  for (let found = part.exec(text); found !== null; found = part.exec(text)) {
    const [, hex, unicode, octal, continued, simple, plain] = found;
    if (hex ?? unicode) bytes.push(Number.parseInt((hex ?? unicode)!, 16));
    else if (octal) bytes.push(Number.parseInt(octal, 8));
    else if (continued) continue;
    else if (simple) bytes.push(...(simple in SIMPLE ? [SIMPLE[simple]!] : utf8.encode(simple)));
    else bytes.push(...utf8.encode(plain));
  }
  return bytes;
}
