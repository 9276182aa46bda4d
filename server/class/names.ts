/** What looks the same: without what is not seen, and as if the width and case of letters were one. */
function looksOf(name: string): string {
  const seen = name.normalize('NFKC').replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');
  return seen.replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * What a member is called: as they ask, with a number where another member is called so. `isTaken` tells it of what a name looks like,
 * and otherwise keeps that for this member.
 */
export async function nameFor(
  asked: string,
  id: string,
  maxLength: number,
  isTaken: (looks: string) => boolean | Promise<boolean>,
): Promise<string> {
  const name = looksOf(asked) === '' ? `Student ${id.slice(0, 4)}` : asked.trim();
  let candidate = name;
  for (let number = 2; await isTaken(looksOf(candidate)); number++) {
    // "Anna 2" that is taken becomes "Anna 3".
    const base = name.replace(/ \d{1,3}$/, '').slice(0, maxLength - ` ${number}`.length);
    candidate = `${base} ${number}`;
  }
  return candidate;
}

/** The names of a class, one for each member. */
export class Names {
  readonly #ids = new Map<string, string>();
  readonly #looks = new Map<string, string>();

  /** Gives the name to this member, unless another one has it. */
  take(looks: string, id: string): boolean {
    const holder = this.#ids.get(looks);
    if (holder !== undefined) return holder === id;
    this.free(id);
    this.#ids.set(looks, id);
    this.#looks.set(id, looks);
    return true;
  }

  free(id: string): void {
    this.#ids.delete(this.#looks.get(id) ?? '');
    this.#looks.delete(id);
  }

  all(): Iterable<readonly [looks: string, id: string]> {
    return this.#ids;
  }
}
