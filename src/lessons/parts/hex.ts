/** Bytes that were typed as hexadecimal digits, or what is wrong with them. */
type Hex =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'invalid'; readonly message: string };

/** Reads `48 65 6c`, `48656c` or `48:65:6c`. */
export function readHex(text: string): Hex {
  const digits = text.replace(/[\s:,]+/g, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong)
    return { kind: 'invalid', message: `“${wrong[0]}” is not a hexadecimal digit: use 0–9 and a–f.` };
  if (digits.length % 2 === 1) {
    return {
      kind: 'invalid',
      message: `A byte has two digits; these are ${digits.length}. Add or remove one.`,
    };
  }
  return {
    kind: 'bytes',
    bytes: Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
  };
}
