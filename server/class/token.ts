import { createHash, randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { CODE_LENGTH, CODE_LETTERS } from '../../src/protocol/messages/class-code';

/**
 * What opens a class again after a restart, when the server remembers nothing: the teacher's token, from which everything else follows.
 *
 * - The **code** is derived from the token slowly. So the code needs no register, and whoever wants somebody else's code has to find a
 *   token for it: millions of tries of a tenth of a second and 32 MB each.
 * - The **seal** is the token's hash. Students get it when they join, and come back with it, so that they come back to the teacher they
 *   were with even if somebody had found such a token.
 */
export const SEAL_BYTES = 32;

/** About 0.1 s and 32 MB. */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SALT = 'wire101 class code';
/** Enough for a remainder without a visible bias. */
const CODE_BYTES = 16;

/** A new teacher's token: 128 random bits in hexadecimal. */
export function newToken(): string {
  return randomBytes(16).toString('hex');
}

/** The code that belongs to a token. */
export function codeOf(token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(token, SALT, CODE_BYTES, COST, (error, bytes) => {
      if (error) reject(error);
      else resolve(lettersOf(bytes));
    });
  });
}

/** The name of a class that only its teacher can prove. */
export function sealOf(token: string): string {
  return createHash('sha256').update(`wire101 class seal ${token}`).digest('hex');
}

/** The name of a student's key that others may know. */
export function memberIdOf(key: string): string {
  return createHash('sha256').update(`wire101 class member ${key}`).digest('hex').slice(0, 16);
}

function lettersOf(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  const base = BigInt(CODE_LETTERS.length);
  let code = '';
  while (code.length < CODE_LENGTH) {
    code += CODE_LETTERS[Number(rest % base)];
    rest /= base;
  }
  return code;
}
