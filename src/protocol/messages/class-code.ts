/**
 * The letters of a class code: none that is read as another letter or digit on a projector (I, L, O, Q; B, G, S, Z; U, V), and no
 * vowels, so that no code spells a word.
 */
export const CODE_LETTERS = 'CDFHJKMNPRTWXY';

/** Letters of a code: seven million codes, of which a server has a few dozen. */
export const CODE_LENGTH = 6;

/** The code in what somebody has typed or read out: in any case, with spaces and hyphens; null when it is none. */
export function readClassCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  return new RegExp(`^[${CODE_LETTERS}]{${CODE_LENGTH}}$`).test(code) ? code : null;
}

/** A code as it is shown: in two halves. */
export function spelled(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
