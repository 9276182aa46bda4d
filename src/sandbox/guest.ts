/** What runs in an engine around a program: the library of its end, bundled, and what a program has besides. */
export interface Guest {
  readonly end: 'server' | 'client';
  /** A function of what the engine offers and of settings, which returns an `End` (`library/end.ts`). */
  readonly text: string;
}

/** Declares the names that the program's code can use. On its first line, so that lines keep their numbers. */
export const declarations = (names: readonly string[]): string => `const {${names.join(',')}}=globals;`;

/** The server's end: `serverBundle` makes its text. */
export const serverGuest = (text: string): Guest => ({ end: 'server', text });

/** The client's end: `clientBundle` makes its text. */
export const clientGuest = (text: string): Guest => ({ end: 'client', text });
