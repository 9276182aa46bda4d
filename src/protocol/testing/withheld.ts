import type { Fetched } from '../fetched';

/** Takes a part away that is here, until the function that this gives is called: then those who fetched it get it. */
export function withhold(part: Fetched<unknown>): () => Promise<void> {
  let come = () => {};
  const coming = new Promise<void>((resolve) => {
    come = resolve;
  });
  Object.defineProperties(part, {
    isHere: { value: false, configurable: true },
    part: {
      get: () => {
        throw new RangeError('this part is withheld');
      },
      configurable: true,
    },
    fetch: { value: () => coming, configurable: true },
  });
  return async () => {
    for (const name of ['isHere', 'part', 'fetch']) Reflect.deleteProperty(part, name);
    come();
    // Whoever waits for it goes on before a timer does.
    await new Promise((resolve) => setTimeout(resolve));
  };
}
